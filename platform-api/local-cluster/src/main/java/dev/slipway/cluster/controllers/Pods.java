package dev.slipway.cluster.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.objects.Meta;

/**
 * What controllers ask of a pod.
 */
final class Pods {

	private Pods() {
	}

	/** Neither ended nor being deleted. */
	static boolean active(JsonNode pod) {
		return !ended(pod) && !Meta.deleting(pod);
	}

	static boolean ended(JsonNode pod) {
		String phase = pod.path("status").path("phase").asText();
		return phase.equals("Succeeded") || phase.equals("Failed");
	}

	static boolean ready(JsonNode pod) {
		return Conditions.isTrue(pod.path("status"), "Ready");
	}

	/** When it will have been ready for long enough; far away if it is not ready. */
	static Instant availableAt(JsonNode pod, Duration minReady) {
		if (!ready(pod)) {
			return Instant.MAX;
		}
		return readySince(pod).plus(minReady);
	}

	private static Instant readySince(JsonNode pod) {
		String since = Conditions.get(pod.path("status"), "Ready").path("lastTransitionTime").asText();
		return since.isEmpty() ? Instant.EPOCH : Instant.parse(since);
	}

	/** The pods that a scale-down takes come first. */
	static Comparator<JsonNode> leastWorthFirst() {
		return Comparator.<JsonNode, Boolean>comparing((pod) -> !pod.path("spec").path("nodeName").asText().isEmpty())
			.thenComparing((pod) -> phaseRank(pod))
			.thenComparing((pod) -> ready(pod))
			.thenComparing((pod) -> deletionCost(pod))
			.thenComparing((pod) -> ready(pod) ? readySince(pod) : Instant.EPOCH, Comparator.reverseOrder())
			.thenComparing((pod) -> restarts(pod), Comparator.reverseOrder())
			.thenComparing((pod) -> Meta.created(pod), Comparator.reverseOrder());
	}

	private static int phaseRank(JsonNode pod) {
		return switch (pod.path("status").path("phase").asText()) {
			case "Running" -> 2;
			case "Unknown" -> 1;
			default -> 0;
		};
	}

	private static int deletionCost(JsonNode pod) {
		String cost = Meta.annotation(pod, "controller.kubernetes.io/pod-deletion-cost");
		return cost.matches("-?[0-9]{1,9}") ? Integer.parseInt(cost) : 0;
	}

	private static int restarts(JsonNode pod) {
		int most = 0;
		for (JsonNode container : pod.path("status").path("containerStatuses")) {
			most = Math.max(most, container.path("restartCount").asInt());
		}
		return most;
	}

}
