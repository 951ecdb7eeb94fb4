package dev.slipway.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.test.CrashKit;
import dev.slipway.test.Lab;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The driver dies or stalls anywhere, and the release ends the same. */
class ReleaseCrashTest {

	@TestFactory
	Stream<DynamicTest> survivesCrashesOnTheWayForward() {
		return new CrashKit<>((lab) -> new Rolling(lab, false, true)).crashes();
	}

	@TestFactory
	Stream<DynamicTest> survivesCrashesOnTheWayBack() {
		return new CrashKit<>((lab) -> new Rolling(lab, true, true)).crashes();
	}

	@TestFactory
	Stream<DynamicTest> survivesCrashesOfAFirstReleaseThatFails() {
		return new CrashKit<>((lab) -> new Rolling(lab, true, false)).crashes();
	}

	@TestFactory
	Stream<DynamicTest> survivesBeingOvertakenOnTheWayForward() {
		return new CrashKit<>((lab) -> new Rolling(lab, false, true)).overtaken();
	}

	@TestFactory
	Stream<DynamicTest> survivesBeingOvertakenOnTheWayBack() {
		return new CrashKit<>((lab) -> new Rolling(lab, true, true)).overtaken();
	}

	@TestFactory
	Stream<DynamicTest> undoesNoAbort() {
		return new CrashKit<>((lab) -> new Rolling(lab, false, true)).overtakenBy("abort");
	}

	private static final class Rolling implements CrashKit.Scenario<ReleaseState> {

		private final FakeCluster cluster = new FakeCluster();

		private final FakeStore store = new FakeStore();

		private final ReleaseKind kind;

		private final Plan plan;

		Rolling(Lab lab, boolean broken, boolean stable) {
			Strategy strategy = new Strategy(Amount.parse("1"), Amount.parse("0"), Duration.ofSeconds(2),
					Duration.ofSeconds(30));
			Release first = this.store.add(FakeStore.draft(2, strategy), (release) -> {
			});
			this.store.record(first, stable ? Outcome.SUCCEEDED : Outcome.FAILED, "first");
			if (stable) {
				this.cluster.stable(1, 2);
			}
			this.plan = this.store.add(FakeStore.draft(2, strategy), (release) -> {
			}).plan();
			this.cluster.fate = (release, pod) -> {
				if (release == 1 || !broken) {
					pod.readySince = lab.clock().instant();
				}
			};
			this.cluster.onWrite = () -> lab.point("written");
			this.kind = new ReleaseKind(new NoFlows(), this.store, this.cluster, new ReleasePropertiesTest.Deaf(),
					lab.clock());
		}

		@Override
		public FlowKind<ReleaseState, ?, ?> kind() {
			return this.kind;
		}

		@Override
		public String id() {
			return this.plan.flowId();
		}

		@Override
		public ReleaseState initial() {
			return new ReleaseState.Waiting(this.plan);
		}

		@Override
		public void pass(Lab lab) {
			this.cluster.pass(lab.clock().instant());
		}

		@Override
		public Object ending(FlowView<ReleaseState> end) {
			String stable = this.store.stable("orders", "dev").map(Release::objectName).orElse("none");
			return List.of(end.state().getClass().getSimpleName(), this.cluster.replicas(), this.cluster.ready(),
					stable, Map.of("stable role", this.cluster.role(1) == Role.STABLE));
		}

	}

}
