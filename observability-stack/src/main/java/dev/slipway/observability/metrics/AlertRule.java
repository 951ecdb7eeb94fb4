package dev.slipway.observability.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A rule that the store evaluates by itself.
 *
 * @param group the group it stands in
 * @param name what it records, or the alert's name
 * @param kind {@code alerting} or {@code recording}
 * @param expression its PromQL
 * @param labels what it adds to what it finds
 * @param health {@code ok}, {@code err} or {@code unknown}
 * @param lastError why it could not be evaluated; null when it could
 * @param lastEvaluation when it was evaluated; null when it was not yet
 * @param alerts those under way, as far as the asker sees them
 */
public record AlertRule(String group, String name, String kind, String expression, Map<String, String> labels,
		String health, @Nullable String lastError, @Nullable Instant lastEvaluation, List<Alert> alerts) {

	public AlertRule {
		labels = Map.copyOf(labels);
		alerts = List.copyOf(alerts);
	}

}
