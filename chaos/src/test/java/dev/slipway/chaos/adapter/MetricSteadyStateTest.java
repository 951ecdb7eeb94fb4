package dev.slipway.chaos.adapter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.chaos.Blast;
import dev.slipway.chaos.Check;
import dev.slipway.chaos.Definition;
import dev.slipway.chaos.Fault;
import dev.slipway.chaos.Hypothesis;
import dev.slipway.chaos.Look;
import dev.slipway.chaos.Plan;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricStore;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

class MetricSteadyStateTest {

	private static final Plan PLAN = new Plan(1, 1, "shop", new Definition("a test", "orders", "dev",
			new Fault.PodKill(), Blast.ONE, Duration.ofSeconds(60), Hypothesis.DEFAULT, null), "sam");

	private static final Check.Metric P95 = new Check.Metric(Check.Measure.P95_MILLIS, 300);

	@Test
	void comparesSecondsWithMilliseconds() {
		assertThat(look(List.of(point(0.299))).result()).isEqualTo(Look.Result.HOLDS);
		assertThat(look(List.of(point(0.301))).result()).isEqualTo(Look.Result.VIOLATED);
		assertThat(look(List.of(point(0.301))).message()).isEqualTo("P95_MILLIS is 301.000, at most 300.000");
	}

	@Test
	void noRequestsAndNoStoreAreNoData() {
		assertThat(look(List.of()).result()).isEqualTo(Look.Result.NO_DATA);
		StaticListableBeanFactory none = new StaticListableBeanFactory();
		Look look = new MetricSteadyState(none.getBeanProvider(MetricStore.class), Clock.systemUTC()).look(PLAN, P95);
		assertThat(look.message()).contains("there is no metric store");
	}

	private static Look look(List<MetricSeries> answer) {
		MetricStore store = (MetricStore) java.lang.reflect.Proxy.newProxyInstance(MetricStore.class.getClassLoader(),
				new Class<?>[] { MetricStore.class }, (proxy, method, arguments) -> answer);
		StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("store", store));
		return new MetricSteadyState(beans.getBeanProvider(MetricStore.class), Clock.systemUTC()).look(PLAN, P95);
	}

	private static MetricSeries point(double value) {
		return new MetricSeries(Map.of(), List.of(new MetricSeries.Point(Instant.EPOCH, value)));
	}

}
