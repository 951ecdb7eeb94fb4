package dev.slipway.rollout.adapter;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.slipway.flow.FlowView;
import dev.slipway.flow.Step;
import dev.slipway.rollout.Ended;
import dev.slipway.rollout.Forward;
import dev.slipway.rollout.Manifests;
import dev.slipway.rollout.NoGates;
import dev.slipway.rollout.NoRules;
import dev.slipway.rollout.Observed;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseAction;
import dev.slipway.rollout.ReleaseKind;
import dev.slipway.rollout.ReleaseState;
import dev.slipway.rollout.RolloutFakes;
import dev.slipway.rollout.adapter.FaultProxy.Fault;
import dev.slipway.rollout.adapter.FaultProxy.Rule;
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
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every Kubernetes call of a release fails in turn, in each of the ways in which calls
 * fail, and the release still ends right. Pods are simulated: ready at once.
 */
@NullUnmarked
class ReleaseFaultsTest {

	@TempDir
	static Path folder;

	private static FaultyCluster cluster;

	private static final AtomicInteger services = new AtomicInteger();

	@BeforeAll
	static void start(TestInfo test) throws Exception {
		cluster = FaultyCluster.of(test.getTestClass().orElseThrow(), folder);
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@TestFactory
	Stream<DynamicTest> aRollingReleaseEndsRight() {
		return each(new Rolling(Amount.parse("1"), Amount.parse("0"), List.of(), terms(Router.REPLICAS)));
	}

	@TestFactory
	Stream<DynamicTest> aCanaryEndsRight() {
		return each(canary());
	}

	@TestFactory
	Stream<DynamicTest> aBlueGreenReleaseEndsRight() {
		return each(new BlueGreen(Hold.NONE, List.of(), List.of(), Duration.ofMillis(10), terms(Router.SELECTOR)));
	}

	private static Strategy canary() {
		return new Canary(List.of(new CanaryStep(50, null, null, 0, Hold.NONE, List.of())), Duration.ZERO,
				terms(Router.REPLICAS));
	}

	private static Terms terms(Router router) {
		return new Terms(Duration.ZERO, cluster.deadline(), Duration.ZERO, Routing.of(router), List.of(),
				Newer.SUPERSEDES);
	}

	/** Watches end, or say that they are too old, at any moment. */
	@TestFactory
	Stream<DynamicTest> aReleaseWhoseWatchesFailEndsRight() {
		World world = new World(canary());
		assertThat(world.release()).isEqualTo(Outcome.SUCCEEDED);
		Watches watches = cluster.proxy().watches();
		return IntStream.range(0, (cluster.spread() > 3) ? 4 : 12)
			.mapToObj((moment) -> DynamicTest.dynamicTest("after " + moment * cluster.spread() + " ticks", () -> world
				.survivesAt(moment * cluster.spread(), (moment % 2 == 0) ? watches::cut : watches::expire)));
	}

	/** The connection stands, but its other end is gone: no event comes any more. */
	@Test
	void whatAWatchDoesNotTellIsNotLate() {
		World world = new World(new Rolling(Amount.parse("1"), Amount.parse("0"), List.of(), terms(Router.REPLICAS)));
		assertThat(world.release()).isEqualTo(Outcome.SUCCEEDED);
		cluster.proxy().start(null);
		cluster.proxy().watches().hold(true);
		try {
			ReleaseState scaling = world.scalesUnseen();
			world.ahead = cluster.deadline().plusSeconds(1);
			assertThat(world.tick(scaling)).as("late, but for the watch").isInstanceOf(Forward.Rerouting.class);
		}
		finally {
			cluster.proxy().watches().hold(false);
		}
	}

	private static Stream<DynamicTest> each(Strategy strategy) {
		World world = new World(strategy);
		assertThat(world.release()).isEqualTo(Outcome.SUCCEEDED);
		FaultProxy proxy = cluster.proxy();
		proxy.start(null);
		assertThat(world.release()).isEqualTo(Outcome.SUCCEEDED);
		System.out
			.println("One release of the strategy " + strategy.type() + " asks " + proxy.calls().size() + " times");
		List<String> calls = proxy.calls().stream().distinct().toList();
		assertThat(calls).as("what a release asks of a cluster").hasSizeGreaterThan(8);
		List<Rule> rules = calls.stream()
			.flatMap((call) -> faults(call, strategy).map((fault) -> new Rule(call, fault)))
			.toList();
		return cluster.choose(rules)
			.stream()
			.map((rule) -> DynamicTest.dynamicTest(rule.toString(), () -> world.survives(rule)));
	}

	/** Nothing conflicts with a look; what comes too late takes long to test. */
	private static Stream<Fault> faults(String call, Strategy strategy) {
		if (call.startsWith("GET")) {
			return Stream.of(Fault.TOO_MANY, Fault.BROKEN, Fault.CUT_BEFORE);
		}
		Stream<Fault> quick = Stream.of(Fault.CONFLICT, Fault.INVALID, Fault.TOO_MANY, Fault.BROKEN, Fault.CUT_BEFORE,
				Fault.CUT_AFTER);
		return (strategy instanceof Canary && call.endsWith(" 1"))
				? Stream.concat(quick, Stream.of(Fault.LATE_BEFORE, Fault.LATE_AFTER)) : quick;
	}

	/** A service of two pods, released again and again. */
	private static final class World {

		private final String service = "orders" + services.incrementAndGet();

		private final RolloutFakes fakes = new RolloutFakes();

		private final Strategy strategy;

		private final ReleaseKind kind;

		private int newest;

		private int faultAt = -1;

		private Runnable fault;

		/** How much later it is than it is. */
		private Duration ahead = Duration.ZERO;

		World(Strategy strategy) {
			this.strategy = strategy;
			Reach reach = cluster.reach();
			this.kind = new ReleaseKind(this.fakes.flows(), this.fakes.store(), this.fakes.journal(),
					new KubernetesReleases(reach, Map.of()), new KubernetesRouter(reach), new NoGates(),
					this.fakes.listener(), new NoRules(), clock());
		}

		/** A look that the watches made needless does not fail. */
		void survives(Rule rule) {
			int before = stable();
			cluster.proxy().start(rule);
			Outcome outcome = release();
			if (rule.fault() != Fault.INVALID) {
				assertThat(outcome).isEqualTo(Outcome.SUCCEEDED);
			}
			assertServing((outcome == Outcome.SUCCEEDED) ? this.newest : before);
		}

		void survivesAt(int tick, Runnable fault) {
			cluster.proxy().start(null);
			this.fault = fault;
			this.faultAt = tick;
			assertThat(release()).isEqualTo(Outcome.SUCCEEDED);
			assertServing(this.newest);
		}

		/** Until its first pods are ready, and only the cluster knows it. */
		ReleaseState scalesUnseen() {
			Release release = this.fakes.store().add(draft(), (added) -> {
			});
			ReleaseState[] state = { new Forward.Waiting(release.plan()) };
			Awaitility.await().atMost(cluster.patience()).until(() -> {
				state[0] = tick(state[0]);
				return state[0] instanceof Forward.Scaling && cluster.direct()
					.pods()
					.inNamespace(cluster.team() + "-dev")
					.withLabel(Labels.SERVICE, this.service)
					.withLabel(Labels.RELEASE, Integer.toString(release.number()))
					.list()
					.getItems()
					.stream()
					.anyMatch((pod) -> Pods.seen(pod).ready());
			});
			return state[0];
		}

		private Clock clock() {
			return new Clock() {

				@Override
				public Instant instant() {
					return Instant.now().plus(World.this.ahead);
				}

				@Override
				public ZoneId getZone() {
					return ZoneOffset.UTC;
				}

				@Override
				public Clock withZone(ZoneId zone) {
					return this;
				}

			};
		}

		private void assertServing(int serving) {
			assertThat(pods()).isEqualTo(Map.of(this.service + "-r" + serving, 2));
			assertThat(selected()).as("what the entry Service selects").isIn(null, Integer.toString(serving));
			assertThat(stable()).isEqualTo(serving);
		}

		private int stable() {
			return this.fakes.store().stable(this.service, "dev").map(Release::number).orElseThrow();
		}

		Outcome release() {
			Release release = this.fakes.store().add(draft(), (added) -> {
			});
			this.newest = release.number();
			ReleaseState state = new Forward.Waiting(release.plan());
			long patience = System.nanoTime() + cluster.patience().toNanos();
			for (int tick = 0; System.nanoTime() < patience; tick++) {
				if (tick == this.faultAt) {
					this.fault.run();
				}
				state = tick(state);
				if (state instanceof Ended end) {
					tick(state);
					return end.outcome();
				}
				java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
			}
			throw new AssertionError("No end: " + state);
		}

		/** As the driver does: what throws leaves the state as it is. */
		private ReleaseState tick(ReleaseState state) {
			ReleaseState next = state;
			try {
				Observed seen = this.kind.observe(view(state));
				Step<ReleaseState, ReleaseAction> step = this.kind.next(state, seen, Instant.now().plus(this.ahead));
				next = step.state();
				for (ReleaseAction action : step.actions()) {
					this.kind.act(view(next), seen, action);
				}
			}
			catch (RuntimeException ex) {
				// It is tried again.
			}
			return next;
		}

		private FlowView<ReleaseState> view(ReleaseState state) {
			return new FlowView<>(state.plan().flowId(), state, 1, 1, null, null, 0, Instant.EPOCH, Instant.EPOCH,
					false, null);
		}

		private Release.Draft draft() {
			Map<String, byte[]> files = cluster.repositories().readTree(cluster.team(), this.service, "a1", "deploy");
			Manifests.Checked checked = new YamlManifests().check(this.service, "dev", files,
					"spec: {}".getBytes(StandardCharsets.UTF_8));
			return new Release.Draft(this.service, "dev", cluster.team(), cluster.image(), "a1", 1, 2, this.strategy,
					checked.objects(), null, "sam", Instant.EPOCH);
		}

		private Map<String, Integer> pods() {
			Map<String, Integer> pods = new TreeMap<>();
			for (Deployment one : cluster.direct()
				.apps()
				.deployments()
				.inNamespace(cluster.team() + "-dev")
				.withLabel(Labels.SERVICE, this.service)
				.list()
				.getItems()) {
				if (one.getSpec().getReplicas() > 0) {
					pods.put(one.getMetadata().getName(), one.getSpec().getReplicas());
				}
			}
			return pods;
		}

		private String selected() {
			return cluster.direct()
				.services()
				.inNamespace(cluster.team() + "-dev")
				.withName(this.service)
				.get()
				.getSpec()
				.getSelector()
				.get(Labels.RELEASE);
		}

	}

}
