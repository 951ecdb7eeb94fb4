package dev.slipway.rollout.adapter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Step;
import dev.slipway.rollout.Ended;
import dev.slipway.rollout.Forward;
import dev.slipway.rollout.Manifests.Checked;
import dev.slipway.rollout.NoGates;
import dev.slipway.rollout.NoRules;
import dev.slipway.rollout.Observed;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseAction;
import dev.slipway.rollout.ReleaseKind;
import dev.slipway.rollout.ReleaseState;
import dev.slipway.rollout.RolloutFakes;
import dev.slipway.test.Kubeconfigs;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;

/**
 * The engine and its adapter against the local cluster's API and controllers, whose pods
 * are ready at once. A pod annotated with {@code fails: "yes"} never is.
 */
@NullUnmarked
final class SimulatedReleases implements AutoCloseable {

	static final String NAMESPACE = "shop-dev";

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private final SimulatedCluster cluster;

	private final KubernetesClient client;

	private final Views views;

	private final Map<String, RolloutFakes> fakes = new HashMap<>();

	SimulatedReleases(Path folder) throws IOException {
		this.cluster = SimulatedCluster.start(folder,
				(pod) -> !"yes".equals(pod.at("/metadata/annotations/fails").asText()));
		this.client = Kubeconfigs.client(this.cluster.kubeconfig());
		this.views = new Views(new OneEnvironment(this.client), new OneCluster(this.client), Clock.systemUTC());
		new OneEnvironment(this.client).ensureNamespace(new OneEnvironment(this.client).get("dev"), "shop");
	}

	KubernetesClient client() {
		return this.client;
	}

	Reach reach() {
		return new Reach(new OneEnvironment(this.client), this.views);
	}

	/** Asks for a release of {@code all} by {@code spec}; nobody drives it. */
	Release ask(String service, String all, String spec, Integer rollbackOf) {
		return ask(service, Map.of("deploy/all.yaml", all.getBytes(StandardCharsets.UTF_8)), spec, rollbackOf);
	}

	/** The same of several files by their paths in the repository. */
	Release ask(String service, Map<String, byte[]> files, String spec, Integer rollbackOf) {
		Checked checked = new YamlManifests().check(service, "dev", files, spec.getBytes(StandardCharsets.UTF_8));
		return add(service, checked.objects(), checked, rollbackOf);
	}

	/** Asks for the same again, as a rollback does. */
	Release back(Release to) {
		Release.Draft draft = to.draft();
		return fakes(draft.service()).store()
			.add(new Release.Draft(draft.service(), draft.environment(), draft.team(), draft.image(), draft.commit(),
					draft.build(), draft.replicas(), draft.strategy().withoutSteps(), draft.manifests(), to.number(),
					"sam", Instant.EPOCH), (added) -> {
					});
	}

	private Release add(String service, String objects, Checked checked, Integer rollbackOf) {
		return fakes(service).store()
			.add(new Release.Draft(service, "dev", "shop", "shop/orders@sha256:1", "a1", 1, checked.replicas(),
					checked.strategy(), objects, rollbackOf, "sam", Instant.EPOCH), (added) -> {
					});
	}

	Outcome drive(Release release) {
		return drive(release, (state, seen) -> {
		});
	}

	/**
	 * Drives a release to its end.
	 * @param each sees every tick
	 */
	Outcome drive(Release release, BiConsumer<ReleaseState, Observed> each) {
		RolloutFakes own = fakes(release.draft().service());
		ReleaseKind kind = new ReleaseKind(own.flows(), own.store(), own.journal(),
				new KubernetesReleases(reach(), Map.of()), new KubernetesRouter(reach()), new NoGates(), own.listener(),
				new NoRules(), Clock.systemUTC());
		ReleaseState[] state = { new Forward.Waiting(release.plan()) };
		Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).until(() -> {
			Observed seen = kind.observe(view(state[0]));
			each.accept(state[0], seen);
			Step<ReleaseState, ReleaseAction> step = kind.next(state[0], seen, Instant.now());
			step.actions().forEach((action) -> kind.act(view(step.state()), seen, action));
			state[0] = step.state();
			return state[0] instanceof Ended;
		});
		return ((Ended) state[0]).outcome();
	}

	RolloutFakes fakes(String service) {
		return this.fakes.computeIfAbsent(service, (name) -> new RolloutFakes());
	}

	private static FlowView<ReleaseState> view(ReleaseState state) {
		return new FlowView<>(state.plan().flowId(), state, 1, 1, null, null, 0, Instant.EPOCH, Instant.EPOCH, false,
				null);
	}

	@Override
	public void close() {
		this.client.close();
		this.cluster.close();
	}

}
