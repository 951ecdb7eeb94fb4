package dev.slipway.observability.metrics.embedded;

import java.nio.LongBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.metrics.BadMetricQuery;
import dev.slipway.observability.metrics.LabelMatcher;
import dev.slipway.observability.metrics.LabelMatcher.Operation;
import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.Selector;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates queries over the stored series at a row of times. The scope is part of every
 * selection.
 */
final class Evaluator {

	/** A gauge is believed this long after its last sample, unless marked as ended. */
	private static final long LOOK_BACK = Duration.ofMinutes(5).toMillis();

	private final SeriesStore store;

	private final QueryScope scope;

	private final long[] times;

	Evaluator(SeriesStore store, QueryScope scope, long[] times) {
		this.store = store;
		this.scope = scope;
		this.times = times;
	}

	/** A value for each time by the labels kept; NaN is no data. */
	Map<Labels, double[]> evaluate(MetricQuery query) {
		if (query instanceof MetricQuery.Gauge gauge) {
			return gauge(gauge);
		}
		if (query instanceof MetricQuery.Rate rate) {
			double seconds = rate.window().toMillis() / 1000.0;
			return times(increases(rate.selector(), rate.window(), rate.by()), 1 / seconds);
		}
		if (query instanceof MetricQuery.Increase increase) {
			return increases(increase.selector(), increase.window(), increase.by());
		}
		if (query instanceof MetricQuery.Ratio ratio) {
			return ratio(evaluate(ratio.part()), evaluate(ratio.whole()));
		}
		return quantile((MetricQuery.Quantile) query);
	}

	private Map<Labels, double[]> gauge(MetricQuery.Gauge gauge) {
		Map<Labels, Aggregate[]> sums = new HashMap<>();
		for (StoredSeries series : select(gauge.selector())) {
			Samples samples = series.read(this.times[0] - LOOK_BACK - Thinned.STEP, this.times[this.times.length - 1]);
			Aggregate[] row = row(sums, series.labels().keep(gauge.by()));
			for (int i = 0; i < this.times.length; i++) {
				int last = samples.firstFrom(this.times[i] + 1) - 1;
				if (last >= 0 && isFresh(samples, last, this.times[i])) {
					row[i].add(samples.value(last));
				}
			}
		}
		return values(sums, (aggregate) -> aggregate.value(gauge.aggregation()));
	}

	/** Of thinned samples the next may be a step away. */
	private static boolean isFresh(Samples samples, int index, long at) {
		long back = samples.isThinned(samples.time(index)) ? LOOK_BACK + Thinned.STEP : LOOK_BACK;
		return samples.time(index) > at - back && !Samples.isStale(samples.value(index));
	}

	/** The growth of counters; not to be changed. */
	private Map<Labels, double[]> increases(Selector selector, Duration window, List<String> by) {
		Recent.Key key = new Recent.Key(selector, window, by, this.scope, LongBuffer.wrap(this.times));
		return this.store.recent().get(key, this.store.version(), () -> grown(selector, window.toMillis(), by));
	}

	private Map<Labels, double[]> grown(Selector selector, long back, List<String> by) {
		Map<Labels, Aggregate[]> sums = new HashMap<>();
		for (StoredSeries series : select(selector)) {
			Samples samples = series.read(this.times[0] - back, this.times[this.times.length - 1]).withoutStale();
			Aggregate[] row = row(sums, series.labels().keep(by));
			for (int i = 0; i < this.times.length; i++) {
				double increase = Counters.increase(samples, this.times[i] - back, this.times[i]);
				if (!Double.isNaN(increase)) {
					row[i].add(increase);
				}
			}
		}
		return values(sums, (aggregate) -> aggregate.value(MetricQuery.Aggregation.SUM));
	}

	private static Map<Labels, double[]> times(Map<Labels, double[]> values, double factor) {
		Map<Labels, double[]> scaled = new HashMap<>();
		values
			.forEach((labels, row) -> scaled.put(labels, Arrays.stream(row).map((value) -> value * factor).toArray()));
		return scaled;
	}

	private Map<Labels, double[]> ratio(Map<Labels, double[]> parts, Map<Labels, double[]> wholes) {
		Map<Labels, double[]> ratios = new HashMap<>();
		wholes.forEach((labels, whole) -> {
			double[] part = parts.get(labels);
			double[] ratio = new double[whole.length];
			for (int i = 0; i < whole.length; i++) {
				double of = (part == null || Double.isNaN(part[i])) ? 0 : part[i];
				ratio[i] = (whole[i] > 0) ? of / whole[i] : Double.NaN;
			}
			ratios.put(labels, ratio);
		});
		return ratios;
	}

	private Map<Labels, double[]> quantile(MetricQuery.Quantile query) {
		List<String> withBound = new ArrayList<>(query.by());
		withBound.add("le");
		Map<Labels, List<Bucket>> buckets = new HashMap<>();
		increases(query.buckets(), query.window(), withBound)
			.forEach((labels, counts) -> buckets.computeIfAbsent(labels.keep(query.by()), (key) -> new ArrayList<>())
				.add(new Bucket(bound(labels.get("le")), counts)));
		Map<Labels, double[]> quantiles = new HashMap<>();
		buckets.forEach((labels, list) -> {
			double[] row = new double[this.times.length];
			for (int i = 0; i < row.length; i++) {
				row[i] = ClassicHistogram.quantile(query.quantile(), at(list, i));
			}
			quantiles.put(labels, row);
		});
		return quantiles;
	}

	private static Map<Double, Double> at(List<Bucket> buckets, int index) {
		Map<Double, Double> counts = new HashMap<>();
		for (Bucket bucket : buckets) {
			if (!Double.isNaN(bucket.bound()) && !Double.isNaN(bucket.counts()[index])) {
				counts.merge(bucket.bound(), bucket.counts()[index], Double::sum);
			}
		}
		return counts;
	}

	private static double bound(String text) {
		try {
			return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
		}
		catch (NumberFormatException ex) {
			return Double.NaN;
		}
	}

	private List<StoredSeries> select(Selector selector) {
		return this.store.select(selector.metric(), service(selector.matchers()),
				wanted(selector.matchers(), this.scope));
	}

	/** The one service that is asked about; null when it is not one. */
	static @Nullable String service(List<LabelMatcher> matchers) {
		return matchers.stream()
			.filter((matcher) -> matcher.label().equals("service") && matcher.operation() == Operation.EQUAL)
			.map(LabelMatcher::value)
			.findFirst()
			.orElse(null);
	}

	/** Conditions and scope as one. */
	static Predicate<Labels> wanted(List<LabelMatcher> matchers, QueryScope scope) {
		Predicate<Labels> wanted = (labels) -> scope.seesTeam(labels.get("team"));
		for (LabelMatcher matcher : matchers) {
			wanted = wanted.and(predicate(matcher));
		}
		return wanted;
	}

	private static Predicate<Labels> predicate(LabelMatcher matcher) {
		String label = matcher.label();
		String value = matcher.value();
		return switch (matcher.operation()) {
			case EQUAL -> (labels) -> labels.get(label).equals(value);
			case NOT_EQUAL -> (labels) -> !labels.get(label).equals(value);
			case MATCHES -> {
				Pattern pattern = pattern(value);
				yield (labels) -> pattern.matcher(labels.get(label)).matches();
			}
			case NOT_MATCHES -> {
				Pattern pattern = pattern(value);
				yield (labels) -> !pattern.matcher(labels.get(label)).matches();
			}
		};
	}

	private static Pattern pattern(String text) {
		try {
			return Pattern.compile(text, Pattern.DOTALL);
		}
		catch (PatternSyntaxException ex) {
			throw new BadMetricQuery(
					"'" + text + "' is no pattern: " + ex.getDescription() + " near character " + (ex.getIndex() + 1));
		}
	}

	private Aggregate[] row(Map<Labels, Aggregate[]> rows, Labels labels) {
		return rows.computeIfAbsent(labels, (key) -> {
			Aggregate[] row = new Aggregate[this.times.length];
			for (int i = 0; i < row.length; i++) {
				row[i] = new Aggregate();
			}
			return row;
		});
	}

	private static Map<Labels, double[]> values(Map<Labels, Aggregate[]> rows, ToDoubleFunction<Aggregate> value) {
		Map<Labels, double[]> values = new HashMap<>();
		rows.forEach((labels, row) -> {
			double[] numbers = new double[row.length];
			for (int i = 0; i < row.length; i++) {
				numbers[i] = value.applyAsDouble(row[i]);
			}
			values.put(labels, numbers);
		});
		return values;
	}

	/**
	 * A bucket of a histogram over time.
	 *
	 * @param bound its upper bound
	 * @param counts its cumulative count at each time
	 */
	private record Bucket(double bound, double[] counts) {
	}

	/** Several values becoming one; none is NaN. */
	private static final class Aggregate {

		private int count;

		private double sum;

		private double min = Double.POSITIVE_INFINITY;

		private double max = Double.NEGATIVE_INFINITY;

		void add(double value) {
			this.count++;
			this.sum += value;
			this.min = Math.min(this.min, value);
			this.max = Math.max(this.max, value);
		}

		double value(MetricQuery.Aggregation aggregation) {
			if (this.count == 0) {
				return Double.NaN;
			}
			return switch (aggregation) {
				case SUM -> this.sum;
				case AVG -> this.sum / this.count;
				case MAX -> this.max;
				case MIN -> this.min;
			};
		}

	}

}
