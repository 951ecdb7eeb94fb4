package dev.slipway.rollout.adapter;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.strategy.Amount;
import dev.slipway.strategy.Strategy;
import dev.slipway.strategy.Terms;
import dev.slipway.rollout.UnusableManifests;

/** Reads the strategy of {@code slipway.yaml}. What is missing has a default. */
final class Settings {

	static final String FILE = "slipway.yaml";

	private Settings() {
	}

	/** The strategy of the {@code spec}. */
	static Strategy strategy(JsonNode spec) {
		Strategy.Rolling defaults = (Strategy.Rolling) Strategy.defaults();
		Terms terms = defaults.terms();
		JsonNode strategy = spec.path("strategy");
		String type = strategy.isTextual() ? strategy.asText() : strategy.path("type").asText("rolling");
		if (!type.equals("rolling")) {
			throw new UnusableManifests(FILE, "spec.strategy.type is \"" + type + "\"",
					"This version releases by \"rolling\" only.");
		}
		return new Strategy.Rolling(read(strategy, "spec.strategy.maxSurge", Amount::parse, defaults.maxSurge()),
				read(strategy, "spec.strategy.maxUnavailable", Amount::parse, defaults.maxUnavailable()), List.of(),
				new Terms(duration(spec, strategy, "minReady", terms.minReady()),
						duration(spec, strategy, "progressDeadline", terms.progressDeadline()), terms.drain(),
						terms.routing(), terms.guardRails(), terms.newer()));
	}

	private static Duration duration(JsonNode spec, JsonNode strategy, String name, Duration fallback) {
		Duration general = read(spec, "spec." + name, Settings::duration, fallback);
		return read(strategy, "spec.strategy." + name, Settings::duration, general);
	}

	/**
	 * Reads {@code 90}, {@code 90s}, {@code 2m} or {@code PT2M}.
	 * @throws IllegalArgumentException when it is none of these
	 */
	static Duration duration(String text) {
		if (text.matches("[0-9]{1,6}s?")) {
			return Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
		}
		if (text.matches("[0-9]{1,4}m")) {
			return Duration.ofMinutes(Long.parseLong(text.replace("m", "")));
		}
		try {
			Duration parsed = Duration.parse(text);
			if (!parsed.isNegative()) {
				return parsed;
			}
		}
		catch (java.time.format.DateTimeParseException ex) {
			throw new IllegalArgumentException("\"" + text + "\" is not a duration such as 90s or 2m", ex);
		}
		throw new IllegalArgumentException("\"" + text + "\" is negative");
	}

	private static <T> T read(JsonNode node, String path, Function<String, T> parser, T fallback) {
		JsonNode value = node.path(path.substring(path.lastIndexOf('.') + 1));
		if (value.isMissingNode() || value.isNull()) {
			return fallback;
		}
		try {
			return parser.apply(value.asText());
		}
		catch (IllegalArgumentException ex) {
			throw new UnusableManifests(FILE, path + ": " + ex.getMessage(), "Mend " + path + ".", ex);
		}
	}

}
