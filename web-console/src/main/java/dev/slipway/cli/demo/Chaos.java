package dev.slipway.cli.demo;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.CommandFailed;
import dev.slipway.cli.Platform;
import org.jspecify.annotations.Nullable;

/** Kills a pod, then slows the service down, and sees it come back both times. */
final class Chaos {

	private static final int LATENCY_MILLIS = 500;

	private final Platform platform;

	private final Narrator narrator;

	private final Releases releases;

	Chaos(Platform platform, Narrator narrator, Releases releases) {
		this.platform = platform;
		this.narrator = narrator;
		this.releases = releases;
	}

	void breakAndHeal(Address address) throws Exception {
		kill();
		try (Load load = Load.start(address.host(), address.port(), "/", 20)) {
			slow();
		}
	}

	private void kill() throws Exception {
		Set<String> before = pods();
		ObjectNode fault = JsonNodeFactory.instance.objectNode().put("type", "POD_KILL");
		JsonNode run = ended(start("kill-a-pod", fault, 20));
		JsonNode healed = this.releases.settled();
		Set<String> killed = new HashSet<>(before);
		killed.removeAll(pods());
		this.narrator.check(!killed.isEmpty(), "pod " + killed + " was killed", healed);
		this.narrator.check(Releases.readyPods(healed) == 2, "two pods are ready again", healed);
		verdict(run);
	}

	private void slow() throws Exception {
		double usual = this.narrator.await("a p95 below " + LATENCY_MILLIS / 2 + " ms before the fault",
				Duration.ofMinutes(2), () -> p95(0, LATENCY_MILLIS / 2));
		ObjectNode fault = JsonNodeFactory.instance.objectNode()
			.put("type", "LATENCY")
			.put("latencyMillis", LATENCY_MILLIS);
		String run = start("slow-answers", fault, 40);
		double risen = this.narrator.await("a p95 above " + LATENCY_MILLIS + " ms while latency is injected",
				Duration.ofSeconds(90), () -> p95(LATENCY_MILLIS, Double.MAX_VALUE), () -> describe(run));
		this.narrator.saw(String.format("p95 rose from %.0f ms to %.0f ms while %d ms were injected", usual, risen,
				LATENCY_MILLIS));
		JsonNode ended = ended(run);
		double fallen = this.narrator.await("a p95 below " + LATENCY_MILLIS / 2 + " ms after the fault",
				Duration.ofMinutes(2), () -> p95(0, LATENCY_MILLIS / 2));
		this.narrator.saw(String.format("p95 fell to %.0f ms again", fallen));
		verdict(ended);
	}

	private String start(String name, ObjectNode fault, int seconds) throws Exception {
		ObjectNode experiment = JsonNodeFactory.instance.objectNode()
			.put("name", name)
			.put("service", Demo.SERVICE)
			.put("environment", Demo.ENVIRONMENT)
			.put("durationSeconds", seconds);
		experiment.set("fault", fault);
		JsonNode created = this.platform.post("/experiments", experiment);
		String run = this.platform
			.post("/experiments/" + created.path("id").asText() + "/runs", JsonNodeFactory.instance.objectNode())
			.path("location")
			.asText();
		this.narrator.note("experiment " + name + " started: " + run);
		return run;
	}

	private JsonNode ended(String run) throws Exception {
		return this.narrator.await("the end of " + run, Duration.ofMinutes(4), () -> {
			JsonNode current = this.platform.get(run);
			return current.path("ended").asBoolean() ? current : null;
		}, () -> describe(run));
	}

	private void verdict(JsonNode run) {
		this.narrator.check(run.path("verdict").asText().equals("PASSED"), "verdict " + run.path("verdict").asText(),
				run);
	}

	private @Nullable Double p95(double least, double most) throws Exception {
		JsonNode value = this.platform
			.get("/services/" + Demo.SERVICE + "/metrics?environment=" + Demo.ENVIRONMENT + "&window=30s")
			.path("current")
			.path("p95");
		double millis = value.asDouble() * 1000;
		return (value.isNumber() && millis >= least && millis <= most) ? millis : null;
	}

	private Set<String> pods() throws Exception {
		Set<String> names = new HashSet<>();
		this.releases.environment().path("pods").forEach((pod) -> names.add(pod.path("name").asText()));
		return names;
	}

	private String describe(String run) {
		try {
			return "The run says: " + this.platform.get(run);
		}
		catch (Exception ex) {
			throw new CommandFailed("The run cannot be read", ex);
		}
	}

}
