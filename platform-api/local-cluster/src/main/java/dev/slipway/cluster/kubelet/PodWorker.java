package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.StoreException;
import dev.slipway.cluster.work.Serial;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pod from its arrival on the node to its removal. All its work runs one task at a
 * time; each wake-up compares what should be with what is.
 */
final class PodWorker {

	private static final Logger log = LoggerFactory.getLogger(PodWorker.class);

	private static final Duration RETRY = Duration.ofSeconds(5);

	private final NodeServices node;

	private final PodFiles files;

	private final Serial serial;

	private final ContainerStarter starter;

	private final ContainerStopper stopper;

	private final Runnable whenGone;

	private final List<ContainerWorker> inits = new ArrayList<>();

	private final List<ContainerWorker> apps = new ArrayList<>();

	/** A copy with the pod's address in its status. */
	private volatile ObjectNode pod;

	private String address = "";

	private boolean prepared;

	private boolean gone;

	PodWorker(NodeServices node, ObjectNode pod, Runnable whenGone) {
		this.node = node;
		this.pod = pod.deepCopy();
		this.files = new PodFiles(node.directory().resolve(Meta.uid(pod)));
		this.serial = new Serial(node.workers().blocking());
		this.starter = new ContainerStarter(node);
		this.stopper = new ContainerStopper(node);
		this.whenGone = whenGone;
		pod.path("spec").path("initContainers").forEach((c) -> this.inits.add(new ContainerWorker(node, this, c)));
		pod.path("spec").path("containers").forEach((c) -> this.apps.add(new ContainerWorker(node, this, c)));
	}

	JsonNode pod() {
		return this.pod;
	}

	PodFiles files() {
		return this.files;
	}

	String address() {
		return this.address;
	}

	ContainerStarter starter() {
		return this.starter;
	}

	ContainerStopper stopper() {
		return this.stopper;
	}

	List<ContainerWorker> containers() {
		List<ContainerWorker> all = new ArrayList<>(this.inits);
		all.addAll(this.apps);
		return all;
	}

	Duration gracePeriod() {
		return Duration.ofSeconds(this.pod.path("spec").path("terminationGracePeriodSeconds").asLong(30));
	}

	/** Runs something on the pod's own thread. */
	void execute(Runnable task) {
		this.serial.execute(task);
	}

	void wake() {
		execute(this::sync);
	}

	/** Takes the container processes of an earlier platform over. */
	void recover() {
		execute(() -> {
			this.files.address().ifPresent(this::use);
			for (ContainerWorker container : containers()) {
				container.recover(PodStatus.ofContainer(this.pod, container.name()));
			}
			sync();
		});
	}

	/** The pod's object changed. */
	void update(ObjectNode fresh) {
		execute(() -> {
			boolean relabelled = !told(this.pod).equals(told(fresh));
			this.pod = fresh.deepCopy();
			if (!this.address.isEmpty()) {
				this.pod.withObject("/status").put("podIP", this.address);
			}
			if (relabelled) {
				refillVolumes();
			}
			sync();
		});
	}

	/** What a pod is told of itself by a downwardAPI volume, and can change. */
	private static List<JsonNode> told(JsonNode pod) {
		return List.of(pod.path("metadata").path("labels"), pod.path("metadata").path("annotations"));
	}

	/** The pod's object is gone: so must be its processes. */
	void removed() {
		execute(() -> {
			if (!this.gone) {
				stopAll(Duration.ZERO);
				this.pod.withObject("/metadata").put("deletionTimestamp", Meta.time(this.node.now()));
				sync();
			}
		});
	}

	/** A ConfigMap or Secret changed; running programs see it in their volumes. */
	void refreshVolumes() {
		execute(this::refillVolumes);
	}

	private void refillVolumes() {
		if (this.prepared && !this.gone && !Meta.deleting(this.pod)) {
			try {
				this.node.volumes().fill(this.pod, this.files.volumes());
			}
			catch (ConfigError | IOException ex) {
				log.debug("Volumes of {} are left as they were", Meta.name(this.pod), ex);
			}
		}
	}

	private void sync() {
		if (this.gone) {
			return;
		}
		if (Meta.deleting(this.pod)) {
			terminate();
			return;
		}
		if (!PodStatus.terminal(this.pod) && prepare()) {
			boolean initialized = PodPlan.initialize(this.pod, this.inits);
			if (initialized) {
				this.apps.forEach((container) -> PodPlan.advance(this.pod, container));
			}
			else {
				this.apps.forEach((container) -> container.waiting("PodInitializing"));
			}
		}
		publish();
		if (PodStatus.terminal(this.pod)) {
			stopAll(gracePeriod());
		}
	}

	private boolean prepare() {
		if (this.prepared) {
			return true;
		}
		try {
			if (this.address.isEmpty()) {
				String fresh = this.node.network().allocate();
				this.files.address(fresh);
				use(fresh);
			}
			containers().forEach((container) -> Volumes.check(container.spec()));
			this.node.volumes().fill(this.pod, this.files.volumes());
			this.prepared = true;
		}
		catch (ConfigError | IOException ex) {
			String reason = (ex instanceof ConfigError error) ? error.reason() : "FailedMount";
			this.node.warning(this.pod, reason, String.valueOf(ex.getMessage()));
			this.node.workers().after(RETRY, this::wake);
		}
		return this.prepared;
	}

	private void use(String ip) {
		this.address = ip;
		this.node.network().keep(ip);
		this.pod.withObject("/status").put("podIP", ip);
	}

	private void terminate() {
		stopAll(Duration
			.ofSeconds(this.pod.path("metadata").path("deletionGracePeriodSeconds").asLong(gracePeriod().toSeconds())));
		publish();
		if (containers().stream().allMatch((container) -> container.process() == null)) {
			finish();
		}
	}

	private Duration stoppedWith = Duration.ofDays(365);

	private void stopAll(Duration grace) {
		if (grace.compareTo(this.stoppedWith) < 0) {
			this.stoppedWith = grace;
			containers().forEach((container) -> container.stop(grace));
		}
	}

	private void finish() {
		this.gone = true;
		try {
			this.node.store().update(Meta.key("pods", this.pod), (object) -> {
				if (Meta.uid(object).equals(Meta.uid(this.pod))) {
					object.withObject("/metadata").put("deletionGracePeriodSeconds", 0);
				}
				return object;
			});
		}
		catch (StoreException ex) {
			log.debug("Pod {} is gone already", Meta.name(this.pod), ex);
		}
		try {
			this.files.remove();
		}
		catch (IOException ex) {
			log.warn("Files of pod {} cannot be removed", Meta.name(this.pod), ex);
		}
		this.node.network().release(this.address);
		this.whenGone.run();
	}

	/**
	 * Ends the pod's processes as its deletion would, and takes no notice of anything
	 * that happens from then on. The next platform finds them ended and starts them
	 * again.
	 */
	CompletableFuture<Void> freeze(Duration most) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		execute(() -> {
			this.gone = true;
			Duration grace = (gracePeriod().compareTo(most) < 0) ? gracePeriod() : most;
			List<CompletableFuture<Void>> ends = new ArrayList<>();
			for (ContainerWorker container : containers()) {
				ContainerProcess process = container.process();
				if (process != null) {
					ends.add(process.ended());
				}
				container.stop(grace);
			}
			CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).thenRun(() -> done.complete(null));
		});
		return done;
	}

	void warn(String reason, String message) {
		this.node.warning(this.pod, reason, message);
	}

	private void publish() {
		try {
			ObjectNode stored = this.node.store().update(Meta.key("pods", this.pod), (object) -> {
				if (Meta.uid(object).equals(Meta.uid(this.pod))) {
					object.set("status", new PodStatus(this.node.clock(), this.pod, this.address)
						.build(object.path("status"), this.inits, this.apps));
				}
				return object;
			});
			if (Meta.uid(stored).equals(Meta.uid(this.pod))) {
				this.pod = stored;
			}
		}
		catch (StoreException ex) {
			log.debug("Status of pod {} is not written, as {}", Meta.name(this.pod), ex.getMessage());
		}
	}

}
