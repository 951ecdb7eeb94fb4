package dev.slipway.observability.metrics;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An alert that is under way.
 *
 * @param name the rule's name
 * @param state {@code pending} while the rule's time runs, then {@code firing}
 * @param labels whose it is and how bad
 * @param summary one sentence for people; empty when the rule has none
 * @param since since when the condition holds; null when the store does not say
 * @param value what the expression yields, as the store writes it
 */
public record Alert(String name, String state, Map<String, String> labels, String summary, @Nullable Instant since,
		String value) {

	public Alert {
		labels = Map.copyOf(labels);
	}

}
