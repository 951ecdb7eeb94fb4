package dev.slipway.rollout;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.slipway.flow.FlowView;
import dev.slipway.rollout.Forward.Holding;
import dev.slipway.rollout.Forward.Preparing;
import dev.slipway.rollout.Forward.Rerouting;
import dev.slipway.rollout.Forward.Scaling;
import dev.slipway.rollout.Forward.Warm;
import dev.slipway.strategy.Amount;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Router;
import dev.slipway.strategy.Routing;
import dev.slipway.strategy.Strategy.Rolling;
import dev.slipway.strategy.Terms;
import dev.slipway.strategy.Terms.Newer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which states are saved before gates and guard rails are asked in them. */
@NullUnmarked
class ReleaseWalkTest extends ReleaseTable {

	private static final Plan RAILED = new Plan("orders", "dev", 2, 2,
			new Rolling(new Amount(1, false), new Amount(0, false), List.of(),
					new Terms(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(30),
							Routing.of(Router.REPLICAS), List.of(new GateSpec("errors", "errors", Map.of())),
							Newer.SUPERSEDES)));

	private final RolloutFakes fakes = new RolloutFakes();

	private final ReleaseKind kind = new ReleaseKind(this.fakes.flows(), this.fakes.store(), this.fakes.journal(), null,
			null, new NoGates(), this.fakes.listener(), new NoRules(), Clock.systemUTC());

	@Test
	void aStageWithGatesIsSavedBeforeTheyAreAsked() {
		assertThat(this.kind.observingStarts(new Holding(GATED, STABLE, FIRST, NOW, null, ""))).isTrue();
		assertThat(this.kind.observingStarts(new Rerouting(GATED, STABLE, FIRST, NOW))).isFalse();
		assertThat(this.kind.observingStarts(new Holding(PLAN, STABLE, FIRST, NOW, null, ""))).isFalse();
	}

	@Test
	void aShareIsToldWhenTheRouterHasConfirmedIt() {
		this.fakes.store().add(FakeStore.draft(2, PLAN.strategy()), (release) -> {
		});
		this.fakes.store().add(FakeStore.draft(2, PLAN.strategy()), (release) -> {
		});
		int first = PLAN.schedule(STABLE).stage(FIRST).weight();
		int last = PLAN.schedule(STABLE).stage(LAST).weight();
		assertThat(first).isBetween(1, last - 1);
		assertThat(weight(new Rerouting(PLAN, STABLE, FIRST, NOW))).isZero();
		assertThat(weight(new Holding(PLAN, STABLE, FIRST, NOW, null, ""))).isEqualTo(first);
		assertThat(weight(new Scaling(PLAN, STABLE, LAST, NOW))).isEqualTo(first);
		assertThat(weight(new Rerouting(PLAN, STABLE, LAST, NOW))).as("asked, not confirmed").isEqualTo(first);
		assertThat(weight(new Holding(PLAN, STABLE, LAST, NOW, null, ""))).isEqualTo(last);
	}

	private int weight(ReleaseState state) {
		return this.kind.progress(new FlowView<>(PLAN.flowId(), state, 1, 1, null, null, 0, NOW, NOW, false, null))
			.weight();
	}

	@Test
	void aStateInWhichGuardRailsLookIsSavedBeforeTheyDo() {
		assertThat(this.kind.observingStarts(new Holding(RAILED, STABLE, FIRST, NOW, null, ""))).isTrue();
		assertThat(this.kind.observingStarts(new Warm(RAILED, STABLE, NOW))).isTrue();
		assertThat(this.kind.observingStarts(new Preparing(RAILED, STABLE, NOW))).as("sends it nothing yet").isFalse();
		assertThat(this.kind.observingStarts(new Warm(PLAN, STABLE, NOW))).isFalse();
	}

}
