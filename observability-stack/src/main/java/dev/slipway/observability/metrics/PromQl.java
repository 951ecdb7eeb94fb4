package dev.slipway.observability.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.slipway.observability.QueryScope;

/**
 * Writes queries as PromQL: the one place where it is built and escaped. Names are
 * checked and values quoted, so that nothing in a query can be more than a name or a
 * value.
 */
public final class PromQl {

	private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

	/** The label that holds a metric's name. */
	public static final String NAME = "__name__";

	private static final PromQl PLAIN = new PromQl(LabelNames.DEFAULT, List.of());

	private final LabelNames names;

	private final List<LabelMatcher> always;

	private PromQl(LabelNames names, List<LabelMatcher> always) {
		this.names = names;
		this.always = List.copyOf(always);
	}

	/**
	 * The query as an expression, for people who want to ask it again themselves. The
	 * scope of who asks is not part of it.
	 */
	public static String of(MetricQuery query) {
		return PLAIN.write(query);
	}

	/**
	 * Writes what the store is asked.
	 * @param names what the store calls labels
	 * @param scope becomes part of every selection
	 */
	public static PromQl within(LabelNames names, QueryScope scope) {
		return new PromQl(names, teams(scope));
	}

	/** The scope as a condition; none when it is unlimited. */
	static List<LabelMatcher> teams(QueryScope scope) {
		if (scope.unlimited()) {
			return List.of();
		}
		List<String> teams = scope.teams().stream().filter((team) -> !team.isEmpty()).sorted().toList();
		if (teams.size() == 1) {
			return List.of(LabelMatcher.equal("team", teams.get(0)));
		}
		// With no team the pattern is one that nothing matches, not the empty one.
		String pattern = teams.isEmpty() ? "[^\\s\\S]"
				: teams.stream().map(PromQl::literal).collect(Collectors.joining("|"));
		return List.of(LabelMatcher.matches("team", pattern));
	}

	/** The query as an expression. */
	public String write(MetricQuery query) {
		if (query instanceof MetricQuery.Gauge gauge) {
			String function = gauge.aggregation().name().toLowerCase(Locale.ROOT);
			return function + by(gauge.by()) + "(" + select(gauge.selector()) + ")";
		}
		if (query instanceof MetricQuery.Rate rate) {
			return "sum" + by(rate.by()) + "(" + over("rate", rate.selector(), rate.window()) + ")";
		}
		if (query instanceof MetricQuery.Increase increase) {
			return "sum" + by(increase.by()) + "(" + over("increase", increase.selector(), increase.window()) + ")";
		}
		if (query instanceof MetricQuery.Ratio ratio) {
			String whole = write(ratio.whole());
			return "(" + write(ratio.part()) + " or " + whole + " * 0) / (" + whole + " > 0)";
		}
		MetricQuery.Quantile quantile = (MetricQuery.Quantile) query;
		List<String> kept = new ArrayList<>(List.of("le"));
		kept.addAll(quantile.by());
		return "histogram_quantile(" + quantile.quantile() + ", sum" + by(kept) + "("
				+ over("rate", quantile.buckets(), quantile.window()) + "))";
	}

	private String select(Selector selector) {
		if (!METRIC.matcher(selector.metric()).matches()) {
			throw new BadMetricQuery("'" + selector.metric() + "' is not the name of a metric");
		}
		return selector.metric() + matchers(selector.and(this.always).matchers());
	}

	/** The conditions in braces. */
	String matchers(List<LabelMatcher> matchers) {
		return matchers.stream()
			.map((matcher) -> label(matcher.label()) + matcher.operation().symbol() + quoted(matcher.value()))
			.collect(Collectors.joining(",", "{", "}"));
	}

	/** The conditions that the scope makes, with commas before each. */
	String always() {
		return this.always.stream()
			.map((matcher) -> "," + label(matcher.label()) + matcher.operation().symbol() + quoted(matcher.value()))
			.collect(Collectors.joining());
	}

	/**
	 * Which series there are. A condition that every series meets is added where there is
	 * none: Prometheus wants one that the empty string does not meet.
	 */
	public String write(SeriesQuery query) {
		if (query.metric() != null) {
			return select(new Selector(query.metric(), query.matchers()));
		}
		List<LabelMatcher> all = new ArrayList<>(List.of(LabelMatcher.notEqual(NAME, "")));
		all.addAll(query.matchers());
		all.addAll(this.always);
		return matchers(all);
	}

	/** What the store calls a label, checked. */
	public String stored(String label) {
		return label(label);
	}

	private String over(String function, Selector selector, Duration window) {
		long millis = window.toMillis();
		if (millis <= 0) {
			throw new BadMetricQuery("a rate needs a time to look back, longer than nothing");
		}
		return function + "(" + select(selector) + "[" + ((millis % 1000 == 0) ? millis / 1000 + "s" : millis + "ms")
				+ "])";
	}

	private String by(List<String> labels) {
		return labels.isEmpty() ? ""
				: " by (" + labels.stream().map(this::label).collect(Collectors.joining(", ")) + ") ";
	}

	private String label(String label) {
		if (!LabelNames.isLabel(label)) {
			throw new BadMetricQuery("'" + label + "' is not the name of a label");
		}
		return this.names.stored(label);
	}

	/** A text as PromQL writes strings. */
	static String quoted(String value) {
		return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
	}

	/** A text as a pattern (RE2) that only matches itself. */
	static String literal(String text) {
		return text.replaceAll("[\\\\.+*?()|\\[\\]{}^$]", "\\\\$0");
	}

}
