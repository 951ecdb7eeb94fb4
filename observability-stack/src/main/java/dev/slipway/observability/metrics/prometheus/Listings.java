package dev.slipway.observability.metrics.prometheus;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.metrics.Alert;
import dev.slipway.observability.metrics.AlertRule;
import dev.slipway.observability.metrics.LabelNames;
import dev.slipway.observability.metrics.Listing;
import org.jspecify.annotations.Nullable;

/**
 * Reads what there is (series, labels, alerts, rules) out of answers. Prometheus gives
 * alerts and rules of everybody; those that the scope does not see are left out here.
 */
final class Listings {

	private Listings() {
	}

	static Listing<Map<String, String>> series(JsonNode answer, int limit, LabelNames names) {
		Answers.whole(answer);
		List<Map<String, String>> found = new ArrayList<>();
		for (JsonNode series : answer.path("data")) {
			if (found.size() > limit) {
				break;
			}
			found.add(new TreeMap<>(names.asked(texts(series))));
		}
		return Listing.first(limit, found);
	}

	static Listing<String> texts(JsonNode answer, int limit, UnaryOperator<String> name) {
		Answers.whole(answer);
		List<String> found = new ArrayList<>();
		answer.path("data").forEach((text) -> found.add(name.apply(text.asText())));
		return Listing.first(limit, found.stream().distinct().sorted().toList());
	}

	static List<Alert> alerts(JsonNode answer, QueryScope scope, LabelNames names) {
		Answers.whole(answer);
		return seen(answer.path("data").path("alerts"), scope, names);
	}

	private static List<Alert> seen(JsonNode all, QueryScope scope, LabelNames names) {
		List<Alert> seen = new ArrayList<>();
		for (JsonNode alert : all) {
			Map<String, String> labels = names.asked(texts(alert.path("labels")));
			if (!sees(scope, labels)) {
				continue;
			}
			Map<String, String> annotations = texts(alert.path("annotations"));
			String name = labels.getOrDefault("alertname", "");
			labels.remove("alertname");
			seen.add(new Alert(name, alert.path("state").asText(), labels,
					annotations.getOrDefault("summary", annotations.getOrDefault("description", "")),
					time(alert.path("activeAt").asText()), alert.path("value").asText()));
		}
		return seen;
	}

	static List<AlertRule> rules(JsonNode answer, QueryScope scope, LabelNames names) {
		Answers.whole(answer);
		List<AlertRule> seen = new ArrayList<>();
		for (JsonNode group : answer.path("data").path("groups")) {
			for (JsonNode rule : group.path("rules")) {
				Map<String, String> labels = names.asked(texts(rule.path("labels")));
				List<Alert> alerts = seen(rule.path("alerts"), scope, names);
				if (scope.unlimited() || sees(scope, labels) || !alerts.isEmpty()) {
					String error = rule.path("lastError").asText();
					seen.add(new AlertRule(group.path("name").asText(), rule.path("name").asText(),
							rule.path("type").asText(), rule.path("query").asText(), labels,
							rule.path("health").asText("unknown"), error.isEmpty() ? null : error,
							time(rule.path("lastEvaluation").asText()), alerts));
				}
			}
		}
		return seen;
	}

	/**
	 * What bears no team belongs to none, also where the scope names one without name.
	 */
	private static boolean sees(QueryScope scope, Map<String, String> labels) {
		String team = labels.getOrDefault("team", "");
		return scope.unlimited() || (!team.isEmpty() && scope.seesTeam(team));
	}

	private static Map<String, String> texts(JsonNode object) {
		Map<String, String> texts = new LinkedHashMap<>();
		object.fields().forEachRemaining((field) -> texts.put(field.getKey(), field.getValue().asText()));
		return texts;
	}

	/** Go writes the time that never was as the year 1. */
	private static @Nullable Instant time(String text) {
		try {
			Instant time = OffsetDateTime.parse(text).toInstant();
			return time.isBefore(Instant.EPOCH) ? null : time;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
