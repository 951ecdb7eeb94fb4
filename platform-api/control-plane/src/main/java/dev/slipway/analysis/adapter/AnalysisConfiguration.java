package dev.slipway.analysis.adapter;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.slipway.api.AllowedAddresses;
import dev.slipway.analysis.GateKit;
import dev.slipway.analysis.GateRunner;
import dev.slipway.analysis.RailMemory;
import dev.slipway.analysis.ReleaseEvidence;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environments;
import dev.slipway.flow.Flows;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.traces.TraceStore;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Demand;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Placement;
import dev.slipway.rollout.ReleaseJournal;
import dev.slipway.rollout.ReleaseStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Wires gates to the stores, the clusters and the outside. Other features add kinds by
 * beans of type {@link Gate}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ WebhookSettings.class, LoadSettings.class })
class AnalysisConfiguration {

	private static final Duration CONNECT = Duration.ofSeconds(5);

	@Bean
	GateKit gateKit(MetricStore metrics, LogStore logs, TraceStore traces, Environments environments,
			Placement placement, RailMemory memory, @Value("${slipway.metrics.interval:5s}") String interval) {
		return new GateKit(metrics, logs, new StoredSpans(traces), new PodRestarts(environments, placement), memory,
				DurationStyle.detectAndParse(interval));
	}

	@Bean(destroyMethod = "close")
	JdbcRailMemory railMemory(JdbcClient jdbc) {
		return new JdbcRailMemory(jdbc);
	}

	@Bean
	Gate approvalGate(GateKit kit) {
		return kit.approval();
	}

	@Bean
	Gate metricGate(GateKit kit) {
		return kit.metric();
	}

	@Bean
	Gate compareGate(GateKit kit, OpenLoad load) {
		return kit.compare(load);
	}

	@Bean(destroyMethod = "close")
	OpenLoad openLoad(Environments environments, Clusters clusters, LoadSettings settings,
			ObjectProvider<Clock> clock) {
		return new OpenLoad(new KubernetesBackends(environments, clusters), client(), settings,
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	Demand demand(GateKit kit, ObjectProvider<Clock> clock) {
		return kit.demand(clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	Gate logGate(GateKit kit) {
		return kit.logs();
	}

	@Bean
	Gate traceGate(GateKit kit) {
		return kit.traces();
	}

	@Bean
	Gate httpGate(Environments environments, Clusters clusters, RailMemory memory) {
		return new HttpGate(new KubernetesBackends(environments, clusters), client(), memory);
	}

	@Bean
	Gate webhookGate(WebhookSettings settings) {
		return new WebhookGate(new AllowedAddresses(settings.allowed()), settings.secrets(), client());
	}

	/** Closed before the memory that looks write to. */
	@Bean(destroyMethod = "close")
	@DependsOn("railMemory")
	GateLooks gateLooks() {
		return new GateLooks();
	}

	@Bean
	GateRunner gateRunner(GateKit kit, List<Gate> gates, Flows flows, GateLooks looks, EndOfRelease end,
			ObjectProvider<Clock> clock) {
		Clock time = clock.getIfUnique(Clock::systemUTC);
		return kit.runner(gates, (release) -> release.draft().strategy().terms().guardRails(), looks::execute,
				(flow) -> flows.wake("release", flow), (release) -> looks.soon(() -> end.tell(release, time.instant())),
				time);
	}

	@Bean
	EndOfRelease endOfRelease(ReleaseEvidence evidence, ReleaseStore store, ReleaseJournal journal, Flows flows) {
		return new EndOfRelease(evidence, (release) -> store.stableBefore(release.draft().service(),
				release.draft().environment(), release.number()),
				(release) -> flows.history("release", release.plan().flowId()), journal);
	}

	@Bean
	GateTicker gateTicker(GateRunner runner, GateLooks looks, ReleaseJournal journal, ReleaseStore store,
			EndOfRelease end, RailMemory memory, ObjectProvider<Clock> clock) {
		MissedEvidence missed = new MissedEvidence(journal, store, end, clock.getIfUnique(Clock::systemUTC));
		return new GateTicker(runner, () -> looks.soon(() -> {
			missed.gather();
			memory.dropEnded();
		}));
	}

	@Bean
	ReleaseEvidence releaseEvidence(GateKit kit, Repositories repositories) {
		return kit.evidence(repositories);
	}

	private static HttpClient client() {
		return HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(CONNECT)
			.build();
	}

}
