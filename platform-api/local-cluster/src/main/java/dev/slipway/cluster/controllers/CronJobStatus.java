package dev.slipway.cluster.controllers;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.objects.Meta;

/**
 * The status of a CronJob as it is to be: which Jobs run, when the last began and ended.
 */
final class CronJobStatus {

	private final ObjectNode status;

	CronJobStatus(ObjectNode cron) {
		this.status = (cron.path("status") instanceof ObjectNode known) ? known.deepCopy()
				: com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
	}

	ObjectNode json() {
		return this.status;
	}

	/**
	 * What became of the Jobs that ran.
	 * @param jobs that the CronJob controls
	 * @param ended is told of each that has ended, with its condition
	 */
	void observe(List<ObjectNode> jobs, BiConsumer<ObjectNode, String> ended) {
		Map<String, ObjectNode> there = new HashMap<>();
		jobs.forEach((job) -> there.put(Meta.uid(job), job));
		for (JsonNode active : this.status.path("active").deepCopy()) {
			String uid = active.path("uid").asText();
			ObjectNode job = there.get(uid);
			if (job == null || JobStatus.finished(job.path("status"))) {
				remove(uid);
			}
			if (job != null && JobStatus.finished(job.path("status"))) {
				ended.accept(job, succeeded(job) ? "Complete" : "Failed");
			}
		}
		jobs.stream().filter(CronJobStatus::succeeded).forEach(this::success);
	}

	private void success(ObjectNode job) {
		String end = job.path("status").path("completionTime").asText("");
		String last = this.status.path("lastSuccessfulTime").asText("");
		if (!end.isEmpty() && (last.isEmpty() || Instant.parse(end).isAfter(Instant.parse(last)))) {
			this.status.put("lastSuccessfulTime", end);
		}
	}

	static boolean succeeded(JsonNode job) {
		return Conditions.isTrue(job.path("status"), "Complete");
	}

	boolean active(String uid) {
		for (JsonNode active : this.status.path("active")) {
			if (active.path("uid").asText().equals(uid)) {
				return true;
			}
		}
		return false;
	}

	void started(ObjectNode job, Instant time) {
		this.status.put("lastScheduleTime", Meta.time(time));
		if (!active(Meta.uid(job)) && !JobStatus.finished(job.path("status"))) {
			this.status.withArray("/active")
				.addObject()
				.put("apiVersion", "batch/v1")
				.put("kind", "Job")
				.put("name", Meta.name(job))
				.put("namespace", Meta.namespace(job))
				.put("resourceVersion", job.path("metadata").path("resourceVersion").asText())
				.put("uid", Meta.uid(job));
		}
	}

	void remove(String uid) {
		ArrayNode kept = this.status.arrayNode();
		this.status.path("active").forEach((active) -> {
			if (!active.path("uid").asText().equals(uid)) {
				kept.add(active);
			}
		});
		if (kept.isEmpty()) {
			this.status.remove("active");
		}
		else {
			this.status.set("active", kept);
		}
	}

}
