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
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildReferences;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.BuildTokens;
import dev.slipway.pipeline.ImageRegistry;
import dev.slipway.pipeline.Pipelines;
import dev.slipway.repository.Repositories;
import io.prometheus.client.CollectorRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires builds and the local runner. */
@Configuration(proxyBeanMethods = false)
class PipelineConfiguration {

	@Bean
	BuildStore buildStore(JdbcClient jdbc, PlatformTransactionManager transactions) {
		return new JdbcBuildStore(jdbc, new TransactionTemplate(transactions));
	}

	@Bean
	BuildTimeline buildTimeline(BuildStore store) {
		return new BuildTimeline(store);
	}

	@Bean
	RunnerSettings runnerSettings(Environment environment) {
		Path state = Path.of(environment.getProperty("slipway.state", ".slipway")).toAbsolutePath().normalize();
		Path home = Path.of(environment.getProperty("slipway.home", ".")).toAbsolutePath().normalize();
		return new RunnerSettings(state.resolve("builds"),
				environment.getProperty("slipway.runner.classpath", home.resolve("runner").toString()),
				Path.of(environment.getProperty("slipway.library", home.resolve("library").toString()))
					.toAbsolutePath()
					.normalize(),
				environment.getProperty("slipway.runner.parallel", Integer.class, RunnerSettings.defaultParallel()),
				environment.getProperty("slipway.runner.time-limit", Duration.class, Duration.ofMinutes(20)),
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

	@Bean(destroyMethod = "")
	LocalRunner localRunner(RunnerSettings settings, BuildStore store, Repositories repositories,
			ObjectProvider<ImageRegistry> registry, BuildTokens tokens, ObjectProvider<BuildListener> listeners,
			Retention retention, ObjectProvider<Clock> clock, Environment environment) {
		PlatformInputs inputs = new PlatformInputs(settings, repositories,
				registry.getIfAvailable(() -> new ConfiguredRegistry(environment)), tokens);
		return new LocalRunner(settings, store, inputs, new AllListeners(listeners::stream), retention,
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	Pipelines pipelines(BuildStore store, LocalRunner runner, RunnerSettings settings) {
		return new LocalPipelines(store, runner, settings);
	}

	@Bean
	PushedBuilds pushedBuilds(LocalRunner runner, BuildStore store, Repositories repositories, Catalog catalog) {
		return new PushedBuilds(runner, store, repositories, catalog);
	}

	@Bean
	Builder builder(LocalRunner runner, PushedBuilds pushes, Retention retention) {
		return new Builder(runner, pushes, retention);
	}

	/** Builds from the application's start to its end. */
	static final class Builder {

		private final LocalRunner runner;

		private final PushedBuilds pushes;

		private final Retention retention;

		private final ScheduledExecutorService newServices = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "first builds");
			thread.setDaemon(true);
			return thread;
		});

		Builder(LocalRunner runner, PushedBuilds pushes, Retention retention) {
			this.runner = runner;
			this.pushes = pushes;
			this.retention = retention;
		}

		@EventListener(ApplicationReadyEvent.class)
		void start() {
			this.runner.start();
			this.newServices.execute(() -> this.pushes.buildHeads(false));
			this.newServices.execute(this.retention::tidy);
			this.newServices.scheduleWithFixedDelay(() -> this.pushes.buildHeads(true), 500, 500,
					TimeUnit.MILLISECONDS);
		}

		@EventListener(ContextClosedEvent.class)
		void stop() {
			this.newServices.shutdownNow();
			this.runner.close();
		}

	}

	/**
	 * The registry of the properties, read when it is needed: a port may be known late.
	 */
	record ConfiguredRegistry(Environment environment) implements ImageRegistry {

		@Override
		public String address() {
			return this.environment.getProperty("slipway.registry", "localhost:5000");
		}

		@Override
		public String baseImage() {
			return this.environment.getProperty("slipway.base-image", "scratch");
		}

	}

}
