package dev.slipway.rollout;

import java.time.Duration;
import java.util.List;

import dev.slipway.flow.Step;
import dev.slipway.rollout.Backward.Restoring;
import dev.slipway.rollout.Backward.Reverting;
import dev.slipway.rollout.Forward.Promoting;
import dev.slipway.rollout.Leaving.Retiring;
import dev.slipway.rollout.Forward.Warm;
import dev.slipway.rollout.ReleaseAction.EnsureReplicas;
import dev.slipway.rollout.ReleaseAction.EnsureTraffic;
import dev.slipway.rollout.ReleaseAction.Promote;
import dev.slipway.rollout.ReleaseAction.RecordOutcome;
import dev.slipway.strategy.Hold;
import dev.slipway.strategy.Router;
import dev.slipway.strategy.Routing;
import dev.slipway.strategy.Strategy.BlueGreen;
import dev.slipway.strategy.Terms;
import dev.slipway.strategy.Terms.Newer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way into and out of the rollback window: release 2 with 2 pods replaced release 1.
 */
@NullUnmarked
class ReleaseWarmTest extends ReleaseTable {

	private static final Plan BLUE_GREEN = new Plan("orders", "dev", 2, 2,
			new BlueGreen(Hold.NONE, List.of(), List.of(), Duration.ofMinutes(10), new Terms(Duration.ZERO,
					Duration.ofSeconds(60), Duration.ZERO, Routing.of(Router.NGINX), List.of(), Newer.SUPERSEDES)));

	private static final Warm WARM = new Warm(BLUE_GREEN, STABLE, NOW.plusSeconds(600));

	private static final Autoscaled OF_THE_NEW = new Autoscaled(2, false, true);

	private static final String GONE = "there is no Ingress orders";

	@Test
	void theReleaseBeforeGetsThePodsThatTheAutoscalerGivesThePromotedOne() {
		assertStays(WARM, see(b -> grown(b, 2)), List.of(new EnsureReplicas(1, 6), new EnsureReplicas(2, 2),
				new EnsureTraffic(new Split(2, 1, 2, 100, null, 0))));
		assertStays(WARM, see(b -> grown(b, 8)), List.of(new EnsureReplicas(1, 8), new EnsureReplicas(2, 2),
				new EnsureTraffic(new Split(2, 1, 2, 100, null, 0))));
	}

	@Test
	void takesTheRequestsBackWhenItHasThePodsForThem() {
		Step<ReleaseState, ReleaseAction> step = WARM.next(see(b -> {
			grown(b, 2);
			b.abort = "Aborted by sam";
		}), NOW);
		Reverting reverting = (Reverting) step.state();
		assertThat(reverting.stable()).isEqualTo(new Stable(1, 6));
		assertThat(step.reason()).contains("Rolled back to release 1", "when its 6 pods are ready");
		assertStays(reverting, see(b -> unrouted(b, 4)), List.of(new EnsureReplicas(1, 6)));
		assertStays(reverting, see(b -> unrouted(b, 5)),
				List.of(new EnsureTraffic(Split.all(1)), new EnsureReplicas(1, 6)));
		ReleaseState anew = reverting.next(see(b -> unrouted(b, 4)), NOW.plusSeconds(61)).state();
		Step<ReleaseState, ReleaseAction> late = anew.next(see(b -> unrouted(b, 4)), NOW.plusSeconds(122));
		assertThat(late.actions()).as("users do not stay on a bad release for ever")
			.contains(new EnsureTraffic(Split.all(1)));
	}

	@Test
	void takesThemBackAtOnceWhenNobodyGaveMore() {
		Step<ReleaseState, ReleaseAction> step = WARM.next(see(b -> {
			b.ready(5, NOW);
			b.oldReady = 2;
			b.abort = "Aborted by sam";
		}), NOW);
		assertThat(step.state()).isEqualTo(new Reverting(BLUE_GREEN, STABLE, step.reason(), NOW));
		assertThat(step.reason()).doesNotContain("pods");
	}

	@Test
	void turnsBackWhenItsRouteIsGoneBeforeThePromotion() {
		Step<ReleaseState, ReleaseAction> step = new Promoting(BLUE_GREEN, STABLE)
			.next(see(b -> b.traffic = Traffic.refused(GONE)), NOW);
		assertThat(step.state()).isInstanceOf(Restoring.class);
		assertThat(step.reason()).contains("Rolled back to release 1", GONE);
	}

	@Test
	void goesOnWithoutAWindowWhenItsRouteIsGoneAfterThePromotionWasRecorded() {
		Promoting promoting = new Promoting(BLUE_GREEN, STABLE);
		assertStays(promoting, see(b -> {
		}), List.of(new RecordOutcome(Outcome.SUCCEEDED, "Release 2 is stable with 2 pods")));
		assertStays(promoting, see(b -> {
			b.outcome = Outcome.SUCCEEDED;
			b.traffic = Traffic.refused(GONE);
		}), List.of(new EnsureTraffic(Split.all(2)), new Promote(2)));
		Step<ReleaseState, ReleaseAction> step = promoting.next(see(b -> {
			b.outcome = Outcome.SUCCEEDED;
			b.role = Role.STABLE;
			b.oldReady = 2;
			b.traffic = Traffic.refused(GONE);
		}), NOW);
		assertThat(step.state()).isEqualTo(new Retiring(BLUE_GREEN, STABLE, NOW));
		assertThat(step.reason()).contains("Release 2 is stable, but " + GONE, "there is no rollback window");
	}

	@Test
	void waitsForARouterThatIsSlowerThanThePromotion() {
		assertStays(new Promoting(BLUE_GREEN, STABLE), see(b -> {
			b.outcome = Outcome.SUCCEEDED;
			b.traffic = new Traffic(false, false, null, "no controller has taken the route up");
		}), List.of(new EnsureTraffic(new Split(2, 1, 2, 100, null, 0))));
	}

	/** The autoscaler gave the promoted release 6 pods. */
	private static void grown(Builder builder, int old) {
		builder.ready(6, NOW);
		builder.oldReady = old;
		builder.outcome = Outcome.SUCCEEDED;
		builder.autoscaled = OF_THE_NEW;
	}

	private static void unrouted(Builder builder, int old) {
		grown(builder, old);
		builder.autoscaled = new Autoscaled(1, true, true);
		builder.traffic = new Traffic(false, false, null, null);
	}

}
