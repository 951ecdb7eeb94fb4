package dev.slipway.cluster.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.objects.Meta;
import org.jspecify.annotations.Nullable;

/**
 * Works out the status of a Deployment from its ReplicaSets and the status before.
 */
final class DeploymentStatus {

	private static final String PROGRESSING = "Progressing";

	private static final String TIMED_OUT = "ProgressDeadlineExceeded";

	private static final String AVAILABLE = "NewReplicaSetAvailable";

	private final ObjectNode deployment;

	private final ReplicaSets sets;

	private final Instant now;

	private final JsonNode before;

	private final ObjectNode next;

	DeploymentStatus(ObjectNode deployment, ReplicaSets sets, Instant now) {
		this.deployment = deployment;
		this.sets = sets;
		this.now = now;
		this.before = deployment.path("status");
		this.next = this.before.isObject() ? (ObjectNode) this.before.deepCopy()
				: JsonNodeFactory.instance.objectNode();
		counts();
		availability();
		if (!deployment.path("spec").path("paused").asBoolean()) {
			progress();
			failure();
		}
	}

	ObjectNode next() {
		return this.next;
	}

	private void counts() {
		List<ObjectNode> all = this.sets.all();
		int available = all.stream().mapToInt(ReplicaSets::available).sum();
		this.next.put("observedGeneration", this.deployment.path("metadata").path("generation").asLong());
		ReplicaSetController.count(this.next, "replicas", sum(all, "replicas"));
		ReplicaSetController.count(this.next, "updatedReplicas",
				(this.sets.current() == null) ? 0 : this.sets.current().path("status").path("replicas").asInt());
		ReplicaSetController.count(this.next, "readyReplicas", sum(all, "readyReplicas"));
		ReplicaSetController.count(this.next, "availableReplicas", available);
		ReplicaSetController.count(this.next, "unavailableReplicas", Math.max(0, this.sets.total() - available));
	}

	private static int sum(List<ObjectNode> sets, String field) {
		return sets.stream().mapToInt((set) -> set.path("status").path(field).asInt()).sum();
	}

	private void availability() {
		boolean enough = this.next.path("availableReplicas").asInt() >= RollingUpdate.of(this.deployment)
			.minAvailable();
		set("Available", enough, enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
				enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.");
	}

	private void progress() {
		if (!hasDeadline()) {
			Conditions.remove(this.next, PROGRESSING);
			return;
		}
		JsonNode current = Conditions.get(this.before, PROGRESSING);
		boolean done = this.next.path("replicas").asInt() == this.next.path("updatedReplicas").asInt()
				&& current.path("reason").asText().equals(AVAILABLE);
		if (done) {
			return;
		}
		ObjectNode set = this.sets.current();
		String whom = (set != null) ? "ReplicaSet \"" + Meta.name(set) + "\""
				: "Deployment \"" + Meta.name(this.deployment) + "\"";
		if (complete(this.deployment, this.next)) {
			set(PROGRESSING, true, AVAILABLE, whom + " has successfully progressed.");
		}
		else if (progressed()) {
			Conditions.renew(this.next, PROGRESSING, "True", "ReplicaSetUpdated", whom + " is progressing.", this.now)
				.put("lastUpdateTime", Meta.time(this.now));
		}
		else if (timedOut()) {
			set(PROGRESSING, false, TIMED_OUT, whom + " has timed out progressing.");
		}
	}

	/** Sets a condition; one of the same status and reason stays as it is. */
	private void set(String type, boolean value, String reason, String message) {
		JsonNode old = Conditions.get(this.next, type);
		String text = value ? "True" : "False";
		if (!old.path("status").asText().equals(text) || !old.path("reason").asText().equals(reason)) {
			Conditions.renew(this.next, type, text, reason, message, this.now)
				.put("lastUpdateTime", Meta.time(this.now));
		}
	}

	static boolean complete(JsonNode deployment, JsonNode status) {
		int wanted = deployment.path("spec").path("replicas").asInt(1);
		return status.path("updatedReplicas").asInt() == wanted && status.path("replicas").asInt() == wanted
				&& status.path("availableReplicas").asInt() == wanted && status.path("observedGeneration")
					.asLong() >= deployment.path("metadata").path("generation").asLong();
	}

	private boolean progressed() {
		int updated = change("updatedReplicas");
		int oldBefore = this.before.path("replicas").asInt() - this.before.path("updatedReplicas").asInt();
		int oldNow = this.next.path("replicas").asInt() - this.next.path("updatedReplicas").asInt();
		return updated > 0 || oldNow < oldBefore || change("readyReplicas") > 0 || change("availableReplicas") > 0;
	}

	private int change(String field) {
		return this.next.path(field).asInt() - this.before.path(field).asInt();
	}

	private boolean timedOut() {
		JsonNode condition = Conditions.get(this.next, PROGRESSING);
		String reason = condition.path("reason").asText();
		if (condition.isMissingNode() || reason.equals(AVAILABLE)) {
			return false;
		}
		return reason.equals(TIMED_OUT) || !deadline(condition).isAfter(this.now);
	}

	private Instant deadline(JsonNode condition) {
		return Instant.parse(condition.path("lastUpdateTime").asText(condition.path("lastTransitionTime").asText()))
			.plusSeconds(this.deployment.path("spec").path("progressDeadlineSeconds").asLong());
	}

	private boolean hasDeadline() {
		long seconds = this.deployment.path("spec").path("progressDeadlineSeconds").asLong(0);
		return seconds > 0 && seconds != Integer.MAX_VALUE;
	}

	/** How long until the lack of progress must be looked at; null if it need not be. */
	@Nullable Duration untilDeadline() {
		JsonNode condition = Conditions.get(this.next, PROGRESSING);
		String reason = condition.path("reason").asText();
		if (!hasDeadline() || condition.isMissingNode() || reason.equals(TIMED_OUT) || reason.equals(AVAILABLE)
				|| complete(this.deployment, this.next)) {
			return null;
		}
		return Duration.between(this.now, deadline(condition)).plusMillis(1100);
	}

	private void failure() {
		for (ObjectNode set : this.sets.all()) {
			JsonNode failure = Conditions.get(set.path("status"), "ReplicaFailure");
			if (!failure.isMissingNode()) {
				set("ReplicaFailure", failure.path("status").asText().equals("True"), failure.path("reason").asText(),
						failure.path("message").asText());
				return;
			}
		}
		Conditions.remove(this.next, "ReplicaFailure");
	}

}
