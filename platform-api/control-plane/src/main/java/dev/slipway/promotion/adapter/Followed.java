package dev.slipway.promotion.adapter;

import dev.slipway.flow.FlowView;
import dev.slipway.promotion.Promotions;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Plan;
import dev.slipway.rollout.ReleaseListener;
import dev.slipway.rollout.ReleaseState;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Workload;
import org.springframework.beans.factory.ObjectProvider;

/** Tells promotions when a release has ended: theirs, or one that they follow. */
final class Followed implements ReleaseListener {

	private final ReleaseStore releases;

	private final ObjectProvider<Promotions> promotions;

	Followed(ReleaseStore releases, ObjectProvider<Promotions> promotions) {
		this.releases = releases;
		this.promotions = promotions;
	}

	@Override
	public void moved(FlowView<ReleaseState> flow, Workload candidate) {
		// Only the end counts.
	}

	@Override
	public void ended(FlowView<ReleaseState> flow, Outcome outcome) {
		Plan plan = flow.state().plan();
		this.releases.find(plan.service(), plan.environment(), plan.number())
			.ifPresent((release) -> this.promotions.getObject().follow(release));
	}

}
