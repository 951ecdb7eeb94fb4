package dev.slipway.cluster.api.kinds;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Between the version a request speaks and the one the store keeps: events (kept as
 * core/v1) and autoscalers (kept as autoscaling/v2).
 */
public final class Conversions {

	private static final String[][] EVENT = { { "regarding", "involvedObject" }, { "note", "message" },
			{ "reportingController", "reportingComponent" }, { "deprecatedSource", "source" },
			{ "deprecatedFirstTimestamp", "firstTimestamp" }, { "deprecatedLastTimestamp", "lastTimestamp" },
			{ "deprecatedCount", "count" } };

	private Conversions() {
	}

	/** Whether objects of the kind are kept in another version. */
	public static boolean needed(Kind kind) {
		return kind.group().equals("events.k8s.io") || kind.apiVersion().equals("autoscaling/v1");
	}

	/** From the request's version to the store's, in place. */
	public static ObjectNode toStored(Kind kind, ObjectNode object) {
		if (kind.group().equals("events.k8s.io")) {
			object.put("apiVersion", "v1");
			for (String[] pair : EVENT) {
				rename(object, pair[0], pair[1]);
			}
		}
		else if (kind.apiVersion().equals("autoscaling/v1")) {
			object.put("apiVersion", "autoscaling/v2");
			JsonNode target = (object.get("spec") instanceof ObjectNode spec)
					? spec.remove("targetCPUUtilizationPercentage") : null;
			if (target != null) {
				ObjectNode metric = object.withObject("/spec").putArray("metrics").addObject().put("type", "Resource");
				metric.putObject("resource")
					.put("name", "cpu")
					.putObject("target")
					.put("type", "Utilization")
					.set("averageUtilization", target);
			}
			if (object.get("status") instanceof ObjectNode status) {
				status.remove("currentCPUUtilizationPercentage");
			}
		}
		return object;
	}

	/** From the store's version to the request's; a copy when it differs. */
	public static ObjectNode fromStored(Kind kind, ObjectNode stored) {
		if (!needed(kind)) {
			return stored;
		}
		ObjectNode object = stored.deepCopy();
		object.put("apiVersion", kind.apiVersion());
		if (kind.group().equals("events.k8s.io")) {
			for (String[] pair : EVENT) {
				rename(object, pair[1], pair[0]);
			}
			return object;
		}
		ObjectNode spec = object.withObject("/spec");
		for (JsonNode metric : spec.path("metrics")) {
			JsonNode percent = metric.path("resource").path("target").path("averageUtilization");
			if (metric.path("resource").path("name").asText().equals("cpu") && percent.isInt()) {
				spec.set("targetCPUUtilizationPercentage", percent);
			}
		}
		spec.remove(List.of("metrics", "behavior"));
		ObjectNode status = object.withObject("/status");
		status.remove(List.of("currentMetrics", "conditions"));
		PodDefaults.number(status, "currentReplicas", 0);
		return object;
	}

	private static void rename(ObjectNode object, String from, String to) {
		JsonNode value = object.remove(from);
		if (value != null) {
			object.set(to, value);
		}
	}

}
