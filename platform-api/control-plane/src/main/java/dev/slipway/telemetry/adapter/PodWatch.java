package dev.slipway.telemetry.adapter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.slipway.environments.Clusters;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pods of every cluster that Slipway manages, by one informer a cluster. A cluster
 * that is not there yet is asked again, ever more slowly.
 */
class PodWatch {

	private static final Logger logger = LoggerFactory.getLogger(PodWatch.class);

	private static final long MAX_BACK_OFF_SECONDS = 30;

	private final Clusters clusters;

	private final Map<String, PodInfo> pods = new ConcurrentHashMap<>();

	private final List<SharedIndexInformer<Pod>> informers = new CopyOnWriteArrayList<>();

	private final List<Consumer<PodInfo>> listeners = new CopyOnWriteArrayList<>();

	private @Nullable ScheduledExecutorService starter;

	PodWatch(Clusters clusters) {
		this.clusters = clusters;
	}

	/** The pods there are now. */
	Collection<PodInfo> pods() {
		return this.pods.values();
	}

	/** The pod as it is now; null when it is gone. */
	@Nullable PodInfo pod(String uid) {
		return this.pods.get(uid);
	}

	/** Hears of each pod that is there, that comes or changes. */
	void listen(Consumer<PodInfo> listener) {
		this.listeners.add(listener);
		this.pods.values().forEach(listener);
	}

	synchronized void start() {
		ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "pod-watch");
			thread.setDaemon(true);
			return thread;
		});
		this.starter = executor;
		Set<String> names = this.clusters.names();
		names.forEach((name) -> executor.execute(() -> watch(executor, name, 1)));
	}

	synchronized void stop() {
		if (this.starter != null) {
			this.starter.shutdownNow();
		}
		this.informers.forEach(SharedIndexInformer::stop);
		this.informers.clear();
	}

	private void watch(ScheduledExecutorService executor, String cluster, long backOff) {
		try {
			KubernetesClient client = this.clusters.client(cluster);
			SharedIndexInformer<Pod> informer = client.pods()
				.inAnyNamespace()
				.withLabel("slipway.dev/service")
				.runnableInformer(0)
				.exceptionHandler((started, failure) -> true)
				.addEventHandler(new Handler(cluster));
			this.informers.add(informer);
			informer.start();
		}
		catch (RuntimeException ex) {
			logger.debug("The pods of cluster {} cannot be watched yet: {}", cluster, ex.toString());
			if (!executor.isShutdown()) {
				executor.schedule(() -> watch(executor, cluster, Math.min(backOff * 2, MAX_BACK_OFF_SECONDS)), backOff,
						TimeUnit.SECONDS);
			}
		}
	}

	/** Keeps the map of pods. */
	final class Handler implements ResourceEventHandler<Pod> {

		private final String cluster;

		Handler(String cluster) {
			this.cluster = cluster;
		}

		@Override
		public void onAdd(Pod pod) {
			PodInfo info = PodInfo.of(this.cluster, pod);
			if (info.owned()) {
				PodWatch.this.pods.put(info.uid(), info);
				new ArrayList<>(PodWatch.this.listeners).forEach((listener) -> listener.accept(info));
			}
		}

		@Override
		public void onUpdate(Pod before, Pod pod) {
			onAdd(pod);
		}

		@Override
		public void onDelete(Pod pod, boolean unknownState) {
			PodWatch.this.pods.remove(pod.getMetadata().getUid());
		}

	}

}
