package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import dev.slipway.flow.FlowView;
import dev.slipway.flow.Step;
import dev.slipway.rollout.FakeCluster.FakePod;
import dev.slipway.test.SettableClock;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Random strategies, pods and aborts; the seed is the name of the case. */
@NullUnmarked
class ReleasePropertiesTest {

	private static final int MOST_TICKS = 5000;

	private final SettableClock clock = new SettableClock();

	private final FakeCluster cluster = new FakeCluster();

	private final FakeStore store = new FakeStore();

	private final ReleaseKind kind = new ReleaseKind(new NoFlows(), this.store, this.cluster, new Deaf(), this.clock);

	private final List<String> history = new ArrayList<>();

	private String desire;

	static IntStream seeds() {
		return IntStream.range(0, 300);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void neverHasLessCapacityOrMorePodsThanTheBound(int seed) {
		Random random = new Random(seed);
		Plan plan = given(random);
		int floor = plan.replicas() - plan.unavailable();
		int ceiling = plan.replicas() + plan.surge();
		slowly(random);
		this.cluster.onWrite = () -> {
			assertThat(this.cluster.ready()).isGreaterThanOrEqualTo(floor);
			assertThat(this.cluster.desired()).isLessThanOrEqualTo(ceiling);
		};
		ReleaseState end = run(plan);
		assertThat(end).isInstanceOf(ReleaseState.Succeeded.class);
		assertThat(this.cluster.replicas()).isEqualTo(Map.of(2, plan.replicas()));
		assertThat(this.cluster.role(2)).isEqualTo(Role.STABLE);
		assertThat(this.history).last().asString().contains("Release 2 is stable");
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void endsAnAbortWithTheStableReleaseWholeAndTheCandidateGone(int seed) {
		Random random = new Random(seed);
		Plan plan = given(random);
		slowly(random);
		int abortAfter = random.nextInt(30);
		int floor = plan.replicas() - plan.unavailable();
		this.cluster.onWrite = () -> assertThat(this.cluster.ready()).isGreaterThanOrEqualTo(floor);
		ReleaseState end = run(plan, abortAfter);
		if (end instanceof ReleaseState.Aborted) {
			assertThat(this.cluster.replicas()).isEqualTo(Map.of(1, plan.replicas()));
			assertThat(this.cluster.pods(2)).isZero();
			assertThat(this.cluster.role(1)).isEqualTo(Role.STABLE);
			assertThat(this.history).contains("Aborted by sam");
		}
		else {
			assertThat(this.store.stable("orders", "dev")).map(Release::number).hasValue(2);
		}
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void takesBackWhatDoesNotHold(int seed) {
		Random random = new Random(seed);
		Plan plan = given(random);
		int holding = random.nextInt(plan.replicas());
		boolean crashes = random.nextBoolean();
		this.cluster.fate = (release, pod) -> {
			if (release == 1 || Integer.parseInt(pod.name.substring(4)) <= plan.replicas() + holding) {
				pod.readySince = this.clock.instant();
			}
			else if (crashes) {
				crash(pod);
			}
		};
		int floor = plan.replicas() - plan.unavailable();
		this.cluster.onWrite = () -> assertThat(this.cluster.ready()).isGreaterThanOrEqualTo(floor);
		ReleaseState end = run(plan);
		assertThat(end).isInstanceOf(ReleaseState.Failed.class);
		assertThat(this.cluster.replicas()).isEqualTo(Map.of(1, plan.replicas()));
		assertThat(this.cluster.ready()).isEqualTo(plan.replicas());
		assertThat(this.cluster.pods(2)).isZero();
		assertThat(((ReleaseState.Failed) end).reason()).contains("Rolled back to release 1", "no port");
	}

	private static void crash(FakePod pod) {
		pod.restarts++;
		pod.waiting = "CrashLoopBackOff";
		pod.exit = "exit code 1 (Error)";
	}

	private Plan given(Random random) {
		int replicas = 1 + random.nextInt(8);
		Strategy strategy = new Strategy(new Amount(random.nextInt(4), false), new Amount(random.nextInt(3), false),
				Duration.ofSeconds(random.nextInt(4)), Duration.ofSeconds(40));
		Release first = this.store.add(FakeStore.draft(replicas, strategy), (release) -> {
		});
		this.store.record(first, Outcome.SUCCEEDED, "first");
		this.cluster.stable(1, replicas);
		return this.store.add(FakeStore.draft(replicas, strategy), (release) -> {
		}).plan();
	}

	private void slowly(Random random) {
		this.cluster.fate = (release, pod) -> {
			if (random.nextInt(4) == 0) {
				pod.readySince = this.clock.instant();
			}
		};
	}

	private ReleaseState run(Plan plan) {
		return run(plan, Integer.MAX_VALUE);
	}

	private ReleaseState run(Plan plan, int abortAfter) {
		ReleaseState state = new ReleaseState.Waiting(plan);
		for (int tick = 0; tick < MOST_TICKS; tick++) {
			if (tick == abortAfter) {
				this.desire = "abort";
			}
			FlowView<ReleaseState> flow = new FlowView<>(plan.flowId(), state, 1, 1, this.desire, "sam", 0,
					Instant.EPOCH, Instant.EPOCH, false, null);
			Observed seen = this.kind.observe(flow);
			Step<ReleaseState, ReleaseAction> step = this.kind.next(state, seen, this.clock.instant());
			if (step.reason() != null) {
				this.history.add(step.reason());
			}
			state = step.state();
			FlowView<ReleaseState> saved = new FlowView<>(plan.flowId(), state, 1, 1, this.desire, "sam", 0,
					Instant.EPOCH, Instant.EPOCH, false, null);
			step.actions().forEach((action) -> this.kind.act(saved, seen, action));
			if (step.wakeAfter() == null) {
				return state;
			}
			this.clock.advance(Duration.ofSeconds(1));
			this.cluster.pass(this.clock.instant());
		}
		throw new AssertionError("No end: " + this.history);
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
