package dev.slipway.telemetry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.metrics.LabelMatcher;
import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.Selector;
import dev.slipway.observability.metrics.ServiceQuestion;
import dev.slipway.observability.metrics.ServiceSelection;
import org.jspecify.annotations.Nullable;

/** Asks the ready-made questions about a service, and says why one has no answer. */
public class ServiceMetrics {

	private static final Duration MOST_OVER = Duration.ofMinutes(1);

	private static final int POINTS = 60;

	private final MetricStore store;

	private final Clock clock;

	private final Duration interval;

	/**
	 * Creates it.
	 * @param interval between two scrapes
	 */
	public ServiceMetrics(MetricStore store, Clock clock, Duration interval) {
		this.store = store;
		this.clock = clock;
		this.interval = interval;
	}

	/**
	 * Answers every question.
	 * @param window how much time the series show
	 * @param end where they end; now when null
	 * @param step between two points; chosen when null
	 * @param over how far back rates look; chosen when null
	 * @param by labels to split the series by
	 */
	public MetricsView view(ServiceSelection of, QueryScope scope, Duration window, @Nullable Instant end,
			@Nullable Duration step, @Nullable Duration over, List<String> by) {
		Instant present = this.clock.instant();
		Instant now = (end != null && end.isBefore(present)) ? end : present;
		Duration looksBack = (over != null) ? over : lookBack(window);
		Duration width = (step != null) ? step : longer(window.dividedBy(POINTS), this.interval);
		Instant from = now.minus(window);
		List<MetricsView.Answer> series = new ArrayList<>();
		Map<String, @Nullable Double> current = new LinkedHashMap<>();
		Map<String, String> reasons = new LinkedHashMap<>();
		for (ServiceQuestion question : ServiceQuestion.values()) {
			Double value = newest(question, of, scope, looksBack, now);
			current.put(question.id(), value);
			if (value == null) {
				reasons.put(question.id(), reason(question, of, scope, looksBack, now));
			}
			for (MetricSeries found : this.store.range(question.query(of, looksBack, by), scope, from, now, width)) {
				series.add(new MetricsView.Answer(question.id(), question.unit(), found.labels(), found.points()));
			}
		}
		return new MetricsView(from, now, width, looksBack, current, reasons, series);
	}

	/**
	 * At least four scrapes, so that a missed one leaves enough to compute a rate from.
	 */
	private Duration lookBack(Duration window) {
		Duration shorter = (window.compareTo(MOST_OVER) < 0) ? window : MOST_OVER;
		return longer(shorter, this.interval.multipliedBy(4));
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	private @Nullable Double newest(ServiceQuestion question, ServiceSelection of, QueryScope scope, Duration over,
			Instant now) {
		return this.store.instant(question.query(of, over, List.of()), scope, now)
			.stream()
			.map((found) -> found.points().get(0).value())
			.findFirst()
			.orElse(null);
	}

	private String reason(ServiceQuestion question, ServiceSelection of, QueryScope scope, Duration over, Instant now) {
		Selector up = new Selector("up", of.matchers());
		List<MetricSeries> targets = this.store
			.instant(new MetricQuery.Gauge(up, MetricQuery.Aggregation.SUM, List.of()), scope, now);
		if (targets.isEmpty()) {
			return "No pod of this selection has been scraped; is it running, with the annotation prometheus.io/scrape?";
		}
		if (!(targets.get(0).points().get(0).value() > 0)) {
			return "No pod of this selection answers when its metrics are asked for";
		}
		return switch (question) {
			case REQUEST_RATE, ERROR_RATIO, P50, P95, P99 ->
				requests(of, scope, now) ? "No requests in the last " + over.toSeconds() + " s, or too few scrapes yet"
						: "No requests since the pods started, or the pods do not offer http_server_requests_seconds";
			case HEAP_USED, HEAP_MAX, CPU_USAGE -> "The pods do not offer this metric";
		};
	}

	private boolean requests(ServiceSelection of, QueryScope scope, Instant now) {
		Selector counts = new Selector("http_server_requests_seconds_count", of.matchers())
			.and(List.of(LabelMatcher.notMatches("uri", ServiceQuestion.NOT_OF_USERS)));
		return !this.store.instant(new MetricQuery.Gauge(counts, MetricQuery.Aggregation.SUM, List.of()), scope, now)
			.isEmpty();
	}

}
