package dev.slipway.cluster.controllers;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.Defaults;
import dev.slipway.cluster.api.kinds.JobAdmission;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.StoreException;
import org.jspecify.annotations.Nullable;

/** The Jobs of CronJobs: makes them, and deletes those that are old. */
final class CronJobs {

	static final String COMPONENT = "cronjob-controller";

	/** The time that a Job was made for. */
	static final String SCHEDULED = "batch.kubernetes.io/cronjob-scheduled-timestamp";

	private final Context cluster;

	CronJobs(Context cluster) {
		this.cluster = cluster;
	}

	/** By the minute, as Kubernetes names them. */
	static String name(JsonNode cron, Instant time) {
		return Meta.name(cron) + "-" + time.getEpochSecond() / 60;
	}

	/**
	 * Makes a Job, or finds the one that was made for that time.
	 * @return null when another object has its name
	 */
	@Nullable ObjectNode make(ObjectNode cron, Instant time, String name) {
		ObjectNode job = job(cron, time, name);
		Key key = Meta.key(JobController.JOBS, job);
		try {
			ObjectNode made = this.cluster.store().create(key, job);
			this.cluster.events().normal(COMPONENT, cron, "SuccessfulCreate", "Created job " + name);
			return made;
		}
		catch (StoreException ex) {
			if (ex.reason() != StoreException.Reason.ALREADY_EXISTS) {
				throw ex;
			}
			ObjectNode there = this.cluster.store().shared(key);
			if (there != null && Meta.controlledBy(there, cron)) {
				return there;
			}
			this.cluster.events()
				.warning(COMPONENT, cron, "FailedCreate",
						"Error creating job: jobs.batch \"" + name + "\" already exists");
			return null;
		}
	}

	private static ObjectNode job(ObjectNode cron, Instant time, String name) {
		JsonNode template = cron.path("spec").path("jobTemplate");
		ObjectNode job = JsonNodeFactory.instance.objectNode().put("apiVersion", "batch/v1").put("kind", "Job");
		ObjectNode metadata = job.putObject("metadata").put("name", name).put("namespace", Meta.namespace(cron));
		JsonNode given = template.path("metadata");
		if (!given.path("labels").isEmpty()) {
			metadata.set("labels", given.path("labels").deepCopy());
		}
		ObjectNode annotations = metadata.putObject("annotations");
		given.path("annotations").properties().forEach((one) -> annotations.set(one.getKey(), one.getValue()));
		String zone = cron.path("spec").path("timeZone").asText("");
		annotations.put(SCHEDULED, DateTimeFormatter.ISO_OFFSET_DATE_TIME
			.format(time.atZone(zone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zone))));
		metadata.putArray("ownerReferences").add(Meta.controllerReference(cron));
		job.set("spec", template.path("spec").deepCopy());
		Defaults.apply(JobController.JOBS, job);
		JobAdmission.complete(job);
		return job;
	}

	/** Ends a Job with its pods. */
	void delete(ObjectNode cron, ObjectNode job, CronJobStatus status) {
		this.cluster.delete(Meta.key(JobController.JOBS, job), job);
		status.remove(Meta.uid(job));
		this.cluster.events().normal(COMPONENT, cron, "SuccessfulDelete", "Deleted job " + Meta.name(job));
	}

	/** Deletes the oldest of those that have ended, beyond the limits. */
	void forget(ObjectNode cron, List<ObjectNode> jobs, CronJobStatus status) {
		JsonNode spec = cron.path("spec");
		List<ObjectNode> ended = jobs.stream()
			.filter((job) -> JobStatus.finished(job.path("status")) && !Meta.deleting(job))
			.sorted(Comparator.comparing(CronJobs::begun).reversed())
			.toList();
		ended.stream()
			.filter(CronJobStatus::succeeded)
			.skip(spec.path("successfulJobsHistoryLimit").asInt(3))
			.forEach((job) -> delete(cron, job, status));
		ended.stream()
			.filter((job) -> !CronJobStatus.succeeded(job))
			.skip(spec.path("failedJobsHistoryLimit").asInt(1))
			.forEach((job) -> delete(cron, job, status));
	}

	private static Instant begun(JsonNode job) {
		String start = job.path("status").path("startTime").asText("");
		return start.isEmpty() ? Meta.created(job) : Instant.parse(start);
	}

}
