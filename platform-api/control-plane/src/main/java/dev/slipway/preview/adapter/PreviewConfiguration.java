package dev.slipway.preview.adapter;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environments;
import dev.slipway.environments.ServiceDatabases;
import dev.slipway.environments.TemporaryEnvironments;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;
import dev.slipway.preview.EngineReleases;
import dev.slipway.preview.Preview;
import dev.slipway.preview.PreviewKind;
import dev.slipway.preview.PreviewLimits;
import dev.slipway.preview.PreviewStore;
import dev.slipway.preview.Previews;
import dev.slipway.repository.PushListener;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.ReleaseListener;
import dev.slipway.rollout.ReleaseState;
import dev.slipway.rollout.Releases;
import dev.slipway.rollout.Workload;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires previews. */
@Configuration(proxyBeanMethods = false)
class PreviewConfiguration {

	@Bean
	PreviewStore previewStore(JdbcClient jdbc, PlatformTransactionManager transactions) {
		return new JdbcPreviewStore(jdbc, new TransactionTemplate(transactions));
	}

	@Bean
	PreviewLimits previewLimits(@Value("${slipway.previews.per-service:5}") int perService,
			@Value("${slipway.previews.per-team:20}") int perTeam,
			@Value("${slipway.previews.idle:72h}") Duration idle) {
		return new PreviewLimits(perService, perTeam, idle);
	}

	@Bean
	TemporaryEnvironments previewEnvironments(PreviewStore store) {
		return (name) -> Optional.ofNullable(Preview.numberOf(name))
			.flatMap(store::find)
			.filter((preview) -> preview.removedAt() == null)
			.map(Preview::environment);
	}

	@Bean
	PreviewKind previewKind(PreviewStore store, Environments environments, Clusters clusters,
			ServiceDatabases databases, Releases releases, Repositories repositories, PreviewLimits limits,
			ObjectProvider<Clock> clock) {
		return new PreviewKind(store, new KubernetesPlaces(environments, clusters, databases),
				new EngineReleases(releases), repositories, limits, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	Previews previews(PreviewStore store, PreviewKind kind, Flows flows, Environments environments,
			Repositories repositories, @Value("${slipway.previews.base:}") String base, PreviewLimits limits,
			ObjectProvider<Clock> clock) {
		return new Previews(store, kind, flows, environments, repositories, base.isBlank() ? null : base, limits,
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	ReleaseListener previewsAfterReleases(ObjectProvider<Previews> previews) {
		return new Followed(previews);
	}

	@Bean
	PushListener previewsAfterBranches(ObjectProvider<Previews> previews) {
		return new Branches(previews);
	}

	/** Tells a preview when its branch was deleted. */
	private record Branches(ObjectProvider<Previews> previews) implements PushListener {

		@Override
		public void pushed(String team, String name, String branch, String commit, String pusher) {
			// Its build asks for the preview.
		}

		@Override
		public void deleted(String team, String name, String branch) {
			this.previews.getObject().branchDeleted(name, branch);
		}

	}

	/** Tells a preview when its release has ended. */
	private record Followed(ObjectProvider<Previews> previews) implements ReleaseListener {

		@Override
		public void moved(FlowView<ReleaseState> flow, Workload candidate) {
			// Only the end counts.
		}

		@Override
		public void ended(FlowView<ReleaseState> flow, Outcome outcome) {
			this.previews.getObject().ended(flow.state().plan().environment());
		}

	}

}
