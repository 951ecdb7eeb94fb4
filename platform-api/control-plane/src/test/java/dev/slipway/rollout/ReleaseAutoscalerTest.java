package dev.slipway.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.slipway.rollout.Autoscale.Mode;
import dev.slipway.strategy.Hold;
import dev.slipway.strategy.Router;
import dev.slipway.strategy.Routing;
import dev.slipway.strategy.Strategy;
import dev.slipway.strategy.Strategy.BlueGreen;
import dev.slipway.strategy.Terms;
import dev.slipway.strategy.Terms.Newer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random strategies, pods and users while an autoscaler scales as it likes. The fake
 * cluster fails the test when two write the pods of one release.
 */
@NullUnmarked
class ReleaseAutoscalerTest {

	private static final int MAX = 12;

	static IntStream seeds() {
		return IntStream.range(0, 200);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void handsTheAutoscalerOverWhenTheCandidateHasThePodsThatTheStableReleaseHad(int seed) {
		Random random = new Random(seed);
		RandomRun run = given(random);
		AtomicInteger floor = new AtomicInteger();
		AtomicInteger bearing = new AtomicInteger(Integer.MAX_VALUE);
		ReleaseState end = run.run(() -> {
			Autoscale set = run.cluster.autoscaler.set;
			if (set.target() == 1 && set.mode() != Mode.FREE) {
				floor.compareAndSet(0, run.cluster.replicas().getOrDefault(1, 0));
				if (run.router.share(2) == 100) {
					bearing.accumulateAndGet(run.cluster.ready(2), Math::min);
				}
			}
		});
		assertThat(end).as("%s", run.history).isInstanceOf(Ended.Succeeded.class);
		assertThat(run.cluster.autoscaler.set).isEqualTo(Autoscale.free(2));
		assertThat(floor.get()).isPositive();
		assertThat(((Ended.Succeeded) end).plan().replicas()).isGreaterThanOrEqualTo(floor.get());
		assertThat(bearing.get()).as("pods when all requests are its own").isGreaterThanOrEqualTo(floor.get());
		assertThat(run.cluster.replicas()).containsOnlyKeys(2);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void givesTheAutoscalerBackAfterAnAbort(int seed) {
		Random random = new Random(seed);
		RandomRun run = given(random);
		AtomicInteger ticks = new AtomicInteger(random.nextInt(60));
		ReleaseState end = run.run(() -> {
			if (ticks.getAndDecrement() == 0) {
				run.desire = "abort";
			}
		});
		if (end instanceof Ended.Succeeded) {
			assertThat(run.cluster.autoscaler.set).isEqualTo(Autoscale.free(2));
			return;
		}
		assertThat(run.cluster.autoscaler.set).isEqualTo(Autoscale.free(1));
		assertThat(run.cluster.replicas()).containsOnlyKeys(1);
		assertThat(run.cluster.ready(1)).isPositive();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void givesTheRequestsBackOnlyToAsManyPodsAsTheNewReleaseWasGiven(int seed) {
		Random random = new Random(seed);
		Terms terms = new Terms(Duration.ZERO, Duration.ofSeconds(60), Duration.ZERO, Routing.of(Router.SELECTOR),
				List.of(), Newer.SUPERSEDES);
		RandomRun run = given(random, new BlueGreen(Hold.NONE, List.of(), List.of(), Duration.ofSeconds(20), terms));
		AtomicInteger window = new AtomicInteger(1 + random.nextInt(8));
		AtomicInteger given = new AtomicInteger();
		run.cluster.autoscaler.load = (pods) -> pods + ((run.cluster.role(2) == Role.STABLE) ? random.nextInt(3) : 0);
		run.router.onServe = () -> {
			if (run.desire != null && run.router.share(1) == 100) {
				// One restarts, and two were added in the tick between.
				assertThat(run.cluster.ready(1)).isGreaterThanOrEqualTo(given.get() - 3);
			}
		};
		ReleaseState end = run.run(() -> {
			given.set(run.cluster.replicas().getOrDefault(2, 0));
			if (run.cluster.role(2) == Role.STABLE && window.getAndDecrement() == 0) {
				run.desire = "abort";
			}
		});
		assertThat(end).as("%s", run.history).isInstanceOf(Ended.RolledBack.class);
	}

	/** Release 1 is asked for with fewer pods than the autoscaler gave it. */
	private static RandomRun given(Random random) {
		return given(random, new RandomStrategies(random).next());
	}

	private static RandomRun given(Random random, Strategy strategy) {
		int asked = 1 + random.nextInt(4);
		RandomRun run = new RandomRun(random, asked, strategy, FakeStore::scaled);
		run.cluster.autoscaler = new FakeAutoscaler(1, 1, MAX);
		run.cluster.stable(1, asked + random.nextInt(4));
		run.cluster.autoscaler.load = (pods) -> pods + random.nextInt(3) - 1;
		run.cluster.fate = (release, pod) -> {
			if (random.nextInt(3) > 0) {
				pod.readySince = run.clock.instant();
			}
		};
		return run;
	}

}
