package dev.slipway.cluster.kubelet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Writes a container's status.
 */
final class ContainerStatus {

	private ContainerStatus() {
	}

	static ObjectNode of(ContainerWorker container) {
		ContainerRecord record = container.record();
		ObjectNode status = JsonNodeFactory.instance.objectNode();
		ContainerProcess process = container.process();
		if (process != null) {
			status.put("containerID", "process://" + process.pid());
		}
		status.put("image", container.spec().path("image").asText());
		status.put("imageID",
				record.imageId().isEmpty() ? ""
						: container.spec().path("image").asText().split("@")[0].replaceFirst(":[^:/]+$", "") + "@"
								+ record.imageId());
		status.set("lastState", (record.last() == null) ? JsonNodeFactory.instance.objectNode() : record.last().json());
		status.put("name", container.name());
		status.put("ready", container.ready());
		status.put("restartCount", record.restarts());
		status.put("started", container.started());
		status.set("state", container.state().json());
		return status;
	}

}
