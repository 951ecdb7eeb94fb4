package dev.slipway.rollout;

import java.time.Duration;
import java.util.List;

import dev.slipway.rollout.Forward.Holding;
import dev.slipway.strategy.Hold;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Strategy.CanaryStep;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How often a release is looked at that waits for people only. */
@NullUnmarked
class ReleaseIdleTest extends ReleaseTable {

	private static final Plan HELD = new Plan("orders", "dev", 2, 2,
			new Canary(List.of(new CanaryStep(50, null, null, 0, new Hold(Duration.ZERO, true), List.of())),
					Duration.ZERO, PLAN.strategy().terms()));

	private final Holding holding = new Holding(HELD, STABLE, FIRST, NOW, null, "waits until somebody resumes it");

	@Test
	void seldomWhereEventsTellWhatChanges() {
		assertThat(looksAgain(true)).isEqualTo(ReleaseState.LOOK_IDLE);
	}

	@Test
	void asOftenAsOthersWhereTheClusterRefusesItsWatches() {
		assertThat(looksAgain(false)).isEqualTo(ReleaseState.LOOK);
	}

	private Duration looksAgain(boolean told) {
		var step = this.holding.next(see((b) -> {
			b.told = told;
			b.ready(1, NOW.minusSeconds(60));
			b.oldReady = 1;
		}), NOW);
		assertThat(step.reason()).isNull();
		return step.wakeAfter();
	}

}
