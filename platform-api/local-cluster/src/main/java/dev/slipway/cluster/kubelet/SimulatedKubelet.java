package dev.slipway.cluster.kubelet;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.WatchEvent;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Reconciler;
import dev.slipway.cluster.work.Workers;

/**
 * A kubelet whose pods never run: each is ready as soon as it is bound, one that is to
 * run only once has ended by then, and each is gone as soon as it is deleted. It shows
 * what a control plane costs without the programs in it.
 */
public final class SimulatedKubelet implements AutoCloseable {

	private static final String PODS = "pods";

	private final ObjectStore store;

	private final Clock clock;

	private final Predicate<JsonNode> ready;

	private final Reconciler queue;

	private final Informer informer;

	private SimulatedKubelet(ObjectStore store, Workers workers, Clock clock, Predicate<JsonNode> ready) {
		this.store = store;
		this.clock = clock;
		this.ready = ready;
		this.queue = new Reconciler("simulated-kubelet", workers, this::reconcile);
		this.informer = Informer.start(store, workers, PODS, (type, pod, before) -> {
			if (type != WatchEvent.Type.DELETED) {
				this.queue.enqueue(Meta.key(PODS, pod));
			}
		});
	}

	/**
	 * Starts it, with a node that has room for a hundred thousand pods.
	 * @param ready whether a pod becomes ready; the others run, but not ready
	 */
	public static SimulatedKubelet start(ObjectStore store, Workers workers, Clock clock, Predicate<JsonNode> ready) {
		NodeObject node = new NodeObject(store, clock, NodeInfo.ofThisMachine());
		node.register();
		store.update(Key.of("nodes", NodeInfo.NAME), (object) -> {
			for (String list : List.of("capacity", "allocatable")) {
				object.withObject("/status/" + list).put("pods", "100000").put("memory", "1000Ti").put("cpu", "100000");
			}
			return object;
		});
		return new SimulatedKubelet(store, workers, clock, ready);
	}

	private void reconcile(Key key) {
		ObjectNode pod = this.store.shared(key);
		if (pod == null) {
			return;
		}
		if (Meta.deleting(pod)) {
			if (pod.path("metadata").path("finalizers").isEmpty()) {
				this.store.remove(key, null);
			}
			return;
		}
		boolean bound = NodeInfo.NAME.equals(pod.path("spec").path("nodeName").asText());
		if (bound && "Pending".equals(pod.path("status").path("phase").asText("Pending"))) {
			boolean once = !"Always".equals(pod.path("spec").path("restartPolicy").asText("Always"));
			this.store.update(key, once ? this::end : this::run);
		}
	}

	private ObjectNode run(ObjectNode pod) {
		Instant now = this.clock.instant();
		boolean good = this.ready.test(pod);
		ObjectNode status = pod.withObject("/status");
		status.put("phase", "Running").put("startTime", Meta.time(now)).put("podIP", "127.64.0.1");
		for (String type : List.of("Initialized", "ContainersReady", "Ready")) {
			boolean holds = good || type.equals("Initialized");
			Conditions.set(status, type, holds, holds ? "" : "ContainersNotReady", "", now);
		}
		ArrayNode containers = JsonNodeFactory.instance.arrayNode();
		for (JsonNode container : pod.path("spec").path("containers")) {
			ObjectNode one = containers.addObject()
				.put("name", container.path("name").asText())
				.put("image", container.path("image").asText())
				.put("imageID", "")
				.put("ready", good)
				.put("started", true)
				.put("restartCount", 0);
			one.putObject("state").putObject("running").put("startedAt", Meta.time(now));
		}
		status.set("containerStatuses", containers);
		return pod;
	}

	/** A program that is to end has done so: well, or with exit code 1. */
	private ObjectNode end(ObjectNode pod) {
		String now = Meta.time(this.clock.instant());
		boolean good = this.ready.test(pod);
		ObjectNode status = pod.withObject("/status");
		status.put("phase", good ? "Succeeded" : "Failed").put("startTime", now).put("podIP", "127.64.0.1");
		ArrayNode containers = JsonNodeFactory.instance.arrayNode();
		for (JsonNode container : pod.path("spec").path("containers")) {
			ObjectNode one = containers.addObject()
				.put("name", container.path("name").asText())
				.put("image", container.path("image").asText())
				.put("imageID", "")
				.put("ready", false)
				.put("started", false)
				.put("restartCount", 0);
			one.putObject("state")
				.putObject("terminated")
				.put("exitCode", good ? 0 : 1)
				.put("reason", good ? "Completed" : "Error")
				.put("startedAt", now)
				.put("finishedAt", now);
		}
		status.set("containerStatuses", containers);
		return pod;
	}

	@Override
	public void close() {
		this.informer.close();
	}

}
