package dev.slipway.rollout.adapter;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import dev.slipway.api.LiveEvents;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environments;
import dev.slipway.flow.Flows;
import dev.slipway.flow.StateCodec;
import dev.slipway.pipeline.BuildReferences;
import dev.slipway.pipeline.CommitReleases;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.AdoptableCluster;
import dev.slipway.rollout.Admission;
import dev.slipway.rollout.Adoptions;
import dev.slipway.rollout.BreakGlass;
import dev.slipway.rollout.Configurations;
import dev.slipway.rollout.Demand;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.GateBook;
import dev.slipway.rollout.Gates;
import dev.slipway.rollout.LiveObjects;
import dev.slipway.rollout.Placement;
import dev.slipway.rollout.Proposals;
import dev.slipway.rollout.ReleaseCluster;
import dev.slipway.rollout.ReleaseEdits;
import dev.slipway.rollout.ReleaseJournal;
import dev.slipway.rollout.ReleaseKind;
import dev.slipway.rollout.ReleaseListener;
import dev.slipway.rollout.ReleaseSecrets;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Releases;
import dev.slipway.rollout.Surroundings;
import dev.slipway.rollout.TrafficRouter;
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
	ReleaseStore releaseStore(JdbcClient jdbc, PlatformTransactionManager transactions, StateCodec codec) {
		return new JdbcReleaseStore(jdbc, new TransactionTemplate(transactions), codec);
	}

	/**
	 * Pods of the local cluster reach the platform at its loopback address; elsewhere the
	 * address is configured.
	 */
	@Bean
	ReleaseCluster releaseCluster(Environments environments, Views views,
			@Value("${slipway.zipkin-endpoint:}") String configured,
			@Value("${slipway.url:http://localhost:8080}") String url) {
		return new KubernetesReleases(new Reach(environments, views), variables(configured, url));
	}

	private static Map<String, String> variables(String configured, String url) {
		String endpoint = configured.isEmpty() ? url.replace("//localhost", "//127.0.0.1") + "/api/v2/spans"
				: configured;
		return Map.of("ZIPKIN_ENDPOINT", endpoint);
	}

	@Bean
	LiveObjects liveObjects(Environments environments, Views views, ReleaseCluster cluster,
			@Value("${slipway.zipkin-endpoint:}") String configured,
			@Value("${slipway.url:http://localhost:8080}") String url) {
		return new KubernetesLiveObjects(new Reach(environments, views), cluster, variables(configured, url));
	}

	@Bean
	ReleaseSecrets releaseSecrets(Environments environments, Views views) {
		return new KubernetesSecrets(new Reach(environments, views));
	}

	@Bean
	ReleaseEdits releaseEdits() {
		return new JsonReleaseEdits();
	}

	@Bean
	BreakGlass breakGlass(ReleaseStore store, Releases releases, TrafficRouter router, ReleaseCluster cluster,
			ObjectProvider<Clock> clock) {
		return new BreakGlass(store, releases, router, cluster, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	BreakGlassWatch breakGlassWatch(ReleaseStore store, BreakGlass glass, Environments environments,
			@Value("${slipway.break-glass.every:15s}") Duration every) {
		return new BreakGlassWatch(store, glass, environments, every);
	}

	@Bean
	AdoptableCluster adoptableCluster(Environments environments, Views views) {
		return new KubernetesAdoption(new Reach(environments, views));
	}

	@Bean
	Adoptions adoptions(AdoptableCluster cluster, Environments environments, ReleaseStore store,
			Repositories repositories, ObjectProvider<Clock> clock) {
		return new Adoptions(cluster, environments, store, repositories, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	TrafficRouter trafficRouter(Environments environments, Views views) {
		return new KubernetesRouter(new Reach(environments, views));
	}

	@Bean
	ReleaseJournal releaseJournal(JdbcClient jdbc) {
		return new JdbcReleaseJournal(jdbc);
	}

	@Bean
	Placement placement(Clusters clusters) {
		return new KubernetesPlacement(clusters);
	}

	@Bean
	Views views(Environments environments, Clusters clusters, ObjectProvider<Clock> clock) {
		return new Views(environments, clusters, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	WakeUps releaseWakeUps(Environments environments, Views views, Flows flows) {
		WakeUps wakeUps = new WakeUps(flows);
		views.onChange(wakeUps::changed);
		views.onChange(new PodRoles(environments, views)::changed);
		return wakeUps;
	}

	@Bean
	ReleaseListener releaseNews(ObjectProvider<LiveEvents> events, WakeUps wakeUps) {
		return new ReleaseNews(events, wakeUps);
	}

	@Bean
	ReleaseKind releaseKind(Flows flows, ReleaseStore store, ReleaseJournal journal, ReleaseCluster cluster,
			TrafficRouter router, Gates gates, ObjectProvider<ReleaseListener> listeners, Admission admission,
			ObjectProvider<Clock> clock) {
		return new ReleaseKind(flows, store, journal, cluster, router, gates, new AllListeners(listeners), admission,
				clock.getIfUnique(Clock::systemUTC));
	}

	/** Gates may need releases, so they are looked for when the first is asked for. */
	@Bean
	GateBook gateBook(ObjectProvider<Gate> gates) {
		return new GateBook(() -> gates.orderedStream().toList());
	}

	@Bean
	Proposals proposals(Repositories repositories, Environments environments, ReleaseStore store,
			Surroundings surroundings, GateBook book, ObjectProvider<Demand> demand) {
		return new Proposals(new YamlManifests(book::reader), repositories, environments, store, surroundings, book,
				demand.getIfAvailable(() -> Demand.UNKNOWN), new ManifestOverlay());
	}

	@Bean
	Configurations configurations(Releases releases, Proposals proposals) {
		return new Configurations(releases, proposals, new ManifestOverlay());
	}

	@Bean
	Surroundings surroundings(Clusters clusters) {
		return new KubernetesSurroundings(clusters);
	}

	@Bean
	Releases releases(ReleaseStore store, ReleaseJournal journal, Flows flows, ReleaseKind kind, Proposals proposals,
			Admission admission, ObjectProvider<Clock> clock) {
		return new Releases(store, journal, flows, kind, proposals, admission, clock.getIfUnique(Clock::systemUTC));
	}

	/** What one can go back to keeps the build that it came from. */
	@Bean
	BuildReferences buildsOfReleases(ReleaseStore store, @Value("${slipway.retention.releases:20}") int newest) {
		return (team, service) -> store.builds(service, newest);
	}

	@Bean
	CommitReleases releasesOfCommits(JdbcClient jdbc, Environments environments) {
		return new ReleasesOfCommits(jdbc, environments);
	}

	@Bean
	ReleaseTimeline releaseTimeline(ReleaseStore store, Releases releases) {
		return new ReleaseTimeline(store, releases);
	}

}
