package dev.slipway.observability.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes a query as PromQL, for people who want to ask it again themselves. The scope of
 * who asks is not part of it.
 */
public final class PromQl {

	private PromQl() {
	}

	/** The query as an expression. */
	public static String of(MetricQuery query) {
		if (query instanceof MetricQuery.Gauge gauge) {
			String function = gauge.aggregation().name().toLowerCase(Locale.ROOT);
			return function + by(gauge.by()) + "(" + of(gauge.selector()) + ")";
		}
		if (query instanceof MetricQuery.Rate rate) {
			return "sum" + by(rate.by()) + "(" + over("rate", rate.selector(), rate.window()) + ")";
		}
		if (query instanceof MetricQuery.Increase increase) {
			return "sum" + by(increase.by()) + "(" + over("increase", increase.selector(), increase.window()) + ")";
		}
		if (query instanceof MetricQuery.Ratio ratio) {
			String whole = of(ratio.whole());
			return "(" + of(ratio.part()) + " or " + whole + " * 0) / (" + whole + " > 0)";
		}
		MetricQuery.Quantile quantile = (MetricQuery.Quantile) query;
		List<String> kept = new ArrayList<>(List.of("le"));
		kept.addAll(quantile.by());
		return "histogram_quantile(" + quantile.quantile() + ", sum" + by(kept) + "("
				+ over("rate", quantile.buckets(), quantile.window()) + "))";
	}

	private static String of(Selector selector) {
		return selector.metric() + selector.matchers()
			.stream()
			.map((matcher) -> matcher.label() + matcher.operation().symbol() + "\"" + escaped(matcher.value()) + "\"")
			.collect(Collectors.joining(",", "{", "}"));
	}

	private static String over(String function, Selector selector, Duration window) {
		long millis = window.toMillis();
		return function + "(" + of(selector) + "[" + ((millis % 1000 == 0) ? millis / 1000 + "s" : millis + "ms")
				+ "])";
	}

	private static String by(List<String> labels) {
		return labels.isEmpty() ? "" : " by (" + String.join(", ", labels) + ") ";
	}

	private static String escaped(String value) {
		return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
	}

}
