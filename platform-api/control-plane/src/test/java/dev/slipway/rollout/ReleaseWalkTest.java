package dev.slipway.rollout;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.slipway.rollout.Forward.Holding;
import dev.slipway.rollout.Forward.Preparing;
import dev.slipway.rollout.Forward.Rerouting;
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
	void aStateInWhichGuardRailsLookIsSavedBeforeTheyDo() {
		assertThat(this.kind.observingStarts(new Holding(RAILED, STABLE, FIRST, NOW, null, ""))).isTrue();
		assertThat(this.kind.observingStarts(new Warm(RAILED, STABLE, NOW))).isTrue();
		assertThat(this.kind.observingStarts(new Preparing(RAILED, STABLE, NOW))).as("sends it nothing yet").isFalse();
		assertThat(this.kind.observingStarts(new Warm(PLAN, STABLE, NOW))).isFalse();
	}

}
