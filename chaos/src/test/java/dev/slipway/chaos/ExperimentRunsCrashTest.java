package dev.slipway.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.test.CrashKit;
import dev.slipway.test.Lab;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever dies or stalls, no fault stays behind and the verdict is the same: the
 * platform is killed before and after each step, and overtaken between save and act.
 */
class ExperimentRunsCrashTest {

	private static final Fault SLOW = new Fault.Latency(Duration.ofMillis(500));

	private static final BiConsumer<FakeWorld, Lab> NOTHING = (world, lab) -> {
	};

	@TestFactory
	Stream<DynamicTest> aPodKill() {
		return everything(new Fault.PodKill(), NOTHING);
	}

	@TestFactory
	Stream<DynamicTest> aLatency() {
		return everything(SLOW, NOTHING);
	}

	@TestFactory
	Stream<DynamicTest> anAbort() {
		return kit(SLOW, (world, lab) -> {
			if (!world.slow.isEmpty() && lab.stored().desire() == null) {
				lab.desire("abort");
			}
		}).crashes();
	}

	@TestFactory
	Stream<DynamicTest> aHalt() {
		return kit(SLOW, (world, lab) -> {
			if (!world.slow.isEmpty()) {
				world.halt = new Halt(true, "outage", "sam", Instant.EPOCH);
			}
		}).crashes();
	}

	@TestFactory
	Stream<DynamicTest> aReleaseThatTurnsBackMeanwhile() {
		return kit(SLOW, (world, lab) -> {
			if (!world.slow.isEmpty()) {
				world.over = "Release 2 no longer waits at stage 1";
			}
		}).crashes();
	}

	@TestFactory
	Stream<DynamicTest> aPodThatDoesNotLetGo() {
		return kit(SLOW, (world, lab) -> world.stubborn.addAll(world.slow)).crashes();
	}

	private static Stream<DynamicTest> everything(Fault fault, BiConsumer<FakeWorld, Lab> meanwhile) {
		CrashKit<RunState> kit = kit(fault, meanwhile);
		return Stream.of(kit.crashes(), kit.overtaken(), kit.overtakenBy("abort")).flatMap((tests) -> tests);
	}

	private static CrashKit<RunState> kit(Fault fault, BiConsumer<FakeWorld, Lab> meanwhile) {
		return new CrashKit<>((lab) -> {
			FakeWorld world = new FakeWorld(3);
			world.point = lab::point;
			return new Scenario(lab, world, fault, meanwhile);
		});
	}

	private record Scenario(Lab lab, FakeWorld world, Fault fault,
			BiConsumer<FakeWorld, Lab> meanwhile) implements CrashKit.Scenario<RunState> {

		@Override
		public FlowKind<RunState, ?, ?> kind() {
			return new ExperimentRuns(this.world, this.world, this.world, this.world, this.world,
					(plan, candidate) -> this.world.over, this.lab.clock());
		}

		@Override
		public String id() {
			return "1/1";
		}

		@Override
		public RunState initial() {
			return new Pending(Runs.plan(this.fault, Duration.ofSeconds(15)), this.lab.clock().instant());
		}

		@Override
		public void pass(Lab running) {
			this.world.pass();
			this.meanwhile.accept(this.world, running);
		}

		@Override
		public Object ending(FlowView<RunState> end) {
			return List.of("verdict " + end.state().verdict(), "healthy " + end.state().healthy(),
					"slow " + this.world.slow, "pods " + this.world.pods.size(), "hit " + this.world.everHit,
					"recorded " + this.world.verdict);
		}

	}

}
