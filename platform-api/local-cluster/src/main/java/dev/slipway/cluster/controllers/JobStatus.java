package dev.slipway.cluster.controllers;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.objects.Meta;
import org.jspecify.annotations.Nullable;

/** The status of a Job while it is worked out anew. */
final class JobStatus {

	private static final String UNCOUNTED = "uncountedTerminatedPods";

	private final JsonNode spec;

	private final ObjectNode status;

	private final Instant now;

	private JobStatus(JsonNode spec, ObjectNode status, Instant now) {
		this.spec = spec;
		this.status = status;
		this.now = now;
	}

	static JobStatus of(ObjectNode job, Instant now) {
		ObjectNode status = job.path("status").isObject() ? (ObjectNode) job.path("status").deepCopy()
				: JsonNodeFactory.instance.objectNode();
		return new JobStatus(job.path("spec"), status, now);
	}

	ObjectNode json() {
		return this.status;
	}

	static boolean finished(JsonNode status) {
		return Conditions.isTrue(status, "Complete") || Conditions.isTrue(status, "Failed");
	}

	boolean finished() {
		return finished(this.status);
	}

	/** The condition that says why it failed; null if it did not. */
	@Nullable JsonNode failure() {
		return Conditions.isTrue(this.status, "Failed") ? Conditions.get(this.status, "Failed") : null;
	}

	Instant finishedAt() {
		JsonNode failed = Conditions.get(this.status, "Failed");
		JsonNode end = failed.isMissingNode() ? Conditions.get(this.status, "Complete") : failed;
		return Instant.parse(end.path("lastTransitionTime").asText());
	}

	/** Counts what has been let go of, and notes what has ended since. */
	void count(List<ObjectNode> pods) {
		ObjectNode uncounted = this.status.withObject("/" + UNCOUNTED);
		Set<String> tracked = new HashSet<>();
		pods.stream().filter(JobPods::tracked).forEach((pod) -> tracked.add(Meta.uid(pod)));
		settle(uncounted, "succeeded", tracked);
		settle(uncounted, "failed", tracked);
		note(uncounted, "succeeded", pods, JobPods::succeeded);
		note(uncounted, "failed", pods, JobPods::failed);
	}

	private void settle(ObjectNode uncounted, String field, Set<String> tracked) {
		ArrayNode kept = uncounted.arrayNode();
		int counted = 0;
		for (JsonNode uid : uncounted.path(field)) {
			if (tracked.contains(uid.asText())) {
				kept.add(uid);
			}
			else {
				counted++;
			}
		}
		ReplicaSetController.count(this.status, field, this.status.path(field).asInt() + counted);
		put(uncounted, field, kept);
	}

	private void note(ObjectNode uncounted, String field, List<ObjectNode> pods, Predicate<JsonNode> ended) {
		ArrayNode uids = uncounted.arrayNode();
		uncounted.path(field).forEach(uids::add);
		for (ObjectNode pod : pods) {
			if (JobPods.tracked(pod) && ended.test(pod) && !uncounted(Meta.uid(pod))) {
				uids.add(Meta.uid(pod));
			}
		}
		put(uncounted, field, uids);
	}

	private static void put(ObjectNode uncounted, String field, ArrayNode uids) {
		if (uids.isEmpty()) {
			uncounted.remove(field);
		}
		else {
			uncounted.set(field, uids);
		}
	}

	/** Whether a pod has ended, but is not in the numbers yet. */
	boolean uncounted(String uid) {
		for (String field : List.of("succeeded", "failed")) {
			for (JsonNode one : this.status.path(UNCOUNTED).path(field)) {
				if (one.asText().equals(uid)) {
					return true;
				}
			}
		}
		return false;
	}

	private int all(String field) {
		return this.status.path(field).asInt() + this.status.path(UNCOUNTED).path(field).size();
	}

	void started() {
		if (!this.status.hasNonNull("startTime")) {
			this.status.put("startTime", Meta.time(this.now));
		}
	}

	/** When its time is up; null when it has all the time. */
	@Nullable Instant deadline() {
		JsonNode seconds = this.spec.path("activeDeadlineSeconds");
		JsonNode start = this.status.path("startTime");
		return (seconds.isNumber() && start.isTextual()) ? Instant.parse(start.asText()).plusSeconds(seconds.asLong())
				: null;
	}

	/** Whether and how it ends; null when it goes on. */
	@Nullable Ending ending(List<ObjectNode> pods) {
		for (Ending one : Ending.values()) {
			if (Conditions.get(this.status, one.first).path("reason").asText().equals(one.reason)) {
				return one;
			}
		}
		Instant deadline = deadline();
		if (all("failed") > limit() || restarts(pods) > 0 && restarts(pods) >= limit()) {
			return Ending.BACKOFF;
		}
		if (deadline != null && !deadline.isAfter(this.now) && !this.spec.path("suspend").asBoolean()) {
			return Ending.DEADLINE;
		}
		return successful(pods) ? Ending.SUCCESS : null;
	}

	private boolean successful(List<ObjectNode> pods) {
		JsonNode completions = this.spec.path("completions");
		return completions.isNumber() ? all("succeeded") >= completions.asInt()
				: all("succeeded") > 0 && pods.stream().noneMatch(Pods::active);
	}

	private int limit() {
		return this.spec.path("backoffLimit").asInt(6);
	}

	/** Containers that are started again in their pod count, too. */
	private int restarts(List<ObjectNode> pods) {
		int restarts = 0;
		if (this.spec.at("/template/spec/restartPolicy").asText().equals("OnFailure")) {
			for (ObjectNode pod : pods) {
				for (JsonNode container : pod.path("status").path("containerStatuses")) {
					restarts += Pods.active(pod) ? container.path("restartCount").asInt() : 0;
				}
			}
		}
		return restarts;
	}

	/** The end is said first, and again once the last pod has ended and is counted. */
	void end(Ending ending, List<ObjectNode> pods) {
		condition(ending.first, true, ending.reason, ending.message);
		boolean ended = pods.stream().allMatch(Pods::ended);
		if (ended && this.status.path(UNCOUNTED).isEmpty()) {
			condition(ending.last, true, ending.reason, ending.message);
			if (ending == Ending.SUCCESS) {
				this.status.put("completionTime", Meta.time(this.now));
			}
		}
	}

	/** How many pods are to be active. */
	int wanted(List<ObjectNode> pods) {
		int parallelism = this.spec.path("parallelism").asInt(1);
		JsonNode completions = this.spec.path("completions");
		if (completions.isNumber()) {
			return Math.max(0, Math.min(parallelism, completions.asInt() - all("succeeded")));
		}
		int active = (int) pods.stream().filter(Pods::active).count();
		return (all("succeeded") > 0) ? Math.min(active, parallelism) : parallelism;
	}

	/** Time counts anew when it goes on. */
	void suspended(boolean suspended, BiConsumer<String, String> tell) {
		boolean was = Conditions.isTrue(this.status, "Suspended");
		if (suspended && !was) {
			this.status.remove("startTime");
			condition("Suspended", true, "JobSuspended", "Job suspended");
			tell.accept("Suspended", "Job suspended");
		}
		else if (!suspended && was) {
			this.status.put("startTime", Meta.time(this.now));
			condition("Suspended", false, "JobResumed", "Job resumed");
			tell.accept("Resumed", "Job resumed");
		}
	}

	/** What its pods are now. */
	void observe(List<ObjectNode> pods) {
		List<ObjectNode> active = pods.stream().filter(Pods::active).toList();
		ReplicaSetController.count(this.status, "active", active.size());
		this.status.put("ready", (int) active.stream().filter(Pods::ready).count());
		this.status.put("terminating",
				(int) pods.stream().filter((pod) -> Meta.deleting(pod) && !Pods.ended(pod)).count());
	}

	private void condition(String type, boolean value, String reason, String message) {
		ObjectNode condition = Conditions.set(this.status, type, value, reason, message, this.now);
		if (condition.path("lastTransitionTime").asText().equals(Meta.time(this.now))
				|| !condition.has("lastProbeTime")) {
			condition.put("lastProbeTime", Meta.time(this.now));
		}
	}

	/** How a Job ends. */
	enum Ending {

		SUCCESS("SuccessCriteriaMet", "Complete", "CompletionsReached", "Reached expected number of succeeded pods"),
		BACKOFF("FailureTarget", "Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit"),
		DEADLINE("FailureTarget", "Failed", "DeadlineExceeded", "Job was active longer than specified deadline");

		private final String first;

		private final String last;

		private final String reason;

		private final String message;

		Ending(String first, String last, String reason, String message) {
			this.first = first;
			this.last = last;
			this.reason = reason;
			this.message = message;
		}

	}

}
