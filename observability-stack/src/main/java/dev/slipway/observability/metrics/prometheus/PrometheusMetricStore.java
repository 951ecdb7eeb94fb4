package dev.slipway.observability.metrics.prometheus;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.http.Guard;
import dev.slipway.observability.metrics.Alert;
import dev.slipway.observability.metrics.AlertRule;
import dev.slipway.observability.metrics.BadMetricQuery;
import dev.slipway.observability.metrics.Kept;
import dev.slipway.observability.metrics.LabelNames;
import dev.slipway.observability.metrics.Listing;
import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.MetricsUnavailable;
import dev.slipway.observability.metrics.PromQl;
import dev.slipway.observability.metrics.RawPromQl;
import dev.slipway.observability.metrics.SeriesQuery;
import org.jspecify.annotations.Nullable;

/** Asks a Prometheus server. It scrapes; what it has not seen is no data. */
public final class PrometheusMetricStore implements MetricStore {

	private static final String ADAPTER = "Prometheus";

	private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(3);

	private final PrometheusOptions options;

	private final PrometheusApi api;

	private final Guard guard;

	/** What teams write may be slow: it has to hold up no guard rail of others. */
	private final Guard expressions;

	public PrometheusMetricStore(PrometheusOptions options, Clock clock) {
		this.options = options;
		this.api = new PrometheusApi(options);
		this.guard = new Guard(options.address(), options.concurrency(), clock);
		this.expressions = new Guard(options.address(), Math.max(1, options.concurrency() / 2), clock);
	}

	@Override
	public List<MetricSeries> instant(MetricQuery query, QueryScope scope, Instant at) {
		return ask("/api/v1/query", PromQl.within(this.options.labels(), scope).write(query),
				Map.of("time", seconds(at)), this.options.labels()::asked, this.guard);
	}

	@Override
	public List<MetricSeries> range(MetricQuery query, QueryScope scope, Instant from, Instant to, Duration step) {
		MetricStore.steps(from, to, step);
		Map<String, String> times = Map.of("start", seconds(from), "end", seconds(to), "step",
				BigDecimal.valueOf(step.toMillis(), 3).toPlainString());
		return ask("/api/v1/query_range", PromQl.within(this.options.labels(), scope).write(query), times,
				this.options.labels()::asked, this.guard);
	}

	@Override
	public boolean takesExpressions() {
		return true;
	}

	@Override
	public List<MetricSeries> expression(String text, QueryScope scope, Instant at) {
		return ask("/api/v1/query", RawPromQl.within(text, this.options.labels(), scope), Map.of("time", seconds(at)),
				UnaryOperator.identity(), this.expressions);
	}

	private List<MetricSeries> ask(String path, String expression, Map<String, String> times,
			UnaryOperator<Map<String, String>> labels, Guard by) {
		Map<String, String> form = new LinkedHashMap<>(times);
		form.put("query", expression);
		JsonNode answer = by.ask(() -> this.api.post(path, form));
		try {
			return Answers.series(answer, labels);
		}
		catch (MetricsUnavailable ex) {
			by.failed(ex);
			throw ex;
		}
	}

	@Override
	public Listing<Map<String, String>> series(SeriesQuery query, QueryScope scope) {
		JsonNode answer = this.guard.ask(() -> this.api.post("/api/v1/series", which(query, scope)));
		return Listings.series(answer, query.limit(), this.options.labels());
	}

	@Override
	public Listing<String> labels(SeriesQuery query, QueryScope scope) {
		JsonNode answer = this.guard.ask(() -> this.api.post("/api/v1/labels", which(query, scope)));
		return Listings.texts(answer, query.limit(), this.options.labels()::asked);
	}

	@Override
	public Listing<String> labelValues(String label, SeriesQuery query, QueryScope scope) {
		String parameters = which(query, scope).entrySet()
			.stream()
			.map((entry) -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
			.collect(Collectors.joining("&"));
		String path = "/api/v1/label/" + PromQl.within(this.options.labels(), scope).stored(label) + "/values?";
		JsonNode answer = this.guard.ask(() -> this.api.get(path + parameters, this.options.timeout()));
		return Listings.texts(answer, query.limit(), UnaryOperator.identity());
	}

	private Map<String, String> which(SeriesQuery query, QueryScope scope) {
		return Map.of("match[]", PromQl.within(this.options.labels(), scope).write(query), "start",
				seconds(query.from()), "end", seconds(query.to()));
	}

	@Override
	public Kept<Alert> alerts(QueryScope scope) {
		JsonNode answer = this.guard.ask(() -> this.api.get("/api/v1/alerts", this.options.timeout()));
		return Kept.of(Listings.alerts(answer, scope, this.options.labels()));
	}

	@Override
	public Kept<AlertRule> rules(QueryScope scope) {
		JsonNode answer = this.guard.ask(() -> this.api.get("/api/v1/rules", this.options.timeout()));
		return Kept.of(Listings.rules(answer, scope, this.options.labels()));
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
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
			return answering(build.path("data").path("version").asText("unknown"), millis, targets());
		}
		catch (MetricsUnavailable | BadMetricQuery ex) {
			if (ex instanceof MetricsUnavailable away) {
				this.guard.failed(away);
			}
			return new StoreHealth("metrics", ADAPTER, false, String.valueOf(ex.getMessage()), Map.of(),
					connection(null, null));
		}
	}

	/** How many targets it has of ours: without one, every question has no data. */
	private long targets() {
		LabelNames names = this.options.labels();
		JsonNode answer = this.api.get(
				"/api/v1/query?query=" + URLEncoder.encode(
						"count(up{" + names.service() + "!=\"\"," + names.team() + "!=\"\"})", StandardCharsets.UTF_8),
				HEALTH_TIMEOUT);
		return answer.path("data").path("result").path(0).path("value").path(1).asLong();
	}

	private StoreHealth answering(String version, long millis, long targets) {
		LabelNames names = this.options.labels();
		String seen = (targets > 0) ? "; it scrapes " + targets + " of our targets"
				: "; but it scrapes no target with the labels " + names.service() + " and " + names.team()
						+ ": use the shipped deploy/prometheus/prometheus.yml, or set slipway.metrics.prometheus.labels";
		String held = this.guard.isOpen() ? "; questions are held back for some seconds"
				: this.expressions.isOpen() ? "; expressions of teams are held back for some seconds" : "";
		return new StoreHealth("metrics", ADAPTER, targets > 0,
				this.options + ", version " + version + ", answers in " + millis + " ms" + seen + held,
				Map.of("targets", targets), connection(version, millis));
	}

	private StoreHealth.Connection connection(@Nullable String version, @Nullable Long millis) {
		Guard.Failure last = Guard.later(this.guard.last(), this.expressions.last());
		return new StoreHealth.Connection(this.options.url().toString(), version, millis,
				(last != null) ? last.message() : null, (last != null) ? last.at() : null);
	}

}
