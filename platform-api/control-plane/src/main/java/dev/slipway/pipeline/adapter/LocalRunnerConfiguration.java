package dev.slipway.pipeline.adapter;

import java.time.Clock;

import dev.slipway.pipeline.AllListeners;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.BuildTokens;
import dev.slipway.pipeline.ImageRegistry;
import dev.slipway.pipeline.Pipelines;
import dev.slipway.repository.Repositories;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Wires the local runner, which builds unless a Jenkins is configured. */
@Configuration(proxyBeanMethods = false)
@Conditional(LocalRunnerConfiguration.NoJenkins.class)
class LocalRunnerConfiguration {

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
	Builder builder(LocalRunner runner) {
		return new Builder(runner);
	}

	/** Builds from the application's start to its end. */
	record Builder(LocalRunner runner) {

		@EventListener(ApplicationReadyEvent.class)
		void start() {
			this.runner.start();
		}

		@EventListener(ContextClosedEvent.class)
		void stop() {
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

	/** Holds unless {@code slipway.jenkins.url} says where a Jenkins is. */
	static final class NoJenkins implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return context.getEnvironment().getProperty("slipway.jenkins.url", "").isBlank();
		}

	}

}
