package dev.slipway.cluster.kubelet;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the restart policy and the order of init containers ask for.
 */
final class PodPlan {

	private PodPlan() {
	}

	/** Brings the init containers forward; true when all are done, or run as sidecars. */
	static boolean initialize(JsonNode pod, List<ContainerWorker> inits) {
		for (ContainerWorker init : inits) {
			boolean sidecar = init.spec().path("restartPolicy").asText().equals("Always");
			boolean done = init.state() instanceof ContainerState.Terminated end && end.exitCode() == 0;
			if (sidecar) {
				advance(pod, init);
				if (!init.started()) {
					return false;
				}
			}
			else if (!done) {
				advance(pod, init);
				return false;
			}
		}
		return true;
	}

	/** Starts a container, or starts it again if the policy says so. */
	static void advance(JsonNode pod, ContainerWorker container) {
		if (container.state() instanceof ContainerState.Terminated end) {
			if (restarts(pod, container.spec(), end)) {
				container.runAgain();
			}
		}
		else {
			container.run();
		}
	}

	static boolean restarts(JsonNode pod, JsonNode container, ContainerState.Terminated end) {
		boolean init = contains(pod.path("spec").path("initContainers"), container);
		if (init && container.path("restartPolicy").asText().equals("Always")) {
			return true;
		}
		return switch (pod.path("spec").path("restartPolicy").asText("Always")) {
			case "Never" -> false;
			case "OnFailure" -> end.exitCode() != 0;
			default -> !init || end.exitCode() != 0;
		};
	}

	private static boolean contains(JsonNode containers, JsonNode container) {
		for (JsonNode one : containers) {
			if (one.path("name").equals(container.path("name"))) {
				return true;
			}
		}
		return false;
	}

}
