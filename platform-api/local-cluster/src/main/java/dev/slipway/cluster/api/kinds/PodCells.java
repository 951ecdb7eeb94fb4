package dev.slipway.cluster.api.kinds;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** The row of a pod, above all its STATUS, which no field holds. */
final class PodCells {

	private PodCells() {
	}

	static ArrayNode row(Tables.View v) {
		int restarts = 0;
		int ready = 0;
		Instant lastRestart = Instant.MIN;
		for (JsonNode status : v.status().path("containerStatuses")) {
			restarts += status.path("restartCount").asInt();
			ready += status.path("ready").asBoolean() ? 1 : 0;
			JsonNode finished = status.path("lastState").path("terminated").path("finishedAt");
			if (finished.isTextual() && Instant.parse(finished.asText()).isAfter(lastRestart)) {
				lastRestart = Instant.parse(finished.asText());
			}
		}
		String times = Integer.toString(restarts);
		if (restarts > 0 && lastRestart.isAfter(Instant.MIN)) {
			times += " (" + Cells.duration(java.time.Duration.between(lastRestart, v.now())) + " ago)";
		}
		return Cells.row(v.name(), ready + "/" + v.spec().path("containers").size(), status(v.object()), times, v.age(),
				Cells.orNone(v.status().path("podIP").asText("")), Cells.orNone(v.spec().path("nodeName").asText("")),
				Cells.orNone(v.status().path("nominatedNodeName").asText("")), gates(v));
	}

	private static String gates(Tables.View v) {
		JsonNode gates = v.spec().path("readinessGates");
		if (gates.isEmpty()) {
			return "<none>";
		}
		int met = 0;
		for (JsonNode gate : gates) {
			for (JsonNode condition : v.status().path("conditions")) {
				if (condition.path("type").equals(gate.path("conditionType"))
						&& condition.path("status").asText().equals("True")) {
					met++;
				}
			}
		}
		return met + "/" + gates.size();
	}

	static String status(JsonNode pod) {
		JsonNode status = pod.path("status");
		String reason = status.path("reason").asText(status.path("phase").asText());
		for (JsonNode condition : status.path("conditions")) {
			if (condition.path("type").asText().equals("PodScheduled")
					&& condition.path("reason").asText().equals("SchedulingGated")) {
				reason = "SchedulingGated";
			}
		}
		String starting = init(pod);
		reason = !starting.isEmpty() ? starting : containers(status, reason);
		if (pod.path("metadata").has("deletionTimestamp")) {
			String phase = status.path("phase").asText();
			return (phase.equals("Failed") || phase.equals("Succeeded")) ? reason : "Terminating";
		}
		return reason;
	}

	private static String init(JsonNode pod) {
		JsonNode all = pod.path("status").path("initContainerStatuses");
		for (int i = 0; i < all.size(); i++) {
			JsonNode state = all.get(i).path("state");
			if (state.has("terminated")) {
				if (state.path("terminated").path("exitCode").asInt() == 0) {
					continue;
				}
				return "Init:" + state.path("terminated").path("reason").asText("Error");
			}
			String waiting = state.path("waiting").path("reason").asText("");
			if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
				return "Init:" + waiting;
			}
			return "Init:" + i + "/" + pod.path("spec").path("initContainers").size();
		}
		return "";
	}

	private static String containers(JsonNode status, String reason) {
		String result = reason;
		boolean running = false;
		JsonNode all = status.path("containerStatuses");
		for (int i = all.size() - 1; i >= 0; i--) {
			JsonNode state = all.get(i).path("state");
			String waiting = state.path("waiting").path("reason").asText("");
			if (!waiting.isEmpty()) {
				result = waiting;
			}
			else if (state.has("terminated")) {
				result = state.path("terminated").path("reason").asText("");
				if (result.isEmpty()) {
					result = "ExitCode:" + state.path("terminated").path("exitCode").asInt();
				}
			}
			else if (all.get(i).path("ready").asBoolean() && state.has("running")) {
				running = true;
			}
		}
		return (result.equals("Completed") && running) ? "Running" : result;
	}

}
