package dev.slipway.pipeline.adapter;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.slipway.access.Tokens;
import dev.slipway.catalog.Catalog;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildHistory;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildReferences;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.BuildTokens;
import dev.slipway.pipeline.Pipelines;
import dev.slipway.repository.Repositories;
import io.prometheus.client.CollectorRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires what is known of builds, whoever runs them. */
@Configuration(proxyBeanMethods = false)
class PipelineConfiguration {

	@Bean
	BuildStore buildStore(JdbcClient jdbc, PlatformTransactionManager transactions) {
		return new JdbcBuildStore(jdbc, new TransactionTemplate(transactions));
	}

	@Bean
	BuildHistory buildHistory(JdbcClient jdbc) {
		return new JdbcBuildHistory(jdbc);
	}

	@Bean
	BuildTimeline buildTimeline(BuildStore store) {
		return new BuildTimeline(store);
	}

	@Bean
	RunnerSettings runnerSettings(Environment environment) {
		Path state = Path.of(environment.getProperty("slipway.state", ".slipway")).toAbsolutePath().normalize();
		Path home = Path.of(environment.getProperty("slipway.home", ".")).toAbsolutePath().normalize();
		int parallel = environment.getProperty("slipway.runner.parallel", Integer.class,
				RunnerSettings.defaultParallel());
		return new RunnerSettings(state.resolve("builds"),
				environment.getProperty("slipway.runner.classpath", home.resolve("runner").toString()),
				Path.of(environment.getProperty("slipway.library", home.resolve("library").toString()))
					.toAbsolutePath()
					.normalize(),
				parallel,
				environment.getProperty("slipway.runner.waiting", Integer.class,
						RunnerSettings.defaultWaiting(parallel)),
				environment.getProperty("slipway.runner.time-limit", Duration.class, Duration.ofMinutes(20)),
				environment.getProperty("slipway.runner.input-time-limit", Duration.class, Duration.ofDays(1)),
				environment.getProperty("slipway.runner.grace", Duration.class, Duration.ofSeconds(10)),
				environment.getProperty("slipway.runner.heap-megabytes", Integer.class, 256),
				environment.getProperty("slipway.url", "http://localhost:8080"),
				environment.getProperty("slipway.retention.workspaces", Integer.class, 3),
				environment.getProperty("slipway.retention.builds", Integer.class, 50));
	}

	@Bean
	BuildMetrics buildMetrics(ObjectProvider<CollectorRegistry> registry, ObjectProvider<Clock> clock) {
		return new BuildMetrics(registry.getIfUnique(() -> CollectorRegistry.defaultRegistry),
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	BuildTokens buildTokens(Tokens tokens) {
		return new AccessTokens(tokens);
	}

	/** Without it the next start would build the head again. */
	@Bean
	BuildReferences buildOfTheHead(BuildStore store, Repositories repositories) {
		return (team, service) -> repositories.head(team, service, PushedBuilds.MAIN)
			.flatMap((head) -> store.findByKey(service,
					BuildRequest.ofPush(team, service, PushedBuilds.MAIN, head, "").key()))
			.map((build) -> Set.of(build.number()))
			.orElse(Set.of());
	}

	@Bean
	Retention retention(RunnerSettings settings, BuildStore store, ObjectProvider<BuildReferences> references) {
		return new Retention(settings, store, references::stream);
	}

	@Bean
	PushedBuilds pushedBuilds(BuildServer server, BuildStore store, Repositories repositories, Catalog catalog,
			Pipelines pipelines) {
		return new PushedBuilds(server, store, repositories, catalog, pipelines, server instanceof LocalRunner);
	}

	@Bean
	FirstBuilds firstBuilds(PushedBuilds pushes, Retention retention, BuildStore store) {
		return new FirstBuilds(pushes, retention, store);
	}

	/**
	 * Builds the heads of new services from the application's start to its end, and
	 * forgets old builds when one has ended, whoever built it.
	 */
	static final class FirstBuilds implements BuildListener {

		private final PushedBuilds pushes;

		private final Retention retention;

		private final ScheduledExecutorService newServices = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "first builds");
			thread.setDaemon(true);
			return thread;
		});

		private final BuildStore store;

		FirstBuilds(PushedBuilds pushes, Retention retention, BuildStore store) {
			this.pushes = pushes;
			this.retention = retention;
			this.store = store;
		}

		@Override
		public void changed(Build build) {
			if (build.status().ended() && !this.newServices.isShutdown()) {
				this.newServices.execute(() -> this.store.pipeline(build.service()).ifPresent(this.retention::tidy));
			}
		}

		@Override
		public void stage(Build build, BuildStage stage) {
			// nothing to forget
		}

		@Override
		public void log(Build build, long start, long next, String text) {
			// nothing to forget
		}

		/** After the build server, which takes up first what waits. */
		@Order(Ordered.LOWEST_PRECEDENCE)
		@EventListener(ApplicationReadyEvent.class)
		void start() {
			this.newServices.execute(() -> this.pushes.buildHeads(false));
			this.newServices.execute(this.retention::tidy);
			this.newServices.scheduleWithFixedDelay(() -> this.pushes.buildHeads(true), 500, 500,
					TimeUnit.MILLISECONDS);
		}

		@Order(Ordered.HIGHEST_PRECEDENCE)
		@EventListener(ContextClosedEvent.class)
		void stop() {
			this.newServices.shutdownNow();
		}

	}

}
