package dev.slipway.jenkins.adapter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import dev.slipway.jenkins.BuildHost;
import dev.slipway.jenkins.EventKey;
import dev.slipway.jenkins.Follower;
import dev.slipway.jenkins.HealthCheck;
import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.Places;
import dev.slipway.jenkins.TrackedBuilds;
import dev.slipway.pipeline.AllListeners;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildNotices;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.ServerHealth;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires builds on a Jenkins, when {@code slipway.jenkins.url} says where one is. */
@Configuration(proxyBeanMethods = false)
@Conditional(JenkinsGiven.class)
class DrivingConfiguration {

	private static final Duration HEALTH_WITHIN = Duration.ofSeconds(5);

	@Bean
	TrackedBuilds buildsOnJenkins(JdbcClient jdbc, PlatformTransactionManager transactions) {
		return new JdbcTrackedBuilds(jdbc, new TransactionTemplate(transactions));
	}

	@Bean
	BuildHost jenkinsBuildHost(JenkinsClient client, Environment environment) {
		String approvers = environment.getProperty("slipway.jenkins.approvers", "");
		return new HttpJenkins(client,
				Arrays.stream(approvers.split(","))
					.map(String::strip)
					.filter((one) -> !one.isEmpty())
					.collect(Collectors.toUnmodifiableSet()));
	}

	/**
	 * As provisioning makes them: a folder for the team, and in it one item for the
	 * service.
	 */
	@Bean
	Places jenkinsPlaces() {
		return (team, service) -> JenkinsPath.ROOT.job(team).job(service);
	}

	@Bean
	Follower jenkinsFollower(BuildHost host, BuildStore store, TrackedBuilds tracked, Places places,
			ObjectProvider<BuildListener> listeners, ObjectProvider<Clock> clock) {
		return new Follower(host, store, tracked, new AllListeners(listeners::stream), places,
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean(destroyMethod = "")
	FollowerLoop jenkinsFollowerLoop(Follower follower, JdbcClient jdbc, ObjectProvider<Clock> clock) {
		Clock time = clock.getIfUnique(Clock::systemUTC);
		return new FollowerLoop(follower, new Leader(jdbc, time, Leader.Task.FOLLOWING), time);
	}

	@Bean
	JenkinsBuilds jenkinsBuilds(BuildHost host, BuildStore store, TrackedBuilds tracked, Follower follower,
			FollowerLoop loop, ObjectProvider<BuildListener> listeners, ObjectProvider<HealthCheck> health,
			JenkinsClient client, ObjectProvider<Clock> clock) {
		return new JenkinsBuilds(host, store, tracked, follower, new AllListeners(listeners::stream),
				() -> health.getIfAvailable(() -> () -> answers(client)).check(), loop::wake,
				clock.getIfUnique(Clock::systemUTC));
	}

	private static ServerHealth answers(JenkinsClient client) {
		try {
			client.getOnce("/api/json?tree=mode", HEALTH_WITHIN);
			return new ServerHealth("jenkins", true, "Jenkins answers.", null, Map.of());
		}
		catch (JenkinsTrouble ex) {
			return new ServerHealth("jenkins", false, String.valueOf(ex.getMessage()), ex.remedy(), Map.of());
		}
	}

	@Bean
	BuildNotices jenkinsNotices(Follower follower) {
		return follower::notice;
	}

	@Bean
	EventKey jenkinsEventKey(Environment environment) {
		return new KeyFile(environment.getProperty("slipway.jenkins.notify-key", ""),
				Path.of(environment.getProperty("slipway.state", ".slipway")).resolve("jenkins-notify-key"));
	}

	@Bean
	Driver jenkinsDriver(FollowerLoop loop, EventKey key) {
		return new Driver(loop, key);
	}

	/** Follows builds from the application's start to its end. */
	record Driver(FollowerLoop loop, EventKey key) {

		private static final Logger logger = System.getLogger(DrivingConfiguration.class.getName());

		@EventListener(ApplicationReadyEvent.class)
		void start() {
			this.loop.start();
			try {
				this.key.value();
			}
			catch (RuntimeException ex) {
				logger.log(Level.WARNING, "Pipelines cannot tell of their builds: {0}", ex.getMessage());
			}
		}

		@EventListener(ContextClosedEvent.class)
		void stop() {
			this.loop.close();
		}

	}

}
