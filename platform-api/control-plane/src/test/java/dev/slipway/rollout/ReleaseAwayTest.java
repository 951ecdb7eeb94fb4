package dev.slipway.rollout;

import java.time.Instant;
import java.util.List;

import dev.slipway.flow.Step;
import dev.slipway.rollout.Backward.Restoring;
import dev.slipway.rollout.Backward.Reverting;
import dev.slipway.rollout.Backward.Withdrawing;
import dev.slipway.rollout.Ended.Failed;
import dev.slipway.rollout.Forward.Holding;
import dev.slipway.rollout.Forward.Preparing;
import dev.slipway.rollout.Forward.Rerouting;
import dev.slipway.rollout.Forward.Scaling;
import dev.slipway.rollout.Hook.Standing;
import dev.slipway.rollout.Leaving.Retiring;
import dev.slipway.rollout.ReleaseAction.EnsureReplicas;
import dev.slipway.rollout.ReleaseAction.EnsureTraffic;
import dev.slipway.rollout.ReleaseAction.RecordOutcome;
import dev.slipway.rollout.ReleaseAction.RecordRollback;
import dev.slipway.rollout.ReleaseAction.StopHooks;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The platform was killed when a state began and comes back long after its time is over:
 * what nobody asked for is not late, and what the cluster refuses holds up nothing for
 * ever.
 */
@NullUnmarked
class ReleaseAwayTest extends ReleaseTable {

	private static final Instant LONG_AGO = NOW.minusSeconds(9999);

	private static final Plan ALONE = new Plan("orders", "dev", 2, 2, PLAN.strategy().alone());

	private static final Traffic UNWRITTEN = new Traffic(false, false, null, null);

	private static final Traffic REFUSED = Traffic.refused("the cluster refuses HTTPRoute orders: forbidden");

	@Test
	void aFailedCandidateIsAskedToGoHoweverLate() {
		Withdrawing withdrawing = new Withdrawing(PLAN, STABLE, Outcome.FAILED, "bad", LONG_AGO);
		Withdrawing anew = new Withdrawing(PLAN, STABLE, Outcome.FAILED, "bad", NOW, true);
		assertMoves(withdrawing, see(b -> b.ready(2, NOW)), anew, new EnsureReplicas(1, 2),
				new EnsureTraffic(Split.all(1)), new EnsureReplicas(2, 0));
		Withdrawing late = new Withdrawing(PLAN, STABLE, Outcome.FAILED, "bad", LONG_AGO, true);
		assertStays(late, see(b -> b.ready(2, NOW)),
				List.of(new EnsureReplicas(1, 2), new EnsureTraffic(Split.all(1)), new EnsureReplicas(2, 0)));
		assertThat(late.next(see(Builder::hanging), NOW).state()).isEqualTo(new Failed(PLAN, "bad"));
		assertThat(withdrawing.next(see(Builder::hanging), NOW).state()).as("it was asked before")
			.isEqualTo(new Failed(PLAN, "bad"));
	}

	@Test
	void aJobIsStoppedBeforeTheEndHoweverLate() {
		Withdrawing late = new Withdrawing(PLAN, STABLE, Outcome.FAILED, "bad", LONG_AGO, true);
		for (Standing active : List.of(Standing.RUNNING, Standing.WAITING)) {
			Step<ReleaseState, ReleaseAction> step = late.next(see(b -> b.hook = hook(active)), NOW);
			assertThat(step.state()).isEqualTo(late);
			assertThat(step.actions()).contains(new StopHooks(2));
		}
		assertThat(late.next(see(b -> b.hook = hook(Standing.STOPPED)), NOW).state())
			.isEqualTo(new Failed(PLAN, "bad"));
	}

	@Test
	void theAutoscalerIsGivenBackHoweverLate() {
		Withdrawing withdrawing = new Withdrawing(PLAN, STABLE, Outcome.FAILED, "bad", LONG_AGO);
		Observed suspended = see(b -> {
			b.oldReady = 2;
			b.autoscaled = new Autoscaled(1, true, false);
		});
		Step<ReleaseState, ReleaseAction> step = Autoscaled.oneWriter(withdrawing, suspended,
				withdrawing.next(suspended, NOW));
		assertThat(step.state()).isInstanceOf(Withdrawing.class);
		assertThat(step.actions()).contains(new ReleaseAction.EnsureAutoscaler(Autoscale.free(1)));
		assertThat(((Withdrawing) step.state()).again(NOW)).as("once").isNull();
	}

	@Test
	void theOldPodsAreAskedToGoHoweverLate() {
		Retiring retiring = new Retiring(PLAN, STABLE, LONG_AGO);
		assertStays(retiring, see(b -> {
			b.ready(2, LONG_AGO);
			b.oldReady = 2;
		}), List.of(new EnsureTraffic(Split.all(2)), new EnsureReplicas(1, 0), new EnsureReplicas(2, 2)));
		assertThat(retiring.next(see(b -> {
			b.ready(2, LONG_AGO);
			b.oldPods = 1;
		}), NOW).state()).isInstanceOf(Ended.Succeeded.class);
	}

	@Test
	void theStableReleaseHasItsTimeToComeBack() {
		Restoring restoring = new Restoring(PLAN, STABLE, Outcome.FAILED, "bad", LONG_AGO);
		assertMoves(restoring, see(b -> {
			b.ready(2, NOW);
			b.traffic = UNWRITTEN;
		}), new Restoring(PLAN, STABLE, Outcome.FAILED, "bad", NOW, true), new RecordOutcome(Outcome.FAILED, "bad"),
				new EnsureReplicas(1, 2));
		assertThat(restoring.next(see(b -> b.outcome = Outcome.FAILED), NOW).state()).as("recorded, but not scaled")
			.isInstanceOf(Restoring.class);
		assertThat(new Restoring(PLAN, STABLE, Outcome.FAILED, "bad", LONG_AGO, true)
			.next(see(b -> b.outcome = Outcome.FAILED), NOW)
			.state()).as("once").isInstanceOf(Withdrawing.class);
	}

	@Test
	void theWarmReleaseHasItsTimeToComeBack() {
		Reverting reverting = new Reverting(PLAN, STABLE, "bad", LONG_AGO);
		assertMoves(reverting, see(b -> b.traffic = UNWRITTEN), new Reverting(PLAN, STABLE, "bad", NOW, true),
				new EnsureReplicas(1, 2));
		assertStays(new Reverting(PLAN, STABLE, "bad", LONG_AGO, true), see(b -> b.traffic = UNWRITTEN),
				List.of(new EnsureTraffic(Split.all(1)), new EnsureReplicas(1, 2)));
	}

	@Test
	void podsThatHoldHoldHoweverLateTheyAreSeen() {
		Holding lacking = new Holding(PLAN, STABLE, FIRST, LONG_AGO, LONG_AGO, "");
		assertThat(lacking.next(see(b -> b.ready(1, LONG_AGO)), NOW).state())
			.isEqualTo(new Scaling(PLAN, STABLE, LAST, NOW));
		assertThat(lacking.next(see(b -> b.replicas = 1), NOW).state()).isInstanceOf(Restoring.class);
	}

	@Test
	void podsThatNobodyAskedForAreNotLate() {
		Scaling scaling = new Scaling(PLAN, STABLE, FIRST, LONG_AGO);
		assertMoves(scaling, see(b -> b.oldReady = 2), new Scaling(PLAN, STABLE, FIRST, NOW, true),
				new EnsureReplicas(1, 2), new EnsureReplicas(2, 1));
		assertThat(scaling.next(see(b -> b.abort = "Aborted by sam"), NOW).reason()).isEqualTo("Aborted by sam");
		Step<ReleaseState, ReleaseAction> once = new Scaling(PLAN, STABLE, FIRST, LONG_AGO, true)
			.next(see(b -> b.oldReady = 2), NOW);
		assertThat(once.reason()).contains("0 of 1 pods were ready after 60 s");
	}

	@Test
	void aRouteThatNobodyWroteIsNotLate() {
		assertMoves(new Preparing(PLAN, STABLE, LONG_AGO), see(b -> b.traffic = UNWRITTEN),
				new Preparing(PLAN, STABLE, NOW, true), new EnsureTraffic(Split.all(1)));
		assertMoves(new Rerouting(PLAN, STABLE, FIRST, LONG_AGO), see(b -> b.traffic = UNWRITTEN),
				new Rerouting(PLAN, STABLE, FIRST, NOW, true), new EnsureTraffic(new Split(1, 1, 2, 33, null, 0)));
		for (ReleaseState late : List.of(new Preparing(PLAN, STABLE, LONG_AGO, true),
				new Rerouting(PLAN, STABLE, FIRST, LONG_AGO, true))) {
			assertThat(late.next(see(b -> b.traffic = UNWRITTEN), NOW).reason()).contains("did not confirm");
		}
		assertThat(new Rerouting(PLAN, STABLE, FIRST, LONG_AGO).next(see(b -> b.traffic = REFUSED), NOW).reason())
			.contains("did not confirm", "forbidden");
	}

	@Test
	void aRefusedRouteHoldsUpNoWayBack() {
		Observed restored = see(b -> {
			b.outcome = Outcome.FAILED;
			b.oldReady = 2;
			b.traffic = REFUSED;
		});
		assertThat(new Restoring(PLAN, STABLE, Outcome.FAILED, "bad", NOW).next(restored, NOW).state())
			.isInstanceOf(Restoring.class);
		Step<ReleaseState, ReleaseAction> step = new Restoring(PLAN, STABLE, Outcome.FAILED, "bad", LONG_AGO)
			.next(restored, NOW);
		assertThat(step.state()).isEqualTo(new Withdrawing(PLAN, STABLE, Outcome.FAILED, "bad", NOW));
		assertThat(step.reason()).contains(", but the cluster refuses HTTPRoute orders");
		step = new Withdrawing(PLAN, STABLE, Outcome.FAILED, "bad", LONG_AGO).next(restored, NOW);
		assertThat(step.state()).isEqualTo(new Failed(PLAN, "bad"));
		assertThat(step.reason()).contains("bad, but the cluster refuses HTTPRoute orders");
	}

	@Test
	void aRefusedRouteHoldsUpNeitherRollbackNorRetirement() {
		Reverting reverting = new Reverting(PLAN, STABLE, "bad", LONG_AGO);
		assertStays(reverting, see(b -> {
			b.oldReady = 2;
			b.outcome = Outcome.SUCCEEDED;
			b.traffic = REFUSED;
		}), List.of(new RecordRollback("bad")));
		Step<ReleaseState, ReleaseAction> step = reverting.next(see(b -> {
			b.oldReady = 2;
			b.outcome = Outcome.ROLLED_BACK;
			b.traffic = REFUSED;
		}), NOW);
		assertThat(step.state()).isInstanceOf(Withdrawing.class);
		assertThat(step.reason()).contains("is stable again, but the cluster refuses");
		step = new Retiring(PLAN, STABLE, LONG_AGO).next(see(b -> b.traffic = REFUSED), NOW);
		assertThat(step.state()).isInstanceOf(Ended.Succeeded.class);
		assertThat(step.reason()).contains("has drained, but the cluster refuses");
	}

	@Test
	void theEngineGivesPodsToWhatNoAutoscalerScales() {
		Withdrawing withdrawing = new Withdrawing(ALONE, STABLE, Outcome.FAILED, "bad", NOW);
		for (int pods : List.of(0, 1)) {
			Observed freed = see(b -> {
				b.oldReady = pods;
				b.outcome = Outcome.FAILED;
				b.autoscaled = new Autoscaled(1, false, true);
			});
			Step<ReleaseState, ReleaseAction> step = Autoscaled.oneWriter(withdrawing, freed,
					OneActive.order(withdrawing, freed, NOW, withdrawing.next(freed, NOW)));
			assertThat(step.state()).isEqualTo(withdrawing);
			assertThat(step.actions().contains(new EnsureReplicas(1, 2))).isEqualTo(pods == 0);
		}
	}

	private static Hook hook(Standing standing) {
		return new Hook(standing, "migrate-r2", java.time.Duration.ofSeconds(60), null, "", null);
	}

}
