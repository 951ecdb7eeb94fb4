package dev.slipway.chaos.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import dev.slipway.api.Problem;
import dev.slipway.chaos.Blast;
import dev.slipway.chaos.Check;
import dev.slipway.chaos.Definition;
import dev.slipway.chaos.Fault;
import dev.slipway.chaos.Hypothesis;
import dev.slipway.chaos.Schedule;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * An experiment as a client asks for it.
 *
 * @param name for people
 * @param service the target
 * @param environment where
 * @param fault what is done
 * @param pods {@code ONE} (default), {@code ALL} or a percentage such as {@code 50%}
 * @param durationSeconds how long the fault stays; 30 when left out
 * @param hypothesis what should hold; the default when left out
 * @param schedule when it runs by itself; only on request when left out
 */
record ExperimentRequest(@Nullable String name, @Nullable String service, @Nullable String environment,
		@Nullable FaultRequest fault, @Nullable String pods, @Nullable Integer durationSeconds,
		@Nullable HypothesisRequest hypothesis, @Nullable ScheduleRequest schedule) {

	private static final int DEFAULT_SECONDS = 30;

	private static final int LONGEST_NAME = 100;

	Definition toDefinition() {
		String title = required("name", this.name);
		if (title.length() > LONGEST_NAME) {
			throw Problem.invalid("name", "A name has at most " + LONGEST_NAME + " characters");
		}
		return checked("durationSeconds",
				() -> new Definition(title, required("service", this.service),
						required("environment", this.environment), toFault(),
						checked("pods", () -> (this.pods != null) ? Blast.parse(this.pods) : Blast.ONE),
						Duration.ofSeconds((this.durationSeconds != null) ? this.durationSeconds : DEFAULT_SECONDS),
						(this.hypothesis != null) ? this.hypothesis.toHypothesis() : Hypothesis.DEFAULT,
						(this.schedule != null) ? this.schedule.toSchedule() : null));
	}

	private Fault toFault() {
		FaultRequest asked = this.fault;
		if (asked == null) {
			throw Problem.invalid("fault", "Say which fault: POD_KILL or LATENCY");
		}
		return switch (required("fault.type", asked.type()).toUpperCase(Locale.ROOT)) {
			case "POD_KILL" -> new Fault.PodKill();
			case "LATENCY" -> checked("fault.latencyMillis", () -> new Fault.Latency(
					Duration.ofMillis((asked.latencyMillis() != null) ? asked.latencyMillis() : 0)));
			default -> throw Problem.invalid("fault.type", "The fault is POD_KILL or LATENCY, not " + asked.type());
		};
	}

	private static String required(String field, @Nullable String value) {
		if (value == null || value.isBlank()) {
			throw Problem.invalid(field, field + " is missing");
		}
		return value.strip();
	}

	/** Says which field a value that the domain refuses came from. */
	private static <T> T checked(String field, Supplier<T> value) {
		try {
			return value.get();
		}
		catch (IllegalArgumentException ex) {
			throw Problem.invalid(field, String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * What is done.
	 *
	 * @param type {@code POD_KILL} or {@code LATENCY}
	 * @param latencyMillis for {@code LATENCY}
	 */
	record FaultRequest(@Nullable String type, @Nullable Integer latencyMillis) {
	}

	/**
	 * What should hold.
	 *
	 * @param http answers that the service gives; {@code GET /} when left out
	 * @param errorRatioAtMost limit of the 5xx among the requests, between 0 and 1
	 * @param p95MillisAtMost limit of the time that 95 of 100 requests take
	 * @param toleranceSeconds how long in a row a check may be violated; 10 when left out
	 */
	record HypothesisRequest(@Nullable List<HttpRequest> http, @Nullable Double errorRatioAtMost,
			@Nullable Double p95MillisAtMost, @Nullable Integer toleranceSeconds) {

		Hypothesis toHypothesis() {
			List<Check> checks = new ArrayList<>((this.http != null)
					? this.http.stream().map(HttpRequest::toCheck).toList() : Hypothesis.DEFAULT.checks());
			add(checks, "hypothesis.errorRatioAtMost", Check.Measure.ERROR_RATIO, this.errorRatioAtMost);
			add(checks, "hypothesis.p95MillisAtMost", Check.Measure.P95_MILLIS, this.p95MillisAtMost);
			Duration tolerance = (this.toleranceSeconds != null) ? Duration.ofSeconds(this.toleranceSeconds)
					: Hypothesis.DEFAULT.tolerance();
			return new Hypothesis(checks, tolerance);
		}

		private static void add(List<Check> checks, String field, Check.Measure measure, @Nullable Double atMost) {
			if (atMost != null) {
				checks.add(checked(field, () -> new Check.Metric(measure, atMost)));
			}
		}

	}

	/**
	 * An answer that the service gives through its entry Service.
	 *
	 * @param path such as {@code /}
	 * @param withinMillis how soon; 5000 when left out
	 */
	record HttpRequest(@Nullable String path, @Nullable Integer withinMillis) {

		private static final int DEFAULT_MILLIS = 5000;

		Check toCheck() {
			String asked = required("hypothesis.http.path", this.path);
			int millis = (this.withinMillis != null) ? this.withinMillis : DEFAULT_MILLIS;
			return checked("hypothesis.http.path", () -> new Check.HttpAnswer(asked, Duration.ofMillis(millis)));
		}

	}

	/**
	 * When it runs by itself.
	 *
	 * @param cron six fields
	 * @param anyTime whether also outside weekdays 9 to 15
	 * @param jitterSeconds at most so much later; 300 when left out
	 */
	record ScheduleRequest(@Nullable String cron, @Nullable Boolean anyTime, @Nullable Integer jitterSeconds) {

		private static final int DEFAULT_JITTER = 300;

		Schedule toSchedule() {
			String expression = required("schedule.cron", this.cron);
			if (!CronExpression.isValidExpression(expression)) {
				throw Problem.invalid("schedule.cron", "Not a cron expression of six fields: " + expression);
			}
			return new Schedule(expression, Boolean.TRUE.equals(this.anyTime),
					(this.jitterSeconds != null) ? Math.max(0, this.jitterSeconds) : DEFAULT_JITTER);
		}

	}

}
