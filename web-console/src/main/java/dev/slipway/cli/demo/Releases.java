package dev.slipway.cli.demo;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.CommandFailed;
import dev.slipway.cli.Platform;

/** What the platform and the service say of its releases. */
final class Releases {

	private static final String ENVIRONMENT = "/services/" + Demo.SERVICE + "/environments/" + Demo.ENVIRONMENT;

	private final Platform platform;

	private final Narrator narrator;

	Releases(Platform platform, Narrator narrator) {
		this.platform = platform;
		this.narrator = narrator;
	}

	/** Waits until the first release serves with two pods that both answer. */
	Address first() throws Exception {
		JsonNode environment = settled();
		this.narrator
			.saw("release " + stable(environment) + " is live on " + readyPods(environment) + " pods, each a process");
		Address address = Address.of(environment.path("address").asText());
		Map<String, Integer> byPod = new TreeMap<>();
		this.narrator.await("answers of both pods at " + address.url(), Duration.ofSeconds(30), () -> {
			byPod.merge(field(address.get("/").body(), "pod"), 1, Integer::sum);
			return (byPod.size() >= 2 && byPod.values().stream().mapToInt(Integer::intValue).sum() >= 20) ? byPod
					: null;
		});
		this.narrator.saw("curl " + address.url() + "/ is answered by " + byPod);
		return address;
	}

	/** Waits until no release is under way and the stable one has two ready pods. */
	JsonNode settled() throws Exception {
		return this.narrator.await("a stable release with two ready pods", Duration.ofMinutes(6), () -> {
			JsonNode environment = environment();
			boolean settled = stable(environment) > 0 && environment.path("live").isNull();
			return (settled && readyPods(environment) == 2) ? environment : null;
		}, this::describe);
	}

	JsonNode environment() throws Exception {
		return this.platform.get(ENVIRONMENT);
	}

	/** The release that a build asked for, at its end. */
	JsonNode ofBuild(int build) throws Exception {
		return this.narrator.await("the release of build " + build, Duration.ofMinutes(6), () -> {
			for (JsonNode release : this.platform.get(ENVIRONMENT + "/releases").path("items")) {
				if (release.path("build").asInt() == build) {
					return ended(release);
				}
			}
			return null;
		}, this::describe);
	}

	private static @org.jspecify.annotations.Nullable JsonNode ended(JsonNode release) {
		return switch (release.path("status").asText()) {
			case "SUCCEEDED" -> release;
			case "FAILED", "ABORTED", "SUPERSEDED" -> throw new CommandFailed("The release ended badly: " + release);
			default -> null;
		};
	}

	/** The number of the stable release; 0 when there is none. */
	static int stable(JsonNode environment) {
		return environment.path("stable").path("number").asInt();
	}

	static long readyPods(JsonNode environment) {
		long ready = 0;
		for (JsonNode pod : environment.path("pods")) {
			ready += pod.path("ready").asBoolean() ? 1 : 0;
		}
		return ready;
	}

	static String field(String json, String name) {
		int at = json.indexOf("\"" + name + "\":\"");
		int from = at + name.length() + 4;
		return (at < 0) ? "" : json.substring(from, json.indexOf('"', from));
	}

	private String describe() {
		try {
			return "The environment says: " + environment();
		}
		catch (Exception ex) {
			return ex.toString();
		}
	}

}
