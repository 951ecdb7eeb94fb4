package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.PodLogs;
import dev.slipway.cluster.images.ImageRetention;
import dev.slipway.cluster.images.ImageStore;
import dev.slipway.cluster.images.RootFilesystems;
import dev.slipway.cluster.objects.EventRecorder;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.WatchEvent;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Workers;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the pods bound to this machine, and takes those over that an earlier platform
 * left.
 */
public final class Kubelet implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(Kubelet.class);

	private static final long MAX_LOG = 20L * 1024 * 1024;

	private final NodeServices node;

	private final Map<String, PodWorker> pods = new ConcurrentHashMap<>();

	private final List<AutoCloseable> open = new ArrayList<>();

	private volatile boolean stopping;

	private Kubelet(NodeServices node) {
		this.node = node;
	}

	/**
	 * Starts the kubelet: first it takes over or clears away what an earlier one left.
	 * @throws IOException if its directory cannot be used
	 */
	public static Kubelet start(ObjectStore store, Workers workers, Clock clock, Vertx vertx, ImageStore images,
			KubeletSettings settings) throws IOException {
		Path directory = Files.createDirectories(settings.directory().resolve("pods")).toRealPath();
		NodeInfo info = NodeInfo.ofThisMachine();
		EnvResolver values = new EnvResolver(store, info);
		LogIndexer logs = new LogIndexer(clock, MAX_LOG);
		NodeServices node = new NodeServices(store, workers, clock, new EventRecorder(store, clock), images,
				new RootFilesystems(images, settings.directory().resolve("unpacked")), new Planner(store, values, info),
				new Volumes(values),
				new PodNetwork(settings.addressPrefix(), settings.directory().resolve("last-address")),
				new Prober(vertx), logs, settings.backoff(), directory);
		Kubelet kubelet = new Kubelet(node);
		new NodeObject(store, clock, info).register();
		kubelet.recover();
		kubelet.watch(settings);
		return kubelet;
	}

	private void recover() throws IOException {
		Set<String> known = new HashSet<>();
		for (ObjectNode pod : this.node.store().list("pods", null).items()) {
			known.add(Meta.uid(pod));
		}
		try (DirectoryStream<Path> directories = Files.newDirectoryStream(this.node.directory())) {
			for (Path directory : directories) {
				new PodFiles(directory).address().ifPresent(this.node.network()::keep);
				if (!known.contains(directory.getFileName().toString())) {
					Orphans.remove(directory);
				}
			}
		}
	}

	private void watch(KubeletSettings settings) {
		this.open.add(Informer.start(this.node.store(), this.node.workers(), "pods",
				(type, pod, previous) -> changed(type, pod)));
		for (String resource : new String[] { "configmaps", "secrets" }) {
			this.open.add(Informer.start(this.node.store(), this.node.workers(), resource, (type, object, previous) -> {
				if (type != WatchEvent.Type.DELETED) {
					refresh(object);
				}
			}));
		}
		Sweeper sweeper = new Sweeper(this.pods.values());
		ImageCollector collector = new ImageCollector(this.node.store(),
				new ImageRetention(this.node.images(), this.node.roots(), ImageCollector.NEWEST), this.node.clock());
		this.node.workers()
			.every(ImageCollector.INTERVAL, () -> this.node.workers().blocking().execute(collector::collect));
		this.node.workers().every(settings.sweep(), () -> this.node.workers().blocking().execute(sweeper::sweep));
	}

	/**
	 * The event may be older than what a worker has done since: one that finished a
	 * deletion must not be followed by another that starts the pod once more. So the
	 * event only says which pod to look at.
	 */
	private void changed(WatchEvent.Type type, ObjectNode pod) {
		if (this.stopping || !pod.path("spec").path("nodeName").asText().equals(NodeInfo.NAME)) {
			return;
		}
		String uid = Meta.uid(pod);
		if (type == WatchEvent.Type.DELETED) {
			PodWorker worker = this.pods.get(uid);
			if (worker != null) {
				worker.removed();
			}
			return;
		}
		ObjectNode now = this.node.store().shared(Meta.key("pods", pod));
		if (now == null || !Meta.uid(now).equals(uid)) {
			return;
		}
		PodWorker known = this.pods.get(uid);
		if (known != null) {
			known.update(now);
			return;
		}
		PodWorker fresh = new PodWorker(this.node, now, () -> this.pods.remove(uid));
		this.pods.put(uid, fresh);
		fresh.recover();
	}

	private void refresh(JsonNode object) {
		for (PodWorker worker : this.pods.values()) {
			if (Meta.namespace(worker.pod()).equals(Meta.namespace(object))) {
				worker.refreshVolumes();
			}
		}
	}

	/** Pods on this node now. */
	Collection<PodWorker> pods() {
		return this.pods.values();
	}

	/** The logs of its pods. */
	public PodLogs logs() {
		return new ContainerLogs(this.node);
	}

	/**
	 * Ends all processes at once, each as the deletion of its pod would (preStop hook,
	 * SIGTERM, grace period, SIGKILL), without restarting any and without touching the
	 * objects.
	 * @param patience how long a pod has at most, if its grace period is longer
	 */
	public void stopProcesses(Duration patience) {
		this.stopping = true;
		closeWatches();
		List<CompletableFuture<Void>> ends = new ArrayList<>();
		for (PodWorker pod : this.pods.values()) {
			ends.add(pod.freeze(patience));
		}
		CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
			.completeOnTimeout(null, patience.toMillis() + 5000, TimeUnit.MILLISECONDS)
			.join();
	}

	/** Stops to watch over the pods; the pods go on. */
	@Override
	public void close() {
		closeWatches();
		this.node.prober().close();
		try {
			this.node.logs().close();
		}
		catch (IOException ex) {
			log.debug("The watch of the logs does not close", ex);
		}
	}

	private void closeWatches() {
		for (AutoCloseable part : this.open) {
			try {
				part.close();
			}
			catch (Exception ex) {
				log.debug("A watch does not close", ex);
			}
		}
	}

}
