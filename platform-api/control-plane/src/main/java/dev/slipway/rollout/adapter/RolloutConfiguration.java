package dev.slipway.rollout.adapter;

import java.time.Clock;
import java.util.Map;

import dev.slipway.api.LiveEvents;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environments;
import dev.slipway.flow.Flows;
import dev.slipway.pipeline.BuildReferences;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Placement;
import dev.slipway.rollout.ReleaseCluster;
import dev.slipway.rollout.ReleaseKind;
import dev.slipway.rollout.ReleaseListener;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Releases;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires releases. */
@Configuration(proxyBeanMethods = false)
class RolloutConfiguration {

	@Bean
	ReleaseStore releaseStore(JdbcClient jdbc, PlatformTransactionManager transactions) {
		return new JdbcReleaseStore(jdbc, new TransactionTemplate(transactions));
	}

	/**
	 * Pods of the local cluster reach the platform at its loopback address; elsewhere the
	 * address is configured.
	 */
	@Bean
	ReleaseCluster releaseCluster(Environments environments, Clusters clusters,
			@Value("${slipway.zipkin-endpoint:}") String configured,
			@Value("${slipway.url:http://localhost:8080}") String url) {
		String endpoint = configured.isEmpty() ? url.replace("//localhost", "//127.0.0.1") + "/api/v2/spans"
				: configured;
		return new KubernetesReleases(environments, clusters, Map.of("ZIPKIN_ENDPOINT", endpoint));
	}

	@Bean
	Placement placement(Clusters clusters) {
		return new KubernetesPlacement(clusters);
	}

	@Bean
	WakeUps releaseWakeUps(Environments environments, Clusters clusters, Flows flows) {
		return new WakeUps(environments, clusters, flows, new PodRoles(environments, clusters));
	}

	@Bean
	ReleaseListener releaseNews(ObjectProvider<LiveEvents> events, WakeUps wakeUps) {
		return new ReleaseNews(events, wakeUps);
	}

	@Bean
	ReleaseKind releaseKind(Flows flows, ReleaseStore store, ReleaseCluster cluster, ReleaseListener listener,
			ObjectProvider<Clock> clock) {
		return new ReleaseKind(flows, store, cluster, listener, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	Releases releases(ReleaseStore store, Flows flows, ReleaseKind kind, Repositories repositories,
			Environments environments, ObjectProvider<Clock> clock) {
		return new Releases(store, flows, kind, new YamlManifests(), repositories, environments,
				clock.getIfUnique(Clock::systemUTC));
	}

	/** What one can go back to keeps the build that it came from. */
	@Bean
	BuildReferences buildsOfReleases(ReleaseStore store, @Value("${slipway.retention.releases:20}") int newest) {
		return (team, service) -> store.builds(service, newest);
	}

	@Bean
	ReleaseTimeline releaseTimeline(ReleaseStore store, Releases releases) {
		return new ReleaseTimeline(store, releases);
	}

}
