package dev.slipway.promotion;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Step;
import dev.slipway.promotion.Promotion.Draft;
import dev.slipway.promotion.PromotionAction.AskPeople;
import dev.slipway.promotion.PromotionAction.RequestRelease;
import dev.slipway.promotion.PromotionAction.Tell;
import dev.slipway.promotion.PromotionSeen.Ending;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.RefusedRelease;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Releases;
import dev.slipway.rollout.UnusableManifests;
import dev.slipway.strategy.BadStrategy;
import org.jspecify.annotations.Nullable;

/** Promotions as flows: {@code <service>/<environment>/<number>}. */
public final class PromotionKind implements FlowKind<PromotionState, PromotionSeen, PromotionAction> {

	/** The name of this kind in the store. */
	public static final String NAME = "promotion";

	private final PromotionStore store;

	private final ReleaseStore releases;

	private final Requests requests;

	private final Freezes freezes;

	private final PromotionListener listener;

	private final Clock clock;

	public PromotionKind(PromotionStore store, ReleaseStore releases, Requests requests, Freezes freezes,
			PromotionListener listener, Clock clock) {
		this.store = store;
		this.releases = releases;
		this.requests = requests;
		this.freezes = freezes;
		this.listener = listener;
		this.clock = clock;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Class<PromotionState> stateType() {
		return PromotionState.class;
	}

	@Override
	public PromotionSeen observe(FlowView<PromotionState> flow) {
		Promotion promotion = promotion(flow);
		Draft draft = promotion.draft();
		Instant now = this.clock.instant();
		String frozen = this.freezes.at(draft.environment(), now)
			.filter(Frozen::refuses)
			.map((found) -> found.describe(now))
			.orElse(null);
		boolean proven = Digest.of(draft.image())
			.filter((digest) -> Proof.of(this.releases, draft.service(), draft.from(), digest))
			.isPresent();
		return new PromotionSeen(promotion, this.store.answers(promotion), proven, frozen, ending(promotion));
	}

	@Override
	public Step<PromotionState, PromotionAction> next(PromotionState state, PromotionSeen observation, Instant now) {
		return state.next(observation, now);
	}

	@Override
	public void act(FlowView<PromotionState> flow, PromotionSeen seen, PromotionAction action) {
		if (action instanceof AskPeople) {
			this.listener.approvalWanted(seen.promotion());
		}
		else if (action instanceof Tell tell) {
			this.listener.over(seen.promotion(), tell.result());
		}
		else if (action instanceof RequestRelease) {
			request(seen.promotion());
		}
	}

	/**
	 * A driver that was overtaken, and asks for the release too, finds that it is kept
	 * and keeps nothing.
	 */
	private void request(Promotion promotion) {
		Draft draft = promotion.draft();
		ReleaseRequest request = new ReleaseRequest(draft.team(), draft.service(), draft.environment(), draft.image(),
				draft.commit(), draft.build(), StrategyChanges.none(), draft.requestedBy())
			.ofPromotion(promotion.number());
		try {
			this.requests.request(request, promotion, this.store);
		}
		catch (RefusedRelease | BadStrategy | UnusableManifests ex) {
			this.store.refused(promotion, String.valueOf(ex.getMessage()));
		}
	}

	private @Nullable Ending ending(Promotion promotion) {
		Integer number = promotion.release();
		if (number == null) {
			return null;
		}
		Optional<Release> release = this.releases.find(promotion.draft().service(), promotion.draft().environment(),
				number);
		Outcome outcome = release.map(Release::outcome).orElse(null);
		if (outcome == null) {
			return null;
		}
		String reason = release.map(Release::reason).orElse("");
		return new Ending(outcome == Outcome.SUCCEEDED, reason);
	}

	private Promotion promotion(FlowView<PromotionState> flow) {
		String[] parts = flow.id().split("/");
		return this.store.find(parts[0], parts[1], Integer.parseInt(parts[2]))
			.orElseThrow(() -> new IllegalStateException("Promotion " + flow.id() + " is not in the store"));
	}

	/** Asks for releases. */
	public interface Requests {

		/**
		 * Asks for one, and keeps its number with the promotion in one transaction.
		 * @throws IllegalStateException when the promotion has one
		 */
		void request(ReleaseRequest request, Promotion promotion, PromotionStore store);

		/** By the engine. */
		static Requests of(Releases releases) {
			return (request, promotion, store) -> releases.request(request,
					(added) -> store.released(promotion, added.number()));
		}

	}

}
