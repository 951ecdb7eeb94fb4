package dev.slipway.promotion;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.promotion.Promotion.Answer;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.RolloutFakes;
import dev.slipway.test.CrashKit;
import dev.slipway.test.Lab;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The driver dies or stalls anywhere, and the release is asked for once. */
@NullUnmarked
class PromotionCrashTest {

	@TestFactory
	Stream<DynamicTest> survivesCrashes() {
		return new CrashKit<PromotionState>((lab) -> new OnePromotion(lab, false)).crashes();
	}

	@TestFactory
	Stream<DynamicTest> survivesBeingOvertaken() {
		return new CrashKit<PromotionState>((lab) -> new OnePromotion(lab, false)).overtaken();
	}

	@TestFactory
	Stream<DynamicTest> neverBecomesAReleaseWhenItIsWithdrawnInThatMoment() {
		return new CrashKit<PromotionState>((lab) -> new OnePromotion(lab, true)).crashes();
	}

	private static final class OnePromotion implements CrashKit.Scenario<PromotionState> {

		private final FakePromotions store = new FakePromotions();

		private final RolloutFakes rollout = new RolloutFakes();

		private final ReleaseStore releases = this.rollout.store();

		private final PromotionKind kind;

		OnePromotion(Lab lab, boolean withdrawn) {
			Release staged = this.releases.add(draft("staging"), (added) -> {
			});
			this.releases.record(staged, Outcome.SUCCEEDED, "ok");
			this.store.add(FakePromotions.draft(1, true), (added) -> {
			});
			Freezes freezes = new Freezes(new RuleBook(Map.of()), new NoFreezes(), this.releases, this.rollout.flows(),
					(freeze) -> {
					}, lab.clock());
			this.kind = new PromotionKind(this.store, this.releases, (request, promotion, kept) -> {
				lab.point("asked");
				if (withdrawn) {
					kept.withdraw(promotion, "sam");
				}
				Promotion now = kept.find("orders", "prod", 1).orElseThrow();
				if (now.release() != null || now.withdrawnBy() != null) {
					throw new IllegalStateException("The transaction is rolled back");
				}
				this.releases.add(draft("prod"), (added) -> kept.released(promotion, added.number()));
				lab.point("kept");
			}, freezes, new Silent(), lab.clock());
		}

		private static Release.Draft draft(String environment) {
			return new Release.Draft("orders", environment, "shop", FakePromotions.IMAGE, "c0ffee1", 7, 2, null, "[]",
					null, "sam", Instant.EPOCH);
		}

		@Override
		public FlowKind<PromotionState, ?, ?> kind() {
			return this.kind;
		}

		@Override
		public String id() {
			return "orders/prod/1";
		}

		@Override
		public PromotionState initial() {
			return new PromotionState.Soaking();
		}

		@Override
		public void pass(Lab lab) {
			this.store.answer(null, new Answer("olga", true, "", Instant.EPOCH));
			this.releases.find("orders", "prod", 2)
				.ifPresent((release) -> this.releases.record(release, Outcome.SUCCEEDED, ""));
		}

		@Override
		public Object ending(FlowView<PromotionState> end) {
			return List.of(end.state(), this.releases.list("orders", "prod", 99, 99).size());
		}

	}

	/** Hears nothing. */
	static final class Silent implements PromotionListener {

		@Override
		public void approvalWanted(Promotion promotion) {
		}

		@Override
		public void over(Promotion promotion, PromotionState.Result result) {
		}

	}

	/** Nobody froze anything. */
	static final class NoFreezes implements FreezeStore {

		@Override
		public AdHocFreeze add(AdHocFreeze freeze, Consumer<AdHocFreeze> alongside) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Optional<AdHocFreeze> find(String environment, long id) {
			return Optional.empty();
		}

		@Override
		public List<AdHocFreeze> open(String environment, Instant now) {
			return new ArrayList<>();
		}

		@Override
		public List<AdHocFreeze> list(String environment, int limit) {
			return List.of();
		}

		@Override
		public boolean end(long id, Instant now, String by) {
			return false;
		}

	}

}
