package dev.slipway.cluster.kubelet;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.objects.Meta;

/**
 * Writes a pod's status: phase, conditions, addresses, containers.
 */
final class PodStatus {

	private final Instant now;

	private final JsonNode pod;

	private final String address;

	PodStatus(Clock clock, JsonNode pod, String address) {
		this.now = clock.instant();
		this.pod = pod;
		this.address = address;
	}

	/** Whether the pod has ended for good. */
	static boolean terminal(JsonNode pod) {
		String phase = pod.path("status").path("phase").asText();
		return phase.equals("Succeeded") || phase.equals("Failed");
	}

	/** The status of one container as it stands in the pod. */
	static JsonNode ofContainer(JsonNode pod, String name) {
		for (String list : List.of("containerStatuses", "initContainerStatuses")) {
			for (JsonNode status : pod.path("status").path(list)) {
				if (status.path("name").asText().equals(name)) {
					return status;
				}
			}
		}
		return JsonNodeFactory.instance.objectNode();
	}

	ObjectNode build(JsonNode before, List<ContainerWorker> inits, List<ContainerWorker> apps) {
		ObjectNode status = before.isObject() ? (ObjectNode) before.deepCopy() : JsonNodeFactory.instance.objectNode();
		boolean initialized = inits.stream().allMatch(PodStatus::initDone);
		String phase = terminal(this.pod) ? this.pod.path("status").path("phase").asText()
				: phase(inits, apps, initialized);
		status.put("phase", phase);
		conditions(status, phase, inits, apps, initialized);
		if (!status.has("startTime")) {
			status.put("startTime", Meta.time(this.now));
		}
		status.put("hostIP", "127.0.0.1");
		status.putArray("hostIPs").addObject().put("ip", "127.0.0.1");
		if (!this.address.isEmpty()) {
			status.put("podIP", this.address);
			status.putArray("podIPs").addObject().put("ip", this.address);
		}
		if (!inits.isEmpty()) {
			fill(status.putArray("initContainerStatuses"), inits);
		}
		fill(status.putArray("containerStatuses"), apps);
		if (!status.has("qosClass")) {
			status.put("qosClass", "Burstable");
		}
		return status;
	}

	private static void fill(ArrayNode statuses, List<ContainerWorker> containers) {
		containers.forEach((container) -> statuses.add(container.status()));
	}

	private static boolean initDone(ContainerWorker init) {
		boolean sidecar = init.spec().path("restartPolicy").asText().equals("Always");
		return sidecar ? init.started() : init.state() instanceof ContainerState.Terminated end && end.exitCode() == 0;
	}

	private void conditions(ObjectNode status, String phase, List<ContainerWorker> inits, List<ContainerWorker> apps,
			boolean initialized) {
		condition(status, "PodReadyToStartContainers", !this.address.isEmpty() && !terminal(this.pod), "", "");
		condition(status, "Initialized", initialized, "ContainersNotInitialized",
				"containers with incomplete status: " + names(inits.stream().filter((c) -> !initDone(c)).toList()));
		boolean completed = phase.equals("Succeeded");
		List<ContainerWorker> unready = apps.stream().filter((container) -> !container.ready()).toList();
		String reason = completed ? "PodCompleted" : phase.equals("Failed") ? "PodFailed" : "ContainersNotReady";
		String message = completed || phase.equals("Failed") ? "" : "containers with unready status: " + names(unready);
		condition(status, "ContainersReady", unready.isEmpty(), reason, message);
		boolean gates = true;
		for (JsonNode gate : this.pod.path("spec").path("readinessGates")) {
			gates &= Conditions.isTrue(status, gate.path("conditionType").asText());
		}
		condition(status, "Ready", unready.isEmpty() && gates, unready.isEmpty() ? "ReadinessGatesNotReady" : reason,
				message);
	}

	private void condition(ObjectNode status, String type, boolean value, String reason, String message) {
		ObjectNode condition = Conditions.set(status, type, value, value ? "" : reason, value ? "" : message, this.now);
		if (!condition.has("lastProbeTime")) {
			condition.putNull("lastProbeTime");
		}
	}

	private static String names(List<ContainerWorker> containers) {
		return containers.stream().map(ContainerWorker::name).collect(Collectors.joining(" ", "[", "]"));
	}

	private String phase(List<ContainerWorker> inits, List<ContainerWorker> apps, boolean initialized) {
		String policy = this.pod.path("spec").path("restartPolicy").asText("Always");
		boolean initFailed = inits.stream()
			.anyMatch((init) -> init.state() instanceof ContainerState.Terminated end && end.exitCode() != 0);
		if (initFailed && policy.equals("Never")) {
			return "Failed";
		}
		long running = apps.stream().filter((c) -> c.state() instanceof ContainerState.Running).count();
		long waiting = apps.stream()
			.filter((c) -> c.state() instanceof ContainerState.Waiting && c.record().last() == null)
			.count();
		if (!initialized || waiting > 0) {
			return "Pending";
		}
		if (running > 0 || policy.equals("Always")) {
			return "Running";
		}
		List<ContainerState.Terminated> ends = apps.stream()
			.map(ContainerWorker::state)
			.filter(ContainerState.Terminated.class::isInstance)
			.map(ContainerState.Terminated.class::cast)
			.toList();
		if (ends.size() == apps.size() && ends.stream().allMatch((end) -> end.exitCode() == 0)) {
			return "Succeeded";
		}
		return policy.equals("Never") ? "Failed" : "Running";
	}

}
