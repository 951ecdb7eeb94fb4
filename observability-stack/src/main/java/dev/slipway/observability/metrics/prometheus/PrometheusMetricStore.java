package dev.slipway.observability.metrics.prometheus;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.metrics.BadMetricQuery;
import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.MetricsUnavailable;
import dev.slipway.observability.metrics.PromQl;
import dev.slipway.observability.metrics.RawPromQl;

/** Asks a Prometheus server. It scrapes; what it has not seen is no data. */
public final class PrometheusMetricStore implements MetricStore {

	private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(3);

	private final PrometheusOptions options;

	private final PrometheusApi api;

	private final Guard guard;

	public PrometheusMetricStore(PrometheusOptions options, Clock clock) {
		this.options = options;
		this.api = new PrometheusApi(options);
		this.guard = new Guard(options, clock);
	}

	@Override
	public List<MetricSeries> instant(MetricQuery query, QueryScope scope, Instant at) {
		return ask("/api/v1/query", PromQl.within(this.options.labels(), scope).write(query),
				Map.of("time", seconds(at)), this.options.labels()::asked);
	}

	@Override
	public List<MetricSeries> range(MetricQuery query, QueryScope scope, Instant from, Instant to, Duration step) {
		MetricStore.steps(from, to, step);
		Map<String, String> times = Map.of("start", seconds(from), "end", seconds(to), "step",
				BigDecimal.valueOf(step.toMillis(), 3).toPlainString());
		return ask("/api/v1/query_range", PromQl.within(this.options.labels(), scope).write(query), times,
				this.options.labels()::asked);
	}

	@Override
	public boolean takesExpressions() {
		return true;
	}

	@Override
	public List<MetricSeries> expression(String text, QueryScope scope, Instant at) {
		return ask("/api/v1/query", RawPromQl.within(text, this.options.labels(), scope), Map.of("time", seconds(at)),
				UnaryOperator.identity());
	}

	private List<MetricSeries> ask(String path, String expression, Map<String, String> times,
			UnaryOperator<Map<String, String>> labels) {
		Map<String, String> form = new LinkedHashMap<>(times);
		form.put("query", expression);
		JsonNode answer = this.guard.ask(() -> this.api.post(path, form));
		try {
			return Answers.series(answer, labels);
		}
		catch (MetricsUnavailable ex) {
			this.guard.failed(ex);
			throw ex;
		}
	}

	private static String seconds(Instant time) {
		return BigDecimal.valueOf(time.toEpochMilli(), 3).toPlainString();
	}

	@Override
	public StoreHealth health() {
		long began = System.nanoTime();
		try {
			JsonNode build = this.api.get("/api/v1/status/buildinfo", HEALTH_TIMEOUT);
			long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
			String detail = this.options + ", version " + build.path("data").path("version").asText("unknown")
					+ ", answers in " + millis + " ms";
			return health(true, detail + remembered(), Map.of("latencyMillis", millis));
		}
		catch (MetricsUnavailable | BadMetricQuery ex) {
			return health(false, String.valueOf(ex.getMessage()), Map.of());
		}
	}

	private String remembered() {
		Guard.Failure last = this.guard.last();
		String held = this.guard.isOpen() ? "; questions are held back for some seconds" : "";
		return (last == null) ? held : held + "; the last failure was at " + last.at() + ": " + last.message();
	}

	private static StoreHealth health(boolean up, String detail, Map<String, Long> figures) {
		return new StoreHealth("metrics", "Prometheus", up, detail, figures);
	}

}
