package dev.slipway.telemetry.adapter;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import dev.slipway.catalog.Catalog;
import dev.slipway.environments.Clusters;
import dev.slipway.observability.ScrapeTargets;
import dev.slipway.observability.logs.LogShipper;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.observability.logs.elasticsearch.ElasticsearchLogStore;
import dev.slipway.observability.logs.embedded.LuceneLogOptions;
import dev.slipway.observability.logs.embedded.LuceneLogStore;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.embedded.EmbeddedMetricStore;
import dev.slipway.observability.metrics.embedded.MetricOptions;
import dev.slipway.observability.metrics.prometheus.PrometheusMetricStore;
import dev.slipway.observability.traces.TraceStore;
import dev.slipway.observability.traces.embedded.InMemoryTraceStore;
import dev.slipway.observability.traces.zipkin.ZipkinTraceStore;
import dev.slipway.telemetry.ServiceMetrics;
import dev.slipway.telemetry.Visibility;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires the stores to the clusters' pods. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ TelemetrySettings.class, PrometheusSettings.class, ZipkinSettings.class,
		ElasticsearchSettings.class })
class TelemetryConfiguration {

	private static final Duration COMMIT = Duration.ofSeconds(2);

	/** Elasticsearch when one is named, else an index in the state's folder. */
	@Bean(destroyMethod = "close")
	LogStore logStore(TelemetrySettings settings, ElasticsearchSettings elasticsearch,
			@Value("${slipway.state:.slipway}") Path state, Clock clock) {
		if (elasticsearch.isConfigured()) {
			return new ElasticsearchLogStore(elasticsearch.options(settings.logs().maxAge()), clock);
		}
		return LuceneLogStore.open(new LuceneLogOptions(state.resolve("logs"), settings.logs().maxSize().toBytes(),
				settings.logs().maxAge(), COMMIT, settings.logs().minFree().toBytes()), clock);
	}

	/** Prometheus when one is named, else what this process scrapes. */
	@Bean
	MetricStore metricStore(TelemetrySettings settings, PrometheusSettings prometheus, ScrapeTargets targets,
			Clock clock) {
		if (prometheus.isConfigured()) {
			return new PrometheusMetricStore(prometheus.options(), clock);
		}
		TelemetrySettings.Metrics metrics = settings.metrics();
		return new EmbeddedMetricStore(new MetricOptions(metrics.interval(), metrics.retention(),
				metrics.thinnedRetention(), metrics.maxMemory().toBytes(), metrics.maxSeries()), targets, clock);
	}

	/** Zipkin when one is named, else this process's memory. */
	@Bean(destroyMethod = "close")
	TraceStore traceStore(TelemetrySettings settings, ZipkinSettings zipkin, Clock clock) {
		if (zipkin.isConfigured()) {
			return new ZipkinTraceStore(zipkin.options(), clock);
		}
		return new InMemoryTraceStore(settings.traces().maxSpans());
	}

	@Bean
	PodWatch podWatch(Clusters clusters) {
		return new PodWatch(clusters);
	}

	@Bean
	PodTargets podTargets(PodWatch pods, Environment environment) {
		return new PodTargets(pods, () -> environment.getProperty("slipway.cluster.local.metrics"));
	}

	@Bean
	PodLogSource podLogSource(PodWatch pods, Clusters clusters) {
		return new PodLogSource(pods, new ContainerLogs(clusters));
	}

	@Bean(destroyMethod = "close")
	LogShipper logShipper(LogStore store, Clock clock) {
		return new LogShipper(store, clock);
	}

	@Bean
	TelemetryLifecycle telemetryLifecycle(PodWatch pods, PodTargets targets, PodLogSource source, LogShipper shipper,
			MetricStore metrics, ElasticsearchSettings elasticsearch) {
		return new TelemetryLifecycle(pods, targets, elasticsearch.platformCollects() ? source : null, shipper,
				metrics);
	}

	@Bean
	Visibility telemetryVisibility(Catalog catalog) {
		return new Visibility(catalog);
	}

	@Bean
	ServiceMetrics serviceMetrics(MetricStore store, TelemetrySettings settings, Clock clock) {
		return new ServiceMetrics(store, clock, settings.metrics().interval());
	}

}
