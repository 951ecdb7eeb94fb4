package dev.slipway.strategy;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.slipway.strategy.Node.Invalid;

/** What can be said of a gate without asking it. */
final class GateWords {

	private GateWords() {
	}

	/**
	 * How long it looks at least: limits are measured over a minute unless told, all else
	 * as long as the stage holds.
	 */
	static Duration window(GateSpec gate) {
		Duration usual = gate.kind().equals(GateKinds.METRIC) ? Duration.ofSeconds(60) : Duration.ZERO;
		return duration(gate, "warmUp", Duration.ZERO).plus(duration(gate, "window", usual));
	}

	private static Duration duration(GateSpec gate, String key, Duration fallback) {
		String text = gate.settings().get(key);
		try {
			return (text != null) ? Values.duration(text) : fallback;
		}
		catch (Invalid ex) {
			// For the gate itself to complain of.
			return Duration.ZERO;
		}
	}

	/** Whether it waits for a person. */
	static boolean waits(GateSpec gate) {
		return gate.kind().equals(GateKinds.APPROVAL);
	}

	/** Whether it judges by the candidate's requests. */
	static boolean needsRequests(GateSpec gate) {
		return gate.kind().equals(GateKinds.METRIC) || gate.kind().equals(GateKinds.COMPARE);
	}

	static String sentence(GateSpec gate) {
		Map<String, String> settings = gate.settings();
		String metric = settings.getOrDefault("metric", settings.getOrDefault("query", "the metric"));
		String within = settings.containsKey("window") ? " over " + settings.get("window") : "";
		return switch (gate.kind()) {
			case GateKinds.APPROVAL ->
				"Somebody approves" + (settings.containsKey("role") ? " who is " + settings.get("role") : "") + ".";
			case GateKinds.METRIC -> "The candidate's " + metric + " is"
					+ (settings.containsKey("max") ? " at most " + settings.get("max") : "")
					+ (settings.containsKey("min") ? " at least " + settings.get("min") : "") + within + ".";
			case GateKinds.COMPARE -> "The candidate's " + metric + " is no worse than the stable release's"
					+ (settings.containsKey("margin") ? " by more than " + settings.get("margin") : "") + within + ".";
			default -> gate.name() + " passes: " + gate.kind() + listed(settings) + ".";
		};
	}

	private static String listed(Map<String, String> settings) {
		return new TreeMap<>(settings).entrySet()
			.stream()
			.map((entry) -> " " + entry.getKey() + " " + entry.getValue())
			.collect(Collectors.joining(","));
	}

}
