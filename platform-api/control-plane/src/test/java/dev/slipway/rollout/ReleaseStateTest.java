package dev.slipway.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.flow.Step;
import dev.slipway.rollout.Backward.Restoring;
import dev.slipway.rollout.Backward.Withdrawing;
import dev.slipway.rollout.Ended.Aborted;
import dev.slipway.rollout.Ended.Failed;
import dev.slipway.rollout.Ended.Succeeded;
import dev.slipway.rollout.Forward.Creating;
import dev.slipway.rollout.Leaving.Draining;
import dev.slipway.rollout.Forward.Holding;
import dev.slipway.rollout.Forward.Preparing;
import dev.slipway.rollout.Forward.Promoting;
import dev.slipway.rollout.Forward.Rerouting;
import dev.slipway.rollout.Forward.Scaling;
import dev.slipway.rollout.Forward.Waiting;
import dev.slipway.rollout.Hook.Standing;
import dev.slipway.rollout.Hooked.Contracting;
import dev.slipway.rollout.Hooked.Migrating;
import dev.slipway.rollout.Hooked.Smoking;
import dev.slipway.rollout.ReleaseAction.Announce;
import dev.slipway.rollout.ReleaseAction.EnsureObjects;
import dev.slipway.rollout.ReleaseAction.EnsureReplicas;
import dev.slipway.rollout.ReleaseAction.EnsureTraffic;
import dev.slipway.rollout.ReleaseAction.Promote;
import dev.slipway.rollout.ReleaseAction.RecordOutcome;
import dev.slipway.rollout.ReleaseAction.StartHook;
import dev.slipway.rollout.ReleaseAction.StopHooks;
import dev.slipway.rollout.ReleaseCluster.Evidence;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The table of transitions: release 2 with 2 pods replaces release 1 with 2 pods. */
@NullUnmarked
class ReleaseStateTest extends ReleaseTable {

	@Test
	void waitsForAnOlderRelease() {
		assertStays(new Waiting(PLAN), see(b -> b.olderLive = 1), List.of());
	}

	@Test
	void setsOutFromTheStableRelease() {
		assertMoves(new Waiting(PLAN), see(b -> b.stable = STABLE), new Creating(PLAN, STABLE, NOW),
				new EnsureObjects(2));
	}

	@Test
	void createsUntilAllObjectsAreThere() {
		assertStays(new Creating(PLAN, STABLE, NOW), see(b -> b.complete = false), List.of(new EnsureObjects(2)));
		assertMoves(new Creating(PLAN, STABLE, NOW), see(b -> {
		}), new Preparing(PLAN, STABLE, NOW));
	}

	@Test
	void runsItsJobsBeforeTheFirstPod() {
		Migrating migrating = new Migrating(PLAN, STABLE, NOW);
		assertMoves(new Creating(PLAN, STABLE, NOW), see(b -> b.hook = hook(Standing.WAITING)), migrating);
		assertStays(migrating, see(b -> b.hook = hook(Standing.WAITING)), List.of(new StartHook(2, "migrate-r2")));
		assertStays(migrating, see(b -> b.hook = hook(Standing.RUNNING)), List.of());
		assertMoves(migrating, see(b -> b.hook = hook(Standing.SUCCEEDED)), new Preparing(PLAN, STABLE, NOW));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "FAILED | 0 | Job migrate-r2 failed: BackoffLimitExceeded. Its last lines: no such table",
					"GONE | 0 | Job migrate-r2 was deleted: whether it has run is not known",
					"RUNNING | 71 | Job migrate-r2 has not ended after 60 s. Its last lines: no such table" })
	void failsWhenItsJobsDoNotSucceed(Standing standing, int seconds, String verdict) {
		for (ReleaseState state : List.of(new Migrating(PLAN, STABLE, NOW), new Smoking(PLAN, STABLE, NOW))) {
			Step<ReleaseState, ReleaseAction> step = state.next(see(b -> {
				b.ready(2, NOW);
				b.hook = hook(standing).with(new Evidence("", "no such table"));
			}), NOW.plusSeconds(seconds));
			assertThat(step.state()).isInstanceOf(Restoring.class);
			assertThat(step.reason()).contains("Rolled back to release 1", verdict);
		}
	}

	@Test
	void testsItselfBeforeTheOldPodsGo() {
		assertMoves(new Holding(PLAN, STABLE, LAST, NOW, null, ""), see(b -> {
			b.ready(2, NOW.minusSeconds(5));
			b.hook = hook(Standing.WAITING);
		}), new Smoking(PLAN, STABLE, NOW));
		assertStays(new Smoking(PLAN, STABLE, NOW), see(b -> {
			b.ready(2, NOW);
			b.oldReady = 1;
			b.hook = hook(Standing.WAITING);
		}), List.of(new EnsureReplicas(1, 1), new EnsureReplicas(2, 2),
				new EnsureTraffic(new Split(1, 1, 2, 67, null, 0)), new StartHook(2, "migrate-r2")));
		assertMoves(new Smoking(PLAN, STABLE, NOW), see(b -> {
			b.ready(2, NOW);
			b.hook = hook(Standing.SUCCEEDED);
		}), new Draining(PLAN, STABLE, NOW));
	}

	@Test
	void contractsWhenThereIsNoWayBackAndStaysPromoted() {
		Contracting contracting = new Contracting(PLAN, "Release 2 is stable", NOW);
		assertMoves(new Promoting(PLAN, STABLE), see(b -> {
			b.outcome = Outcome.SUCCEEDED;
			b.role = Role.STABLE;
			b.hook = hook(Standing.WAITING);
		}), contracting);
		assertStays(contracting, see(b -> b.hook = hook(Standing.WAITING)), List.of(new StartHook(2, "migrate-r2")));
		assertMoves(contracting, see(b -> b.hook = hook(Standing.FAILED)), new Succeeded(PLAN, true),
				new Announce(Outcome.SUCCEEDED));
		assertStays(contracting, see(b -> {
			b.hook = hook(Standing.WAITING);
			b.abort = "Superseded by release 3";
		}), List.of(new StopHooks(2)));
		assertMoves(contracting, see(b -> {
			b.hook = hook(Standing.STOPPED);
			b.abort = "Superseded by release 3";
		}), new Succeeded(PLAN, true), new Announce(Outcome.SUCCEEDED));
	}

	@Test
	void stopsItsJobsOnTheWayBack() {
		Withdrawing withdrawing = new Withdrawing(PLAN, STABLE, Outcome.ABORTED, "Aborted by sam", NOW);
		assertStays(withdrawing, see(b -> b.hook = hook(Standing.RUNNING)), List.of(new EnsureReplicas(1, 2),
				new EnsureTraffic(Split.all(1)), new StopHooks(2), new EnsureReplicas(2, 0)));
		assertThat(withdrawing.next(see(b -> b.hook = hook(Standing.WAITING)), NOW).state())
			.as("a driver that was overtaken could start it")
			.isEqualTo(withdrawing);
		assertMoves(withdrawing, see(b -> b.hook = hook(Standing.STOPPED)), new Aborted(PLAN, "Aborted by sam"),
				new Announce(Outcome.ABORTED));
	}

	private static Hook hook(Standing standing) {
		return new Hook(standing, "migrate-r2", Duration.ofSeconds(60), "migrate-r2-x",
				(standing == Standing.FAILED) ? "BackoffLimitExceeded" : "", null);
	}

	@Test
	void setsTheRouterBeforeTheFirstPod() {
		Preparing preparing = new Preparing(PLAN, STABLE, NOW);
		assertStays(preparing, see(b -> b.traffic = Traffic.NOT_ASKED), List.of(new EnsureTraffic(Split.all(1))));
		assertMoves(preparing, see(b -> b.oldReady = 2), new Scaling(PLAN, STABLE, FIRST, NOW),
				new EnsureReplicas(1, 2), new EnsureReplicas(2, 1));
	}

	@Test
	void failsWhenTheClusterRefusesAnObject() {
		Step<ReleaseState, ReleaseAction> step = new Creating(PLAN, STABLE, NOW)
			.next(see(b -> b.refusal = "the cluster refuses ConfigMap orders-r2: too big"), NOW);
		assertThat(step.state()).isInstanceOf(Restoring.class);
		assertThat(step.reason()).contains("Rolled back to release 1", "refuses ConfigMap");
	}

	@Test
	void holdsTheBatchUntilItsPodsAreReady() {
		assertStays(new Scaling(PLAN, STABLE, FIRST, NOW), see(b -> {
			b.replicas = 1;
			b.oldReady = 2;
		}), List.of(new EnsureReplicas(1, 2), new EnsureReplicas(2, 1)));
		assertMoves(new Scaling(PLAN, STABLE, FIRST, NOW), see(b -> b.ready(1, NOW)),
				new Rerouting(PLAN, STABLE, FIRST, NOW));
		assertMoves(new Scaling(PLAN, STABLE, FIRST, NOW.minusSeconds(999)), see(b -> b.ready(1, NOW)),
				new Rerouting(PLAN, STABLE, FIRST, NOW)); // the platform was away
															// meanwhile
	}

	@Test
	void dividesTheRequestsBeforeItHolds() {
		Rerouting rerouting = new Rerouting(PLAN, STABLE, FIRST, NOW);
		assertStays(rerouting, see(b -> b.traffic = new Traffic(true, false, null, null)),
				List.of(new EnsureTraffic(new Split(1, 1, 2, 33, null, 0))));
		assertMoves(rerouting, see(b -> {
		}), new Holding(PLAN, STABLE, FIRST, NOW, null, ""));
		assertThat(rerouting.next(see(b -> b.foreseen = "2,319 requests are needed."), NOW).reason())
			.isEqualTo("Stage 1 of 2: 33 % of the requests. 2,319 requests are needed.");
		Step<ReleaseState, ReleaseAction> late = new Rerouting(PLAN, STABLE, FIRST, NOW.minusSeconds(61))
			.next(see(b -> b.traffic = new Traffic(true, false, null, "Accepted: no such Gateway")), NOW);
		assertThat(late.state()).isInstanceOf(Restoring.class);
		assertThat(late.reason()).contains("did not confirm", "no such Gateway", "Check that its controller runs");
		assertMoves(new Rerouting(PLAN, STABLE, FIRST, NOW.minusSeconds(999)), see(b -> {
		}), new Holding(PLAN, STABLE, FIRST, NOW, null, ""));
	}

	@Test
	void opensTheGateAfterMinReady() {
		Holding gate = new Holding(PLAN, STABLE, FIRST, NOW, null, "");
		EnsureTraffic third = new EnsureTraffic(new Split(1, 1, 2, 33, null, 0));
		Observed young = see(b -> {
			b.ready(1, NOW.minusSeconds(4));
			b.oldReady = 2;
		});
		Holding lacking = new Holding(PLAN, STABLE, FIRST, NOW, NOW, "");
		assertMoves(gate, young, lacking, new EnsureReplicas(1, 2), new EnsureReplicas(2, 1), third);
		assertStays(lacking, young, List.of(new EnsureReplicas(1, 2), new EnsureReplicas(2, 1), third));
		assertMoves(gate, see(b -> b.ready(1, NOW.minusSeconds(5))), new Scaling(PLAN, STABLE, LAST, NOW),
				new EnsureReplicas(1, 1), new EnsureReplicas(2, 2));
	}

	@Test
	void drainsAfterTheLastBatch() {
		assertMoves(new Holding(PLAN, STABLE, LAST, NOW, null, ""), see(b -> b.ready(2, NOW.minusSeconds(5))),
				new Draining(PLAN, STABLE, NOW));
		assertStays(new Draining(PLAN, STABLE, NOW), see(b -> {
			b.ready(2, NOW.minusSeconds(5));
			b.oldPods = 1;
		}), List.of(new EnsureTraffic(new Split(1, 1, 2, 67, null, 0)), new EnsureReplicas(1, 0),
				new EnsureReplicas(2, 2)));
		assertMoves(new Draining(PLAN, STABLE, NOW), see(b -> b.ready(2, NOW)), new Promoting(PLAN, STABLE));
	}

	@Test
	void promotesOnlyWhatIsRecorded() {
		Promoting promoting = new Promoting(PLAN, STABLE);
		Step<ReleaseState, ReleaseAction> first = promoting.next(see(b -> b.ready(2, NOW)), NOW);
		assertThat(first.actions()).singleElement()
			.isInstanceOfSatisfying(RecordOutcome.class,
					(end) -> assertThat(end.outcome()).isEqualTo(Outcome.SUCCEEDED));
		assertStays(promoting, see(b -> {
			b.outcome = Outcome.SUCCEEDED;
			b.traffic = Traffic.NOT_ASKED;
		}), List.of(new EnsureTraffic(Split.all(2))));
		assertStays(promoting, see(b -> b.outcome = Outcome.SUCCEEDED), List.of(new Promote(2)));
		assertMoves(promoting, see(b -> {
			b.outcome = Outcome.SUCCEEDED;
			b.role = Role.STABLE;
		}), new Succeeded(PLAN), new Announce(Outcome.SUCCEEDED));
		assertMoves(promoting, see(b -> {
			b.outcome = Outcome.SUCCEEDED;
			b.role = Role.STABLE;
			b.oldReady = 1;
		}), new Leaving.Retiring(PLAN, STABLE, NOW));
	}

	@Test
	void whatIsPromotedIsNotPromotedByHandAgain() {
		for (ReleaseState state : List.of(new Leaving.Retiring(PLAN, STABLE, NOW),
				new Contracting(PLAN, "Release 2 is stable", NOW))) {
			Step<ReleaseState, ReleaseAction> step = ByHand.next(state, see(b -> {
				b.outcome = Outcome.SUCCEEDED;
				b.role = Role.STABLE;
				b.byHand = 2;
				b.ready(2, NOW);
			}), NOW);
			assertThat(step.state()).isInstanceOf(Succeeded.class);
		}
	}

	@Test
	void failsWhenABatchIsLate() {
		Scaling scaling = new Scaling(PLAN, STABLE, FIRST, NOW.minusSeconds(61));
		Step<ReleaseState, ReleaseAction> step = scaling.next(see(b -> {
			b.replicas = 1;
			b.pods.add(new PodSeen("orders-r2-x", null, "Running", null, 0, false, null, null, null,
					new Evidence(
							"Readiness probe GET /ready on port 8080 failed: HTTP probe failed with statuscode: 503",
							"waiting for db")));
		}), NOW);
		assertThat(step.state()).isInstanceOfSatisfying(Restoring.class,
				(state) -> assertThat(state.outcome()).isEqualTo(Outcome.FAILED));
		assertThat(step.reason()).contains("0 of 1 pods were ready after 60 s", "orders-r2-x", "readiness probe",
				"GET /ready on port 8080 failed: HTTP probe failed with statuscode: 503", "waiting for db");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "CrashLoopBackOff | exit code 1 (Error) | Mend what ends the program",
					"CrashLoopBackOff | exit code 0 (Completed) | Its program ends by itself",
					"CrashLoopBackOff | exit code 137 (OOMKilled) | raise resources.limits.memory",
					"ImagePullBackOff | exit code 1 (Error) | Check that the image is in the registry",
					"RunContainerError | exit code 128 (StartError) | Check the image's entry point" })
	void saysWhatToDoAboutAPodThatDoesNotRun(String waiting, String exit, String remedy) {
		PodSeen pod = new PodSeen("orders-r2-x", null, "Running", null, 2, false, waiting, null, exit, null);
		assertThat(new Scaling(PLAN, STABLE, FIRST, NOW).next(see(b -> b.pods.add(pod)), NOW).reason())
			.contains("Rolled back to release 1", waiting, exit, remedy);
	}

	@Test
	void failsAtOnceWhenAPodCrashesAgainAndAgain() {
		Step<ReleaseState, ReleaseAction> step = new Scaling(PLAN, STABLE, FIRST, NOW)
			.next(see(b -> b.pods.add(crashing(2))), NOW);
		assertThat(step.reason()).contains("CrashLoopBackOff", "exit code 1 (Error)", "restarted 2 times",
				"Mend what ends the program", "no main manifest");
	}

	@Test
	void forgivesOneCrash() {
		Step<ReleaseState, ReleaseAction> step = new Scaling(PLAN, STABLE, FIRST, NOW)
			.next(see(b -> b.pods.add(crashing(1))), NOW);
		assertThat(step.state()).isInstanceOf(Scaling.class);
	}

	@Test
	void restoresTheStableReleaseBeforeItWithdraws() {
		Restoring restoring = new Restoring(PLAN, STABLE, Outcome.ABORTED, "Aborted by sam", NOW);
		List<ReleaseAction> actions = List.of(new RecordOutcome(Outcome.ABORTED, "Aborted by sam"),
				new EnsureReplicas(1, 2));
		List<ReleaseAction> rerouting = new ArrayList<>(actions);
		rerouting.add(0, new EnsureTraffic(Split.all(1)));
		assertStays(restoring, see(b -> b.oldReady = 2), rerouting);
		assertStays(restoring, see(b -> b.outcome = Outcome.ABORTED), actions);
		Withdrawing withdrawing = new Withdrawing(PLAN, STABLE, Outcome.ABORTED, "Aborted by sam", NOW);
		assertMoves(restoring, see(b -> {
			b.outcome = Outcome.ABORTED;
			b.oldReady = 2;
		}), withdrawing);
		assertStays(withdrawing, see(b -> b.ready(1, NOW)),
				List.of(new EnsureReplicas(1, 2), new EnsureTraffic(Split.all(1)), new EnsureReplicas(2, 0)));
		assertMoves(withdrawing, see(b -> {
		}), new Aborted(PLAN, "Aborted by sam"), new Announce(Outcome.ABORTED));
	}

	@Test
	void doesNotWaitForeverForABrokenStableRelease() {
		Restoring late = new Restoring(PLAN, STABLE, Outcome.FAILED, "bad", NOW.minusSeconds(61), true);
		assertThat(late.next(see(b -> b.outcome = Outcome.FAILED), NOW).state()).isInstanceOf(Withdrawing.class);
	}

	@Test
	void goesForwardWhenThePromotionWasRecordedFirst() {
		Restoring restoring = new Restoring(PLAN, STABLE, Outcome.ABORTED, "Aborted by sam", NOW);
		Observed promoted = see(b -> {
			b.abort = "Aborted by sam";
			b.outcome = Outcome.SUCCEEDED;
			b.ready(2, NOW);
		});
		assertThat(restoring.next(promoted, NOW).state()).isEqualTo(new Draining(PLAN, STABLE, NOW));
		assertThat(new Draining(PLAN, STABLE, NOW).next(promoted, NOW).state()).isEqualTo(new Promoting(PLAN, STABLE));
	}

	@Test
	void keepsTheFirstReleaseAsEvidenceWhenItFails() {
		Step<ReleaseState, ReleaseAction> step = new Scaling(PLAN, null, 1, NOW).next(see(b -> b.pods.add(crashing(2))),
				NOW);
		assertThat(step.reason()).startsWith("No release to go back to.");
		assertMoves(new Withdrawing(PLAN, null, Outcome.FAILED, "bad", NOW), see(b -> {
		}), new Failed(PLAN, "bad"), new Announce(Outcome.FAILED));
	}

	@Test
	void keepsWhatAGuardRailFoundBeforeItTurnsBack() {
		Reading broken = Reading.of(Reading.Conclusion.FAILED, "12 of 100 requests failed");
		Holding holding = new Holding(PLAN, STABLE, FIRST, NOW, null, "");
		assertStays(holding, see(b -> b.tripped = broken),
				List.of(new ReleaseAction.KeepFinding(FIRST, "guard rail", broken)));
		Step<ReleaseState, ReleaseAction> kept = holding.next(see(b -> {
			b.tripped = broken;
			b.kept.put("guard rail", broken);
		}), NOW);
		assertThat(kept.state()).isInstanceOf(Restoring.class);
		assertThat(kept.reason()).contains("12 of 100");
	}

	@Test
	void keepsWhatItsGatesFoundBeforeItGoesOnOrBack() {
		for (Reading.Conclusion conclusion : List.of(Reading.Conclusion.PASSED, Reading.Conclusion.FAILED)) {
			Reading found = Reading.of(conclusion, "errorRatio 3 %");
			Holding holding = new Holding(GATED, STABLE, FIRST, NOW, null, "");
			assertStays(holding, see(b -> {
				b.ready(1, NOW.minusSeconds(5));
				b.gates.put("errors", found);
			}), List.of(new ReleaseAction.KeepFinding(FIRST, "errors", found)));
			Step<ReleaseState, ReleaseAction> kept = holding.next(see(b -> {
				b.ready(1, NOW.minusSeconds(5));
				b.gates.put("errors", found);
				b.kept.put("errors", found);
			}), NOW);
			assertThat(kept.state())
				.isInstanceOf((conclusion == Reading.Conclusion.PASSED) ? Scaling.class : Restoring.class);
		}
	}

	@ParameterizedTest
	@MethodSource("abortable")
	void obeysAnAbortFromAnyLiveState(ReleaseState state) {
		Step<ReleaseState, ReleaseAction> step = state.next(see(b -> b.abort = "Aborted by sam"), NOW);
		assertThat(step.state()).isEqualTo(new Restoring(PLAN, state.stable(), Outcome.ABORTED, "Aborted by sam", NOW));
	}

	static List<ReleaseState> abortable() {
		return List.of(new Waiting(PLAN), new Creating(PLAN, STABLE, NOW), new Scaling(PLAN, STABLE, FIRST, NOW),
				new Preparing(PLAN, STABLE, NOW), new Rerouting(PLAN, STABLE, FIRST, NOW),
				new Holding(PLAN, STABLE, FIRST, NOW, null, ""), new Draining(PLAN, STABLE, NOW),
				new Promoting(PLAN, STABLE), new Creating(PLAN, null, NOW), new Migrating(PLAN, STABLE, NOW),
				new Smoking(PLAN, STABLE, NOW));
	}

}
