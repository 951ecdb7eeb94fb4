package dev.slipway.strategy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.strategy.Strategy.CanaryStep;
import org.jspecify.annotations.Nullable;

/** Reads the steps of a canary. */
final class StepReader {

	static final List<String> KEYS = List.of("weight", "replicas", "pause", "header", "mirror", "gates");

	static final String UNTIL_RESUMED = "untilResumed";

	private static final int MOST = 100;

	private static final String EXAMPLE = "[{weight: 10, pause: 60s}, {weight: 50, pause: 5m}]";

	private final GateReader gates;

	StepReader(GateReader gates) {
		this.gates = gates;
	}

	List<CanaryStep> steps(Node list) {
		List<CanaryStep> steps = new ArrayList<>();
		List<Node> items = list.items(EXAMPLE);
		for (Node item : items) {
			steps.add(step(item));
		}
		if (list.missing() || (items.isEmpty() && list.value() instanceof List)) {
			list.wrong("has no step", "Write them as " + EXAMPLE + ".");
		}
		if (items.size() > MOST) {
			list.wrong("has " + items.size() + " steps", "Leave " + MOST + " at most.");
		}
		return steps;
	}

	private CanaryStep step(Node step) {
		if (!step.isMap()) {
			step.wrong("is no step", "Write it as {weight: 10, pause: 60s}.");
		}
		step.only(KEYS);
		Node weight = step.at("weight");
		Node replicas = step.at("replicas");
		HeaderMatch header = header(step.at("header"));
		Node mirror = step.at("mirror");
		// A step for testers only, or for copies only, need not say that it has no
		// weight.
		if (step.isMap() && weight.missing() && step.at("header").missing() && mirror.missing()) {
			weight.wrong("is missing", "Write the candidate's share of the requests in percent, 0 to 100.");
		}
		return new CanaryStep(weight.read(Values::percent, 0),
				replicas.missing() ? null : replicas.read(Values::some, Amount.parse("1")), header,
				mirror.read(Values::percent, 0), hold(step.at("pause")), this.gates.gates(step.at("gates")));
	}

	private static @Nullable HeaderMatch header(Node header) {
		if (header.missing()) {
			return null;
		}
		String example = "{name: X-Canary, value: always}";
		if (!header.asMap(example)) {
			return null;
		}
		header.only(List.of("name", "value"));
		for (String key : List.of("name", "value")) {
			if (header.at(key).missing()) {
				header.at(key).wrong("is missing", "Write the header as " + example + ".");
			}
		}
		return new HeaderMatch(header.at("name").read(Values.matching(Values.HEADER, "X-Canary"), "X-Canary"),
				header.at("value").read(Values.matching(Values.HEADER_VALUE, "always, in ASCII, on one line"), ""));
	}

	private static Hold hold(Node pause) {
		if (pause.isMap()) {
			pause.only(List.of("time", UNTIL_RESUMED));
			return new Hold(pause.at("time").read(Values::duration, Duration.ZERO), pause.at(UNTIL_RESUMED).flag());
		}
		return pause.read((text) -> text.equals(UNTIL_RESUMED) ? new Hold(Duration.ZERO, true)
				: new Hold(Values.duration(text), false), Hold.NONE);
	}

}
