package dev.slipway.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.Amount;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Router;
import dev.slipway.strategy.Routing;
import dev.slipway.strategy.Strategy;
import dev.slipway.strategy.Strategy.Rolling;
import dev.slipway.strategy.Terms;
import dev.slipway.strategy.Terms.Newer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever happens, never are there pods of two releases; the seed names the case. */
@NullUnmarked
class SingleActiveTest {

	static IntStream seeds() {
		return IntStream.range(0, 300);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void givesTheNewReleaseItsPodsWhenTheOldOneHasNone(int seed) {
		RandomRun run = given(seed);
		assertThat(run.run(() -> assertAlone(run))).as("%s", run.history).isInstanceOf(Ended.Succeeded.class);
		assertThat(run.cluster.replicas()).isEqualTo(Map.of(2, run.plan.replicas()));
		assertThat(run.store.stable("orders", "dev")).map(Release::number).hasValue(2);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void anAbortEndsTheCandidateBeforeTheStableReleaseComesBack(int seed) {
		RandomRun run = given(seed);
		AtomicInteger ticks = new AtomicInteger(new Random(seed).nextInt(30));
		ReleaseState end = run.run(() -> {
			assertAlone(run);
			if (ticks.getAndDecrement() == 0) {
				run.desire = "abort";
			}
		});
		if (!(end instanceof Ended.Succeeded)) {
			assertThat(end).isInstanceOf(Ended.Aborted.class);
			assertStable(run);
		}
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void goesBackTheSameWayWhenItDoesNotHold(int seed) {
		RandomRun run = given(seed);
		Random random = new Random(seed);
		boolean pods = random.nextBoolean();
		if (pods) {
			run.cluster.fate = (release, pod) -> {
				if (release == 1) {
					pod.readySince = run.clock.instant();
				}
				else if (random.nextInt(3) == 0) {
					pod.restarts++;
					pod.waiting = "CrashLoopBackOff";
					pod.exit = "exit code 1 (Error)";
				}
			};
		}
		else {
			run.gates = Conclusion.FAILED;
		}
		assertThat(run.run(() -> assertAlone(run))).as("%s", run.history).isInstanceOf(Ended.Failed.class);
		assertStable(run);
	}

	private static RandomRun given(int seed) {
		Random random = new Random(seed);
		Terms terms = new Terms(Duration.ofSeconds(random.nextInt(4)), Duration.ofSeconds(40), Duration.ofSeconds(5),
				Routing.of(Router.REPLICAS), List.of(), Newer.SUPERSEDES, true);
		Strategy strategy = new Rolling(Amount.parse("0"), Amount.parse("100%"),
				List.of(new GateSpec("errors", "metric", Map.of())), terms);
		RandomRun run = new RandomRun(random, 1 + random.nextInt(5), strategy);
		run.cluster.fate = (release, pod) -> {
			if (random.nextInt(3) == 0) {
				pod.readySince = run.clock.instant();
			}
		};
		run.cluster.onWrite = () -> assertAlone(run);
		return run;
	}

	/** Those that end count: they work until they are gone. */
	private static void assertAlone(RandomRun run) {
		assertThat(Math.min(run.cluster.pods(1), run.cluster.pods(2))).as("%s", run.history).isZero();
		assertThat(run.cluster.replicas().size()).isLessThanOrEqualTo(1);
	}

	private static void assertStable(RandomRun run) {
		assertThat(run.cluster.replicas()).isEqualTo(Map.of(1, run.plan.replicas()));
		assertThat(run.cluster.pods(2)).isZero();
		assertThat(run.store.stable("orders", "dev")).map(Release::number).hasValue(1);
	}

}
