package dev.slipway.rollout.adapter;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Step;
import dev.slipway.rollout.Ended;
import dev.slipway.rollout.Forward;
import dev.slipway.rollout.Manifests;
import dev.slipway.rollout.NoGates;
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
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import org.jspecify.annotations.NullUnmarked;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every Kubernetes call of a release fails in turn, in each of the ways in which calls
 * fail, and the release still ends right. Pods are simulated: ready at once.
 */
@NullUnmarked
class ReleaseFaultsTest {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Strategy CANARY = new Canary(List.of(new CanaryStep(50, null, null, 0, Hold.NONE, List.of())),
			Duration.ZERO, terms(Router.REPLICAS));

	@TempDir
	static Path folder;

	private static SimulatedCluster cluster;

	private static FaultProxy proxy;

	private static KubernetesClient faulty;

	private static KubernetesClient direct;

	private static Views views;

	private static final AtomicInteger services = new AtomicInteger();

	@BeforeAll
	static void start() throws Exception {
		cluster = SimulatedCluster.start(folder, (pod) -> true);
		Config config = Config.fromKubeconfig(null, Files.readString(cluster.kubeconfig()), null);
		direct = new KubernetesClientBuilder().withConfig(config).build();
		proxy = new FaultProxy(URI.create(config.getMasterUrl()), SSLUtils.sslContext(config));
		Config through = Config.fromKubeconfig(null, Files.readString(cluster.kubeconfig()), null);
		through.setRequestRetryBackoffLimit(0);
		through.setRequestTimeout(2000);
		faulty = new KubernetesClientBuilder().withConfig(through)
			.withHttpClientBuilderConsumer((builder) -> builder.addOrReplaceInterceptor("faults", proxy))
			.build();
		views = new Views(new OneEnvironment(direct), new OneCluster(faulty), Clock.systemUTC());
		views.start();
		Awaitility.await().atMost(PATIENCE).until(() -> proxy.watches().open() == 3);
	}

	@AfterAll
	static void stop() {
		views.stop();
		faulty.close();
		direct.close();
		proxy.close();
		cluster.close();
	}

	@TestFactory
	Stream<DynamicTest> aRollingReleaseEndsRight() {
		return each(new Rolling(Amount.parse("1"), Amount.parse("0"), List.of(), terms(Router.REPLICAS)));
	}

	@TestFactory
	Stream<DynamicTest> aCanaryEndsRight() {
		return each(CANARY);
	}

	@TestFactory
	Stream<DynamicTest> aBlueGreenReleaseEndsRight() {
		return each(new BlueGreen(Hold.NONE, List.of(), List.of(), Duration.ofMillis(10), terms(Router.SELECTOR)));
	}

	private static Terms terms(Router router) {
		return new Terms(Duration.ZERO, Duration.ofSeconds(30), Duration.ZERO, Routing.of(router), List.of(),
				Newer.SUPERSEDES);
	}

	/** Watches end, or say that they are too old, at any moment. */
	@TestFactory
	Stream<DynamicTest> aReleaseWhoseWatchesFailEndsRight() {
		World world = new World(CANARY);
		assertThat(world.release()).isEqualTo(Outcome.SUCCEEDED);
		return IntStream.range(0, 12)
			.mapToObj((moment) -> DynamicTest.dynamicTest("after " + moment * 3 + " ticks", () -> world
				.survivesAt(moment * 3, (moment % 2 == 0) ? proxy.watches()::cut : proxy.watches()::expire)));
	}

	private static Stream<DynamicTest> each(Strategy strategy) {
		World world = new World(strategy);
		assertThat(world.release()).isEqualTo(Outcome.SUCCEEDED);
		proxy.start(null);
		assertThat(world.release()).isEqualTo(Outcome.SUCCEEDED);
		System.out
			.println("One release of the strategy " + strategy.type() + " asks " + proxy.calls().size() + " times");
		List<String> calls = proxy.calls().stream().distinct().toList();
		assertThat(calls).as("what a release asks of a cluster").hasSizeGreaterThan(8);
		Stream<Rule> rules = calls.stream()
			.flatMap((call) -> faults(call, strategy).map((fault) -> new Rule(call, fault)));
		return rules.map((rule) -> DynamicTest.dynamicTest(rule.toString(), () -> world.survives(rule)));
	}

	/** Nothing conflicts with a look; what comes too late takes long to test. */
	private static Stream<Fault> faults(String call, Strategy strategy) {
		if (call.startsWith("GET")) {
			return Stream.of(Fault.TOO_MANY, Fault.BROKEN, Fault.CUT_BEFORE);
		}
		Stream<Fault> quick = Stream.of(Fault.CONFLICT, Fault.INVALID, Fault.TOO_MANY, Fault.BROKEN, Fault.CUT_BEFORE,
				Fault.CUT_AFTER);
		return (strategy == CANARY && call.endsWith(" 1"))
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

		World(Strategy strategy) {
			this.strategy = strategy;
			Reach reach = new Reach(new OneEnvironment(direct), views);
			this.kind = new ReleaseKind(this.fakes.flows(), this.fakes.store(), this.fakes.journal(),
					new KubernetesReleases(reach, Map.of()), new KubernetesRouter(reach), new NoGates(),
					this.fakes.listener(), Clock.systemUTC());
		}

		/** A look that the watches made needless does not fail. */
		void survives(Rule rule) {
			int before = stable();
			proxy.start(rule);
			Outcome outcome = release();
			if (rule.fault() != Fault.INVALID) {
				assertThat(outcome).isEqualTo(Outcome.SUCCEEDED);
			}
			assertServing((outcome == Outcome.SUCCEEDED) ? this.newest : before);
		}

		void survivesAt(int tick, Runnable fault) {
			proxy.start(null);
			this.fault = fault;
			this.faultAt = tick;
			assertThat(release()).isEqualTo(Outcome.SUCCEEDED);
			assertServing(this.newest);
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
			long patience = System.nanoTime() + PATIENCE.toNanos();
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
				Step<ReleaseState, ReleaseAction> step = this.kind.next(state, seen, Instant.now());
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
			Map<String, byte[]> files = new FixtureRepositories().readTree("shop", this.service, "a1", "deploy");
			Manifests.Checked checked = new YamlManifests().check(this.service, "dev", files,
					"spec: {}".getBytes(StandardCharsets.UTF_8));
			return new Release.Draft(this.service, "dev", "shop", "shop/orders@sha256:1", "a1", 1, 2, this.strategy,
					checked.objects(), null, "sam", Instant.EPOCH);
		}

		private Map<String, Integer> pods() {
			Map<String, Integer> pods = new TreeMap<>();
			for (Deployment one : direct.apps()
				.deployments()
				.inNamespace("shop-dev")
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
			return direct.services()
				.inNamespace("shop-dev")
				.withName(this.service)
				.get()
				.getSpec()
				.getSelector()
				.get(Labels.RELEASE);
		}

	}

}
