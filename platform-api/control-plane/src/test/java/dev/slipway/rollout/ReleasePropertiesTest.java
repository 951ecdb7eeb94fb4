package dev.slipway.rollout;

import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.slipway.flow.FlowView;
import dev.slipway.rollout.FakeCluster.FakePod;
import dev.slipway.rollout.Hook.Standing;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.Schedule;
import dev.slipway.strategy.Strategy;
import dev.slipway.strategy.Strategy.Rolling;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Random strategies, pods, gates, users and aborts; the seed is the name of the case. */
@NullUnmarked
class ReleasePropertiesTest {

	static IntStream seeds() {
		return IntStream.range(0, 700);
	}

	static IntStream fewerSeeds() {
		return IntStream.range(0, 200);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void endsWithAllRequestsOnTheCandidateAndNeverLacksPods(int seed) {
		Random random = new Random(seed);
		RandomRun run = given(random, new RandomStrategies(random).next());
		ReleaseState end = run.run(() -> assertWhole(run));
		assertThat(end).as("%s", run.history).isInstanceOf(Ended.Succeeded.class);
		assertCandidateServes(run);
		assertThat(run.history).last().asString().containsAnyOf("is stable", "has drained");
		for (HookMoment moment : HookMoment.values()) {
			assertThat(run.cluster.standing(moment)).isIn(Standing.NONE, Standing.SUCCEEDED);
		}
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void neverHasMorePodsThanARollingReleaseMay(int seed) {
		Random random = new Random(seed);
		Rolling strategy = new RandomStrategies(random).rolling();
		RandomRun run = given(random, strategy);
		int ceiling = run.plan.replicas() + strategy.surge(run.plan.replicas());
		run.cluster.onWrite = () -> assertThat(run.cluster.desired()).isLessThanOrEqualTo(ceiling);
		assertThat(run.run(() -> assertWhole(run))).isInstanceOf(Ended.Succeeded.class);
		assertCandidateServes(run);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void endsAnAbortWithTheStableReleaseWholeAndTheCandidateGone(int seed) {
		Random random = new Random(seed);
		RandomRun run = given(random, new RandomStrategies(random).next());
		AtomicInteger ticks = new AtomicInteger(random.nextInt(60));
		ReleaseState end = run.run(() -> {
			assertWhole(run);
			if (ticks.getAndDecrement() == 0) {
				run.desire = "abort";
			}
		});
		if (end instanceof Ended.Succeeded) {
			assertCandidateServes(run);
		}
		else {
			assertThat(end).isInstanceOfAny(Ended.Aborted.class, Ended.RolledBack.class);
			assertStableServes(run);
			assertThat(run.history).anyMatch((line) -> line.contains("Aborted by sam"));
			for (HookMoment moment : HookMoment.values()) {
				assertThat(run.cluster.standing(moment)).isNotEqualTo(Standing.RUNNING);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void takesBackWhatDoesNotHold(int seed) {
		Random random = new Random(seed);
		RandomRun run = given(random, new RandomStrategies(random).next());
		int holding = random.nextInt(run.plan.replicas());
		boolean crashes = random.nextBoolean();
		run.cluster.fate = (release, pod) -> {
			if (release == 1 || Integer.parseInt(pod.name.substring(4)) <= run.plan.replicas() + holding) {
				pod.readySince = run.clock.instant();
			}
			else if (crashes) {
				crash(pod);
			}
		};
		ReleaseState end = run.run(() -> assertWhole(run));
		assertThat(end).as("%s", run.history).isInstanceOf(Ended.Failed.class);
		assertStableServes(run);
		assertThat(run.cluster.ready()).isEqualTo(run.plan.replicas());
		assertThat(((Ended.Failed) end).reason()).contains("Rolled back to release 1", "no port");
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void takesBackWhatAGateOrAGuardRailRefuses(int seed) {
		Random random = new Random(seed);
		RandomRun run = given(random, new RandomStrategies(random).next());
		AtomicInteger ticks = new AtomicInteger(random.nextInt(40));
		ReleaseState end = run.run(() -> {
			assertWhole(run);
			if (ticks.getAndDecrement() <= 0) {
				run.gates = Conclusion.FAILED;
				run.tripped = true;
			}
		});
		if (end instanceof Ended.Succeeded) {
			assertCandidateServes(run);
			return;
		}
		assertThat(end).isInstanceOfAny(Ended.Failed.class, Ended.RolledBack.class);
		assertStableServes(run);
		assertThat(((Ended) end).reason()).containsAnyOf("Gate ", "12 of 100 requests failed");
		if (end instanceof Ended.Failed) {
			assertThat(run.journal.findings).anyMatch((found) -> found.reading().conclusion() == Conclusion.FAILED);
		}
	}

	@ParameterizedTest
	@MethodSource("fewerSeeds")
	void takesBackWhoseJobsFail(int seed) {
		Random random = new Random(seed);
		RandomRun run = given(random, new RandomStrategies(random).next());
		HookMoment moment = random.nextBoolean() ? HookMoment.BEFORE : HookMoment.AFTER;
		run.cluster.hooks(2, moment);
		boolean hangs = random.nextInt(4) == 0;
		run.cluster.hookFate = (one) -> (one != moment) ? Standing.SUCCEEDED
				: hangs ? Standing.RUNNING : Standing.FAILED;
		ReleaseState end = run.run(() -> assertWhole(run));
		assertThat(end).as("%s", run.history).isInstanceOf(Ended.Failed.class);
		assertStableServes(run);
		assertThat(((Ended) end).reason()).contains("Job " + moment, hangs ? "has not ended after 60 s" : "failed",
				"no port");
		assertThat(run.cluster.standing(moment)).isEqualTo(hangs ? Standing.STOPPED : Standing.FAILED);
		assertThat(run.cluster.standing(HookMoment.CONTRACT)).isIn(Standing.NONE, Standing.STOPPED);
	}

	@ParameterizedTest
	@MethodSource("fewerSeeds")
	void staysPromotedWhateverItsContractingJobDoes(int seed) {
		Random random = new Random(seed);
		RandomRun run = given(random, new RandomStrategies(random).next());
		run.cluster.hooks(2, HookMoment.CONTRACT);
		run.cluster.hookFate = (one) -> (one == HookMoment.CONTRACT) ? Standing.FAILED : Standing.SUCCEEDED;
		ReleaseState end = run.run(() -> assertWhole(run));
		assertThat(end).as("%s", run.history).isInstanceOf(Ended.Succeeded.class);
		assertCandidateServes(run);
		assertThat(run.history).last().asString().contains("but Job CONTRACT failed");
	}

	private static RandomRun given(Random random, Strategy strategy) {
		RandomRun run = new RandomRun(random, 1 + random.nextInt(8), strategy);
		run.cluster.fate = (release, pod) -> {
			if (random.nextInt(4) == 0) {
				pod.readySince = run.clock.instant();
			}
		};
		run.router.onServe = () -> assertBorne(run);
		for (HookMoment moment : HookMoment.values()) {
			if (random.nextInt(3) == 0) {
				run.cluster.hooks(2, moment);
			}
		}
		return run;
	}

	/** The pods that are ready bear all requests, and nobody's requests are forgotten. */
	private static void assertWhole(RandomRun run) {
		Schedule schedule = run.plan.schedule(new Stable(1, run.plan.replicas()));
		assertThat(run.cluster.ready()).isGreaterThanOrEqualTo(schedule.floor());
		assertThat(run.router.share(1) + run.router.share(2)).isEqualTo(100);
	}

	/** Requests come only to a release that has pods for them. */
	private static void assertBorne(RandomRun run) {
		for (int release : new int[] { 1, 2 }) {
			int share = run.router.share(release);
			if (share > 0 && run.plan.drain().isZero()) {
				assertThat(run.cluster.ready(release)).isPositive();
			}
		}
	}

	private static void assertCandidateServes(RandomRun run) {
		assertThat(run.router.share(2)).isEqualTo(100);
		assertThat(run.cluster.replicas()).isEqualTo(Map.of(2, run.plan.replicas()));
		assertThat(run.cluster.role(2)).isEqualTo(Role.STABLE);
		assertThat(run.store.stable("orders", "dev")).map(Release::number).hasValue(2);
	}

	private static void assertStableServes(RandomRun run) {
		assertThat(run.router.share(1)).isEqualTo(100);
		assertThat(run.cluster.replicas()).isEqualTo(Map.of(1, run.plan.replicas()));
		assertThat(run.cluster.pods(2)).isZero();
		assertThat(run.cluster.role(1)).isEqualTo(Role.STABLE);
		assertThat(run.store.stable("orders", "dev")).map(Release::number).hasValue(1);
	}

	private static void crash(FakePod pod) {
		pod.restarts++;
		pod.waiting = "CrashLoopBackOff";
		pod.exit = "exit code 1 (Error)";
	}

	static final class Deaf implements ReleaseListener {

		@Override
		public void moved(FlowView<ReleaseState> flow, Workload candidate) {
		}

		@Override
		public void ended(FlowView<ReleaseState> flow, Outcome outcome) {
		}

	}

}
