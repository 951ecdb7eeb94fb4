package dev.slipway.cli.demo;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.CommandFailed;
import dev.slipway.cli.Platform;

/** Follows builds: stages and the live log. */
final class Builds {

	private static final Duration LONGEST = Duration.ofMinutes(20);

	private static final String BUILDS = "/services/" + Demo.SERVICE + "/builds";

	private final Platform platform;

	private final Narrator narrator;

	Builds(Platform platform, Narrator narrator) {
		this.platform = platform;
		this.narrator = narrator;
	}

	/** The number of the build of a commit; waits until the platform has started one. */
	int ofCommit(String commit) throws Exception {
		return this.narrator.await("a build of commit " + commit, Duration.ofSeconds(60), () -> {
			for (JsonNode build : this.platform.get(BUILDS).path("items")) {
				if (build.path("commit").asText().equals(commit)) {
					return build.path("number").asInt();
				}
			}
			return null;
		});
	}

	/**
	 * Prints the build's log as it grows until the build ends, and fails unless it
	 * succeeds.
	 */
	JsonNode follow(int number) throws Exception {
		this.narrator
			.note("build " + number + "; dependencies that this machine lacks are fetched once, over the network");
		Map<String, Long> read = new HashMap<>(Map.of("start", 0L));
		JsonNode build = this.narrator.await("the end of build " + number, LONGEST, () -> {
			JsonNode current = this.platform.get(BUILDS + "/" + number);
			printLog(number, read);
			String status = current.path("status").asText();
			return (status.equals("QUEUED") || status.equals("RUNNING")) ? null : current;
		});
		printLog(number, read);
		for (JsonNode stage : build.path("stages")) {
			this.narrator.saw("stage " + stage.path("name").asText() + " " + stage.path("status").asText() + " in "
					+ stage.path("durationMillis").asLong() / 1000 + " s");
		}
		if (!build.path("status").asText().equals("SUCCESS")) {
			throw new CommandFailed("Build " + number + " ended as " + build.path("status").asText() + ": " + build);
		}
		this.narrator.check(build.path("stages").size() >= 4 && build.path("image").asText().contains("@sha256:"),
				"image " + build.path("image").asText(), build);
		return build;
	}

	private void printLog(int number, Map<String, Long> read) throws Exception {
		HttpResponse<String> part = this.platform.text(BUILDS + "/" + number + "/log?start=" + read.get("start"));
		if (part.statusCode() == 200) {
			part.body().lines().forEach((line) -> this.narrator.note("| " + line));
			part.headers().firstValueAsLong("X-Next-Start").ifPresent((next) -> read.put("start", next));
		}
	}

}
