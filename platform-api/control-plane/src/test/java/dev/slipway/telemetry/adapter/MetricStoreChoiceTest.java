package dev.slipway.telemetry.adapter;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

import dev.slipway.catalog.Catalog;
import dev.slipway.environments.Clusters;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.embedded.EmbeddedMetricStore;
import dev.slipway.observability.metrics.prometheus.PrometheusMetricStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Which metric store is wired by which properties. */
class MetricStoreChoiceTest {

	private final Path state;

	MetricStoreChoiceTest(@TempDir Path state) {
		this.state = state;
	}

	private ApplicationContextRunner platform(String... properties) {
		return new ApplicationContextRunner().withUserConfiguration(TelemetryConfiguration.class)
			.withBean(Clock.class, Clock::systemUTC)
			.withBean(Clusters.class, () -> none(Clusters.class))
			.withBean(Catalog.class, () -> none(Catalog.class))
			.withPropertyValues("slipway.state=" + this.state)
			.withPropertyValues(properties);
	}

	/** Has nothing to offer. */
	private static <T> T none(Class<T> type) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> (method.getReturnType() == Set.class) ? Set.of() : null));
	}

	@Test
	void itScrapesByItselfWithoutPrometheus() {
		platform("slipway.metrics.prometheus.url=").run((context) -> {
			assertThat(context).getBean(MetricStore.class).isInstanceOf(EmbeddedMetricStore.class);
			assertThat(context.getBean(MetricStore.class).takesExpressions()).isFalse();
		});
	}

	@Test
	void itAsksPrometheusWhereOneIsNamed() {
		platform("slipway.metrics.prometheus.url=http://127.0.0.1:1/prom",
				"slipway.metrics.prometheus.labels.release=version", "slipway.metrics.prometheus.username=slipway",
				"slipway.metrics.prometheus.password=s3cret", "slipway.metrics.prometheus.timeout=2s")
			.run((context) -> {
				assertThat(context).getBean(MetricStore.class).isInstanceOf(PrometheusMetricStore.class);
				PrometheusSettings settings = context.getBean(PrometheusSettings.class);
				assertThat(settings.options().credentials()).isEqualTo("Basic c2xpcHdheTpzM2NyZXQ=");
				assertThat(settings.options().labels().release()).isEqualTo("version");
				assertThat(settings.options().labels().team()).isEqualTo("team");
				assertThat(settings.toString() + settings.options()).doesNotContain("s3cret", "c2xp");
			});
	}

	@Test
	void aWrongAddressOrNameStopsTheStartWithTheRemedy() {
		platform("slipway.metrics.prometheus.url=prometheus")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("http://prometheus.monitoring"));
		platform("slipway.metrics.prometheus.url=http://p:9090", "slipway.metrics.prometheus.labels.team=te am").run(
				(context) -> assertThat(context).getFailure().hasStackTraceContaining("cannot be the name of a label"));
		platform("slipway.metrics.prometheus.url=https://p:9090", "slipway.metrics.prometheus.ca-file=missing.pem")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("missing.pem"));
	}

}
