package dev.slipway.telemetry.adapter;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

import dev.slipway.catalog.Catalog;
import dev.slipway.environments.Clusters;
import dev.slipway.observability.traces.TraceStore;
import dev.slipway.observability.traces.embedded.InMemoryTraceStore;
import dev.slipway.observability.traces.zipkin.ZipkinTraceStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Which trace store is wired by which properties. */
class TraceStoreChoiceTest {

	private final Path state;

	TraceStoreChoiceTest(@TempDir Path state) {
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
	void itKeepsTracesInMemoryWithoutZipkin() {
		platform("slipway.traces.zipkin.url=")
			.run((context) -> assertThat(context).getBean(TraceStore.class).isInstanceOf(InMemoryTraceStore.class));
	}

	@Test
	void itAsksZipkinWhereOneIsNamed() {
		platform("slipway.traces.zipkin.url=http://127.0.0.1:1/zip", "slipway.traces.zipkin.username=slipway",
				"slipway.traces.zipkin.password=s3cret", "slipway.traces.zipkin.timeout=2s")
			.run((context) -> {
				assertThat(context).getBean(TraceStore.class).isInstanceOf(ZipkinTraceStore.class);
				ZipkinSettings settings = context.getBean(ZipkinSettings.class);
				assertThat(settings.options().address().credentials()).isEqualTo("Basic c2xpcHdheTpzM2NyZXQ=");
				assertThat(settings.options().address().timeout()).isEqualTo(Duration.ofSeconds(2));
				assertThat(settings.options().forward()).isTrue();
				assertThat(settings.toString() + settings.options().address()).doesNotContain("s3cret", "c2xp");
			});
	}

	@Test
	void aTokenGoesBeforeAPassword() {
		assertThat(Authorization.header("t0ken", "u", "p")).isEqualTo("Bearer t0ken");
		assertThat(Authorization.header("", "", "p")).isNull();
		assertThat(Authorization.header(null, null, null)).isNull();
	}

	@Test
	void aWrongAddressOrFileStopsTheStartWithTheRemedy() {
		platform("slipway.traces.zipkin.url=zipkin")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("http://zipkin.monitoring"));
		platform("slipway.traces.zipkin.url=https://z:9411", "slipway.traces.zipkin.ca-file=missing.pem")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("slipway.traces.zipkin.ca-file: missing.pem"));
	}

}
