package dev.slipway.jenkins.adapter;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import dev.slipway.access.Tokens;
import dev.slipway.jenkins.EventKey;
import dev.slipway.jenkins.HealthCheck;
import dev.slipway.jenkins.MadeThings;
import dev.slipway.jenkins.PipelinePlan;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.repository.Repositories;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the way to a Jenkins and what is made there, when its address is given. */
@Configuration(proxyBeanMethods = false)
@Conditional(JenkinsGiven.class)
class JenkinsConfiguration {

	private static final String PREFIX = "slipway.jenkins.";

	@Bean
	JenkinsSettings jenkinsSettings(Environment environment) {
		String token = environment.getProperty(PREFIX + "token", "");
		String authorities = environment.getProperty(PREFIX + "ca-file", "");
		return new JenkinsSettings(URI.create(environment.getRequiredProperty(PREFIX + "url").strip()),
				environment.getProperty(PREFIX + "user", ""),
				token.isBlank() ? environment.getProperty(PREFIX + "password", "") : token, !token.isBlank(),
				authorities.isBlank() ? null : Path.of(authorities),
				environment.getProperty(PREFIX + "connect-timeout", Duration.class, Duration.ofSeconds(5)),
				environment.getProperty(PREFIX + "read-timeout", Duration.class, Duration.ofSeconds(30)));
	}

	@Bean
	JenkinsClient jenkinsClient(JenkinsSettings settings, ObjectProvider<Clock> clock) {
		return new JenkinsClient(settings, clock.getIfUnique(Clock::systemUTC), JenkinsClient.Pause.SLEEP);
	}

	@Bean
	InstalledPlugins jenkinsPlugins(JenkinsClient client, ObjectProvider<Clock> clock) {
		return new InstalledPlugins(client, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	HealthCheck jenkinsHealth(JenkinsClient client, InstalledPlugins plugins, Environment environment) {
		return new JenkinsHealth(client, plugins, environment.getProperty("slipway.url", "http://localhost:8080"));
	}

	@Bean
	MadeThings madeOnJenkins(JdbcClient jdbc) {
		return new JdbcMadeThings(jdbc);
	}

	@Bean
	PipelinePlan pipelinePlan(Environment environment) {
		return new PipelinePlan(environment.getProperty("slipway.url", "http://localhost:8080"),
				environment.getProperty(PREFIX + "scan-every", Duration.class, Duration.ofHours(1)),
				environment.getProperty("slipway.retention.builds", Integer.class, 50), library(environment));
	}

	private static PipelinePlan.@Nullable Library library(Environment environment) {
		String repository = environment.getProperty(PREFIX + "library.repository", "");
		return repository.isBlank() ? null
				: new PipelinePlan.Library(environment.getProperty(PREFIX + "library.name", "slipway"), repository,
						environment.getProperty(PREFIX + "library.version", "1.0"),
						environment.getProperty(PREFIX + "library.path", ""),
						environment.getProperty(PREFIX + "library.credential", ""));
	}

	@Bean
	ServiceTokens serviceTokens(JenkinsClient client, InstalledPlugins plugins, Tokens tokens, MadeThings made,
			EventKey eventKey, Environment environment, ObjectProvider<Clock> clock) {
		return new ServiceTokens(client, plugins, tokens, made,
				environment.getProperty(PREFIX + "token-life", Duration.class, Duration.ofDays(90)), eventKey,
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	Provisioning jenkinsPipelines(JenkinsClient client, InstalledPlugins plugins, ServiceTokens tokens,
			PipelinePlan plan, MadeThings made, BuildStore builds, Repositories repositories, Environment environment,
			ObjectProvider<Clock> clock) {
		Folders folders = new Folders(client, plan, made, clock.getIfUnique(Clock::systemUTC));
		return new Provisioning(client, plugins, tokens, folders, plan, made, builds, repositories,
				parallel(environment));
	}

	@Bean(destroyMethod = "")
	Keeper jenkinsKeeper(Provisioning provisioning, ServiceTokens tokens, MadeThings made, BuildStore builds,
			JdbcClient jdbc, Environment environment, ObjectProvider<Clock> clock) {
		return new Keeper(provisioning, tokens, made, builds,
				new Leader(jdbc, clock.getIfUnique(Clock::systemUTC), Leader.Task.KEEPING), parallel(environment));
	}

	@Bean
	Keeping jenkinsKeeping(Keeper keeper) {
		return new Keeping(keeper);
	}

	private static int parallel(Environment environment) {
		return Math.max(1, environment.getProperty(PREFIX + "parallel", Integer.class, 4));
	}

	/** Looks after pipelines from the application's start to its end. */
	record Keeping(Keeper keeper) {

		@EventListener(ApplicationReadyEvent.class)
		void start() {
			this.keeper.start(Duration.ofMinutes(10));
		}

		@EventListener(ContextClosedEvent.class)
		void stop() {
			this.keeper.close();
		}

	}

}
