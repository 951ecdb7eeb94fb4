package dev.slipway.rollout;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.strategy.Amount;
import dev.slipway.strategy.Hold;
import dev.slipway.strategy.Router;
import dev.slipway.strategy.Routing;
import dev.slipway.strategy.Strategy;
import dev.slipway.strategy.Strategy.BlueGreen;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Strategy.CanaryStep;
import dev.slipway.strategy.Strategy.Rolling;
import dev.slipway.strategy.Terms;
import dev.slipway.strategy.Terms.Newer;
import dev.slipway.test.CrashKit;
import dev.slipway.test.Lab;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The driver dies or stalls anywhere, and the release ends the same. */
class ReleaseCrashTest {

	private static final Terms TERMS = new Terms(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(3),
			Routing.of(Router.REPLICAS), List.of(), Newer.SUPERSEDES);

	private static final Terms ROUTED = new Terms(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(3),
			Routing.of(Router.HTTP_ROUTE), List.of(), Newer.SUPERSEDES);

	private static final Strategy ROLLING = new Rolling(Amount.parse("1"), Amount.parse("0"), List.of(), TERMS);

	private static final Strategy ALONE = ROLLING.alone();

	private static final Strategy CANARY = new Canary(
			List.of(new CanaryStep(50, null, null, 0, new Hold(Duration.ofSeconds(2), false), List.of())),
			Duration.ZERO, ROUTED);

	private static final Strategy BLUE_GREEN = new BlueGreen(Hold.NONE, List.of(), List.of(), Duration.ofSeconds(5),
			ROUTED);

	static List<Strategy> strategies() {
		return List.of(ROLLING, CANARY, BLUE_GREEN);
	}

	@TestFactory
	Stream<DynamicTest> survivesCrashesOnTheWayForward() {
		return each((strategy) -> new CrashKit<>((lab) -> new OneRelease(lab, strategy, false, true)).crashes());
	}

	@TestFactory
	Stream<DynamicTest> survivesCrashesOnTheWayBack() {
		return each((strategy) -> new CrashKit<>((lab) -> new OneRelease(lab, strategy, true, true)).crashes());
	}

	@TestFactory
	Stream<DynamicTest> survivesCrashesOfAFirstReleaseThatFails() {
		return each((strategy) -> new CrashKit<>((lab) -> new OneRelease(lab, strategy, true, false)).crashes());
	}

	@TestFactory
	Stream<DynamicTest> survivesBeingOvertakenOnTheWayForward() {
		return each((strategy) -> new CrashKit<>((lab) -> new OneRelease(lab, strategy, false, true)).overtaken());
	}

	@TestFactory
	Stream<DynamicTest> survivesBeingOvertakenOnTheWayBack() {
		return each((strategy) -> new CrashKit<>((lab) -> new OneRelease(lab, strategy, true, true)).overtaken());
	}

	@TestFactory
	Stream<DynamicTest> undoesNoAbort() {
		return Stream.of(ROLLING, CANARY)
			.flatMap((strategy) -> new CrashKit<>((lab) -> new OneRelease(lab, strategy, false, true))
				.overtakenBy("abort"));
	}

	/** A third of the places: what is tried elsewhere differs only in who goes first. */
	@TestFactory
	Stream<DynamicTest> survivesCrashesWhereOneReleaseAtATimeIsActive() {
		AtomicInteger cases = new AtomicInteger();
		return Stream.of(false, true)
			.map((broken) -> new CrashKit<>((lab) -> new OneRelease(lab, ALONE, broken, true)))
			.flatMap((kit) -> Stream.concat(kit.crashes(), kit.overtaken()))
			.filter((test) -> cases.getAndIncrement() % 3 == 0);
	}

	private static Stream<DynamicTest> each(Function<Strategy, Stream<DynamicTest>> tests) {
		return strategies().stream().flatMap(tests);
	}

	private static final class OneRelease implements CrashKit.Scenario<ReleaseState> {

		private final FakeCluster cluster = new FakeCluster();

		private final FakeRouter router = new FakeRouter();

		private final FakeStore store = new FakeStore();

		private final ReleaseKind kind;

		private final Plan plan;

		OneRelease(Lab lab, Strategy strategy, boolean broken, boolean stable) {
			Release first = this.store.add(FakeStore.draft(2, strategy), (release) -> {
			});
			this.store.record(first, stable ? Outcome.SUCCEEDED : Outcome.FAILED, "first");
			if (stable) {
				this.cluster.stable(1, 2);
				this.router.start(Split.all(1));
			}
			this.plan = this.store.add(FakeStore.draft(2, strategy), (release) -> {
			}).plan();
			this.cluster.fate = (release, pod) -> {
				if (release == 1 || !broken) {
					pod.readySince = lab.clock().instant();
				}
			};
			this.cluster.onWrite = () -> lab.point("written");
			if (strategy != ROLLING) {
				this.cluster.hooks(2, HookMoment.values());
			}
			this.kind = new ReleaseKind(new NoFlows(), this.store, new FakeJournal(), this.cluster, this.router,
					new NoGates(), new ReleasePropertiesTest.Deaf(), new NoRules(), lab.clock());
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
			return new Forward.Waiting(this.plan);
		}

		@Override
		public void pass(Lab lab) {
			this.cluster.pass(lab.clock().instant());
			this.router.pass();
		}

		@Override
		public Object ending(FlowView<ReleaseState> end) {
			String stable = this.store.stable("orders", "dev").map(Release::objectName).orElse("none");
			return List.of(end.state().getClass().getSimpleName(), this.cluster.replicas(), this.cluster.ready(),
					stable, Map.of("stable role", this.cluster.role(1) == Role.STABLE), this.router.share(2),
					Arrays.stream(HookMoment.values()).map(this::hook).toList());
		}

		/** Started at most once, and never after the end. */
		private String hook(HookMoment moment) {
			return moment + " " + this.cluster.standing(moment) + " " + this.cluster.starts(moment);
		}

	}

}
