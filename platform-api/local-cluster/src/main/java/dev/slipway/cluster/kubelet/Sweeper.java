package dev.slipway.cluster.kubelet;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.objects.Quantity;

/**
 * Looks at all running containers now and then: whether adopted ones still live, whether
 * one uses more memory than its limit, whether one listens on all addresses.
 */
final class Sweeper {

	/** Less than this no JVM can start with; smaller limits are not enforced. */
	private static final long LEAST_LIMIT = 64L * 1024 * 1024;

	private final Collection<PodWorker> pods;

	/** Wildcard listeners that are none of a pod's. */
	private Set<String> foreign = Set.of();

	Sweeper(Collection<PodWorker> pods) {
		this.pods = pods;
	}

	void sweep() {
		Map<String, Integer> wildcards = ProcFs.wildcardListeners();
		boolean search = !this.foreign.containsAll(wildcards.keySet());
		for (PodWorker pod : this.pods) {
			for (ContainerWorker container : pod.containers()) {
				ContainerProcess process = container.process();
				if (process != null) {
					process.check();
					look(pod, container, process, search ? wildcards : Map.of());
				}
			}
		}
		this.foreign = new HashSet<>(wildcards.keySet());
	}

	private void look(PodWorker pod, ContainerWorker container, ContainerProcess process,
			Map<String, Integer> wildcards) {
		JsonNode limit = container.spec().path("resources").path("limits").path("memory");
		long bytes = limit.isMissingNode() ? 0 : Quantity.ceiling(limit.asText());
		if (bytes < LEAST_LIMIT && wildcards.isEmpty()) {
			return;
		}
		List<Long> group = ProcFs.group(process.pid());
		if (bytes >= LEAST_LIMIT && group.stream().mapToLong(ProcFs::privateMemory).sum() > bytes) {
			pod.execute(() -> container.fail("OOMKilled", "", Duration.ZERO));
		}
		for (long pid : wildcards.isEmpty() ? List.<Long>of() : group) {
			for (String inode : ProcFs.sockets(pid)) {
				Integer port = wildcards.get(inode);
				if (port != null) {
					pod.execute(() -> wildcard(pod, container, port));
				}
			}
		}
	}

	/**
	 * The container fails, not the pod: a ReplicaSet would replace a failed pod for ever.
	 */
	private static void wildcard(PodWorker pod, ContainerWorker container, int port) {
		String message = "container " + container.name() + " listens on port " + port
				+ " of all addresses, which takes that port from every other pod of this machine. Bind to $POD_IP: "
				+ "Spring Boot does so by itself, as SERVER_ADDRESS is set (do not set server.address to 0.0.0.0)";
		pod.warn("WildcardListener", message);
		container.fail("WildcardListener", message, Duration.ZERO);
	}

}
