package dev.slipway.cluster.api.kinds;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Values as tables print them. */
final class Cells {

	private Cells() {
	}

	static ArrayNode row(Object... cells) {
		ArrayNode row = JsonNodeFactory.instance.arrayNode();
		for (Object cell : cells) {
			if (cell instanceof Integer number) {
				row.add(number);
			}
			else {
				row.add(String.valueOf(cell));
			}
		}
		return row;
	}

	static int number(JsonNode node, String field) {
		return node.path(field).asInt(0);
	}

	static String orNone(String text) {
		return text.isEmpty() ? "<none>" : text;
	}

	static JsonNode first(JsonNode node, String... fields) {
		for (String field : fields) {
			if (node.path(field).isTextual()) {
				return node.path(field);
			}
		}
		return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
	}

	static String join(JsonNode texts) {
		List<String> all = new ArrayList<>();
		texts.forEach((text) -> all.add(text.asText()));
		return String.join(",", all);
	}

	static String containers(JsonNode podSpec, String field) {
		List<String> all = new ArrayList<>();
		podSpec.path("containers").forEach((container) -> all.add(container.path(field).asText()));
		return String.join(",", all);
	}

	/** A label selector, or a plain map of labels, in short. */
	static String selector(JsonNode selector) {
		List<String> terms = new ArrayList<>();
		JsonNode labels = (selector.has("matchLabels") || selector.has("matchExpressions"))
				? selector.path("matchLabels") : selector;
		labels.properties().forEach((label) -> terms.add(label.getKey() + "=" + label.getValue().asText()));
		for (JsonNode term : selector.path("matchExpressions")) {
			String key = term.path("key").asText();
			terms.add(switch (term.path("operator").asText()) {
				case "Exists" -> key;
				case "DoesNotExist" -> "!" + key;
				case "In" -> key + " in (" + join(term.path("values")) + ")";
				default -> key + " notin (" + join(term.path("values")) + ")";
			});
		}
		return orNone(String.join(",", terms));
	}

	/** How long ago, as kubectl writes it: 45s, 3m12s, 5h, 2d4h. */
	static String age(JsonNode time, Instant now) {
		try {
			return time.isTextual() ? duration(Duration.between(Instant.parse(time.asText()), now)) : "<unknown>";
		}
		catch (DateTimeParseException ex) {
			return "<invalid>";
		}
	}

	static String duration(Duration age) {
		long seconds = Math.max(0, age.toSeconds());
		long minutes = seconds / 60;
		long hours = minutes / 60;
		long days = hours / 24;
		if (seconds < 120) {
			return seconds + "s";
		}
		if (minutes < 10) {
			return two(minutes, "m", seconds % 60, "s");
		}
		if (hours < 3) {
			return minutes + "m";
		}
		if (hours < 8) {
			return two(hours, "h", minutes % 60, "m");
		}
		if (hours < 48) {
			return hours + "h";
		}
		return (days < 8) ? two(days, "d", hours % 24, "h") : days + "d";
	}

	private static String two(long big, String bigUnit, long small, String smallUnit) {
		return (small == 0) ? big + bigUnit : big + bigUnit + small + smallUnit;
	}

}
