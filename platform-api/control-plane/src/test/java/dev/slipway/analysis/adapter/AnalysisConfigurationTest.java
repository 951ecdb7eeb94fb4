package dev.slipway.analysis.adapter;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import dev.slipway.analysis.Cases;
import dev.slipway.analysis.GateRunner;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environments;
import dev.slipway.flow.Flows;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.embedded.ScrapedPods;
import dev.slipway.observability.traces.TraceStore;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Gates;
import dev.slipway.rollout.Placement;
import dev.slipway.rollout.ReleaseJournal;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.test.Databases;
import dev.slipway.test.SettableClock;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

class AnalysisConfigurationTest {

	private static final List<Class<?>> OTHERS = List.of(LogStore.class, TraceStore.class, Environments.class,
			Clusters.class, Placement.class, Flows.class, Repositories.class, ReleaseStore.class, ReleaseJournal.class);

	@Test
	void bringsItsGatesAndWhatAsksThem() {
		try (ScrapedPods pods = new ScrapedPods(new SettableClock());
				AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("test",
						Map.of("slipway.gates.webhooks.allowed", "https://a.example.com,https://b.example.com",
								"slipway.gates.webhooks.secrets.checks", "open sesame")));
			context.registerBean(MetricStore.class, pods::store);
			context.registerBean(JdbcClient.class, () -> Databases.client(Databases.H2.fresh()));
			OTHERS.forEach((type) -> register(context, type));
			context.register(AnalysisConfiguration.class);
			context.refresh();
			assertThat(context.getBeansOfType(Gate.class).values()).extracting(Gate::kind)
				.containsExactlyInAnyOrder("approval", "compare", "http", "logs", "metric", "traces", "webhook");
			assertThat(context.getBeanProvider(Gates.class).getIfUnique()).isInstanceOf(GateRunner.class);
			assertThat(context.getBean(GateTicker.class).isRunning()).isTrue();
			assertThat(context.getBean(WebhookSettings.class).allowed()).hasSize(2);
			assertThat(context.getBean(WebhookSettings.class).secrets()).containsEntry("checks", "open sesame");
			// The application's own executor gives way to any other.
			assertThat(context.getBeansOfType(Executor.class)).isEmpty();
		}
	}

	private static <T> void register(AnnotationConfigApplicationContext context, Class<T> type) {
		context.registerBean(type, () -> Cases.none(type));
	}

}
