package dev.slipway.cluster.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.controllers.JobStatus.Ending;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Reconciler;

/**
 * Runs the pods of a Job until enough of them have succeeded, too many have failed or its
 * time is up. A pod that has ended keeps a finalizer until it is counted in the status,
 * so that none is counted twice or forgotten, whoever deletes it.
 */
final class JobController {

	static final String JOBS = "jobs.batch";

	private static final Duration RETRY = Duration.ofSeconds(2);

	private final Context cluster;

	private final JobPods pods;

	private final Reconciler queue;

	JobController(Context cluster) {
		this.cluster = cluster;
		this.pods = new JobPods(cluster);
		this.queue = new Reconciler(JobPods.COMPONENT, cluster.workers(), this::reconcile);
	}

	List<Informer> start() {
		return List.of(
				Informer.start(this.cluster.store(), this.cluster.workers(), JOBS,
						(type, job, before) -> this.queue.enqueue(Meta.key(JOBS, job))),
				Informer.start(this.cluster.store(), this.cluster.workers(), Context.PODS,
						(type, pod, before) -> podChanged(pod)));
	}

	private void podChanged(ObjectNode pod) {
		if (Meta.controller(pod).isEmpty() && JobPods.tracked(pod)) {
			this.pods.release(pod);
		}
		this.cluster.controllerKey(pod, "Job", JOBS).ifPresent(this.queue::enqueue);
	}

	void reconcile(Key key) {
		ObjectNode job = this.cluster.store().shared(key);
		if (job == null) {
			this.pods.releaseAllOf(key);
			return;
		}
		if (job.path("spec").path("completionMode").asText().equals("Indexed")) {
			this.cluster.events()
				.warning(JobPods.COMPONENT, job, "Unsupported", "Jobs with completionMode Indexed are not run here");
			return;
		}
		List<ObjectNode> mine = this.cluster.controlled(Context.PODS, job);
		JobStatus status = JobStatus.of(job, this.cluster.now());
		status.count(mine);
		if (!status.finished()) {
			advance(key, job, mine, status);
		}
		mine = this.cluster.controlled(Context.PODS, job);
		status.observe(mine);
		boolean finishing = !JobStatus.finished(job.path("status")) && status.finished();
		this.cluster.writeStatus(key, job, status.json());
		this.pods.releaseCounted(mine, status);
		if (finishing) {
			announce(job, status);
		}
		if (status.finished()) {
			expire(key, job, status);
		}
	}

	/** One step towards the end. */
	private void advance(Key key, ObjectNode job, List<ObjectNode> mine, JobStatus status) {
		boolean suspended = job.path("spec").path("suspend").asBoolean();
		if (!suspended) {
			status.started();
		}
		Ending ending = status.ending(mine);
		if (ending != null) {
			this.pods.end(mine);
			status.end(ending, this.cluster.controlled(Context.PODS, job));
			return;
		}
		status.suspended(suspended,
				(reason, message) -> this.cluster.events().normal(JobPods.COMPONENT, job, reason, message));
		if (suspended || Meta.deleting(job)) {
			this.pods.stop(job, mine);
			return;
		}
		Instant deadline = status.deadline();
		if (deadline != null) {
			wake(key, deadline);
		}
		Instant earliest = JobPods.earliestNext(mine);
		if (earliest.isAfter(this.cluster.now())) {
			wake(key, earliest);
		}
		else if (!this.pods.scale(job, mine, status.wanted(mine))) {
			this.queue.enqueueAfter(key, RETRY);
		}
	}

	private void wake(Key key, Instant at) {
		Duration left = Duration.between(this.cluster.now(), at);
		this.queue.enqueueAfter(key, (left.isNegative() ? Duration.ZERO : left).plusMillis(10));
	}

	private void announce(ObjectNode job, JobStatus status) {
		JsonNode failed = status.failure();
		if (failed == null) {
			this.cluster.events().normal(JobPods.COMPONENT, job, "Completed", "Job completed");
		}
		else {
			this.cluster.events()
				.warning(JobPods.COMPONENT, job, failed.path("reason").asText(), failed.path("message").asText());
		}
	}

	/** Finished Jobs go after their time, with their pods. */
	private void expire(Key key, ObjectNode job, JobStatus status) {
		JsonNode ttl = job.path("spec").path("ttlSecondsAfterFinished");
		if (!ttl.isNumber() || Meta.deleting(job)) {
			return;
		}
		Instant end = status.finishedAt().plusSeconds(ttl.asLong());
		if (end.isAfter(this.cluster.now())) {
			wake(key, end);
			return;
		}
		ObjectNode now = this.cluster.store().shared(key);
		if (now != null && Meta.uid(now).equals(Meta.uid(job))) {
			this.cluster.deleteUnchanged(key, now, "Foreground");
		}
	}

}
