package dev.slipway.chaos.adapter;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import dev.slipway.chaos.Check;
import dev.slipway.chaos.Look;
import dev.slipway.chaos.Definition;
import dev.slipway.chaos.Plan;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.ServiceQuestion;
import dev.slipway.observability.metrics.ServiceSelection;
import org.springframework.beans.factory.ObjectProvider;

/** Asks the metric store about the requests of the last half minute. */
final class MetricSteadyState {

	private static final Duration WINDOW = Duration.ofSeconds(30);

	private static final double MILLIS = 1000;

	private final ObjectProvider<MetricStore> store;

	private final Clock clock;

	MetricSteadyState(ObjectProvider<MetricStore> store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	Look look(Plan plan, Check.Metric wanted) {
		MetricStore metrics = this.store.getIfAvailable();
		if (metrics == null) {
			return Look.noData(wanted.title() + ": there is no metric store");
		}
		String service = plan.definition().service();
		Definition.Candidate candidate = plan.definition().candidate();
		ServiceSelection of = new ServiceSelection(service, plan.definition().environment(),
				(candidate != null) ? Integer.toString(candidate.release()) : null, null);
		try {
			List<MetricSeries> found = metrics.instant(question(wanted.measure()).query(of, WINDOW, List.of()),
					QueryScope.service(plan.team(), service), this.clock.instant());
			return found.isEmpty() || found.get(0).points().isEmpty()
					? Look
						.noData(wanted.title() + ": no requests were measured in the last " + WINDOW.toSeconds() + " s")
					: judge(wanted, found.get(0).points().get(0).value());
		}
		catch (RuntimeException ex) {
			return Look.noData(wanted.title() + ": the metric store does not answer: " + ex.getMessage());
		}
	}

	private static Look judge(Check.Metric wanted, double measured) {
		double value = (wanted.measure() == Check.Measure.P95_MILLIS) ? measured * MILLIS : measured;
		String what = String.format(Locale.ROOT, "%s is %.3f, at most %.3f", wanted.measure(), value, wanted.atMost());
		return (value <= wanted.atMost()) ? Look.holds(what) : Look.violated(what);
	}

	private static ServiceQuestion question(Check.Measure measure) {
		return switch (measure) {
			case ERROR_RATIO -> ServiceQuestion.ERROR_RATIO;
			case P95_MILLIS -> ServiceQuestion.P95;
		};
	}

}
