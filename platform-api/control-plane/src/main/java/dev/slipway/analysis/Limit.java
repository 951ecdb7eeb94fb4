package dev.slipway.analysis;

import java.time.Duration;

import dev.slipway.strategy.GateSpec;
import org.jspecify.annotations.Nullable;

/**
 * A limit of a measure, as a gate of kind {@code metric} or a guard rail states it.
 *
 * @param measure what is measured
 * @param slow requests that take longer are slow; zero when that is not measured
 * @param expression of the metric store; empty when that is not measured
 * @param max the most that is accepted; null for no bound
 * @param min the least that is accepted; null for no bound
 * @param window how much time is looked at
 * @param warmUp this much of the stage's beginning is left out
 * @param minRequests fewer are no data
 * @param alpha the share of good candidates that a guard rail may trip
 */
record Limit(Measure measure, Duration slow, String expression, @Nullable Double max, @Nullable Double min,
		Duration window, Duration warmUp, int minRequests, double alpha) {

	static final Duration WINDOW = Duration.ofSeconds(60);

	private static final int REQUESTS = 20;

	private static final double ALPHA = 0.01;

	/** Reads it; what is wrong is collected by the settings. */
	static Limit read(GateSpec spec, GateSettings settings) {
		Duration slow = settings.duration("slowerThan", Duration.ZERO);
		String expression = settings.text("query", "");
		Measure measure = measure(settings);
		Double max = settings.number("max", measure.unit());
		Double min = settings.number("min", measure.unit());
		if (max == null && min == null && !settings.has("max") && !settings.has("min")) {
			settings
				.problem("max: gate " + spec.name() + " has no limit; write max or min, " + measure.unit().written());
		}
		if (max != null && min != null && min > max) {
			settings.problem("min: is above max; swap them");
		}
		if (max != null && max >= 1 && (measure == Measure.ERROR_RATIO || measure == Measure.SLOWER)) {
			settings.problem("max: 100 % or more of the requests is no limit; write less, such as 1%");
		}
		return new Limit(measure, slow, expression, max, min, settings.atLeastSome("window", WINDOW),
				settings.duration("warmUp", Duration.ZERO), settings.count("minRequests", 1, REQUESTS),
				settings.part("alpha", 0, 0.5, ALPHA));
	}

	private static Measure measure(GateSettings settings) {
		int named = (settings.has("metric") ? 1 : 0) + (settings.has("query") ? 1 : 0)
				+ (settings.has("slowerThan") ? 1 : 0);
		if (named != 1) {
			settings.problem("metric: write exactly one of metric (" + String.join(", ", Measure.ids(Measure.NAMED))
					+ "), slowerThan and query");
		}
		if (settings.has("slowerThan")) {
			return Measure.SLOWER;
		}
		if (settings.has("query")) {
			return Measure.EXPRESSION;
		}
		return Measure.of(settings.oneOf("metric", Measure.ids(Measure.NAMED), Measure.ERROR_RATIO.id()));
	}

	/** What it is about: {@code errorRatio}, {@code requests slower than 1 s}. */
	String subject() {
		return switch (this.measure) {
			case SLOWER -> "requests slower than " + Unit.SECONDS.show(this.slow.toMillis() / 1000.0);
			case EXPRESSION -> this.expression;
			case ERROR_RATIO, REQUEST_RATE, P50, P95, P99, HEAP_USED, CPU_USED, RESTARTS -> this.measure.id();
		};
	}

	/** {@code at most 1 %}. */
	String bounds() {
		String most = (this.max != null) ? "at most " + this.measure.unit().show(this.max) : "";
		String least = (this.min != null) ? "at least " + this.measure.unit().show(this.min) : "";
		return most + ((most.isEmpty() || least.isEmpty()) ? "" : " and ") + least;
	}

	boolean accepts(double value) {
		return (this.max == null || value <= this.max) && (this.min == null || value >= this.min);
	}

}
