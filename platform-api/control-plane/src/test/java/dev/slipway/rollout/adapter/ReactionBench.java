package dev.slipway.rollout.adapter;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.rollout.Release;
import dev.slipway.test.Kubeconfigs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long it takes from a pod's readiness to the engine's next write for its
 * release. Pods are simulated and get ready some tenths of a second after they were made,
 * when the engine has gone to sleep; the releases are rolling, pod by pod, so that each
 * readiness has a write of replicas to follow: the next pod's or, after the last, the
 * drain. It counts from before the request that makes the pod ready to the moment at
 * which a watch shows the new generation, and so errs on the long side.
 */
@NullUnmarked
class ReactionBench {

	private static final int SERVICES = 60;

	private static final int AT_ONCE = 6;

	/** The image whose pods are ready when the bench says so. */
	private static final String LATER = "shop/later@sha256:1";

	private final Map<String, Long> ready = new ConcurrentHashMap<>();

	private final Map<String, Long> generations = new ConcurrentHashMap<>();

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	private final List<Double> millis = new CopyOnWriteArrayList<>();

	private final ScheduledExecutorService readiness = Executors.newScheduledThreadPool(AT_ONCE);

	private final Random random = new Random(7);

	private KubernetesClient kubernetes;

	@Test
	void podReadyToNextAction(@TempDir Path folder) throws Exception {
		try (SimulatedCluster cluster = SimulatedCluster.start(folder, (pod) -> !pod.toString().contains(LATER));
				BenchPlatform platform = BenchPlatform.start(folder);
				KubernetesClient own = Kubeconfigs.client(cluster.kubeconfig())) {
			this.kubernetes = own;
			rounds(platform, "shop/orders@sha256:1", "a1:four");
			try (AutoCloseable pods = own.pods()
				.inNamespace(BenchPlatform.NAMESPACE)
				.watch(new Seen<Pod>(this::starts));
					AutoCloseable deployments = own.apps()
						.deployments()
						.inNamespace(BenchPlatform.NAMESPACE)
						.watch(new Seen<Deployment>(this::written))) {
				// Warm.
				rounds(platform, LATER, "b2:four");
				this.millis.clear();
				rounds(platform, LATER, "c3:four");
			}
			Figures.say("pod ready to the next write for its release, %d rolling releases at once: %s, aim p99 250 ms",
					AT_ONCE, Figures.quantiles(this.millis, "ms"));
		}
		finally {
			this.readiness.shutdownNow();
		}
	}

	private void rounds(BenchPlatform platform, String image, String commit) throws Exception {
		ExecutorService users = Executors.newFixedThreadPool(AT_ONCE);
		try {
			List<Future<Release>> ends = IntStream.range(0, SERVICES)
				.mapToObj((service) -> users
					.submit(() -> platform.succeed(platform.request("orders" + service, image, commit))))
				.toList();
			for (Future<Release> end : ends) {
				end.get(10, TimeUnit.MINUTES);
			}
		}
		finally {
			users.shutdownNow();
		}
	}

	private void starts(Pod pod) {
		boolean runs = pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase());
		boolean later = LATER.equals(pod.getSpec().getContainers().get(0).getImage());
		if (runs && later && this.told.add(pod.getMetadata().getUid())) {
			this.readiness.schedule(() -> makeReady(pod), 100 + this.random.nextInt(400), TimeUnit.MILLISECONDS);
		}
	}

	private void makeReady(Pod pod) {
		Resource<Pod> resource = this.kubernetes.pods()
			.inNamespace(BenchPlatform.NAMESPACE)
			.withName(pod.getMetadata().getName());
		resource.editStatus((current) -> {
			for (PodCondition condition : current.getStatus().getConditions()) {
				condition.setStatus("True");
				condition
					.setLastTransitionTime(Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
			}
			current.getStatus().getContainerStatuses().forEach((container) -> container.setReady(true));
			this.ready.put(pod.getMetadata().getLabels().get(Labels.SERVICE), System.nanoTime());
			return current;
		});
	}

	/** Only who writes the specification of an object raises its generation. */
	private void written(Deployment deployment) {
		long now = System.nanoTime();
		Long generation = deployment.getMetadata().getGeneration();
		Long before = this.generations.put(deployment.getMetadata().getName(), generation);
		if (before != null && generation > before) {
			Long since = this.ready.remove(deployment.getMetadata().getLabels().get(Labels.SERVICE));
			if (since != null) {
				this.millis.add(Figures.millis(since, now));
			}
		}
	}

	/** Hands on what is there or changes. */
	private record Seen<T extends HasMetadata>(java.util.function.Consumer<T> consumer) implements Watcher<T> {

		@Override
		public void eventReceived(Action action, T object) {
			if (action == Action.ADDED || action == Action.MODIFIED) {
				this.consumer.accept(object);
			}
		}

		@Override
		public void onClose(WatcherException cause) {
			if (cause != null) {
				throw new IllegalStateException("The bench sees nothing any more", cause);
			}
		}

	}

}
