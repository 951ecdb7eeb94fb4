package dev.slipway.observability.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Which series: those of a metric whose labels meet every condition.
 *
 * @param metric the metric's name, such as {@code http_server_requests_seconds_count}
 * @param matchers conditions on labels
 */
public record Selector(String metric, List<LabelMatcher> matchers) {

	public Selector {
		matchers = List.copyOf(matchers);
	}

	public static Selector of(String metric, LabelMatcher... matchers) {
		return new Selector(metric, List.of(matchers));
	}

	/** With more conditions. */
	public Selector and(List<LabelMatcher> more) {
		List<LabelMatcher> all = new ArrayList<>(this.matchers);
		all.addAll(more);
		return new Selector(this.metric, all);
	}

}
