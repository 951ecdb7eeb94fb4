package dev.slipway.cluster.controllers;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.controllers.CronSchedules.Due;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Reconciler;
import org.jspecify.annotations.Nullable;

/**
 * Makes the Jobs of CronJobs when their time comes, by the rules of Kubernetes'
 * cronjob_controllerv2. A Job's name is made of the time, so that none is made twice,
 * however often the controller stops between the Job and the status.
 */
final class CronJobController {

	static final String CRON_JOBS = "cronjobs.batch";

	private static final Duration LATE = Duration.ofMillis(100);

	private final Context cluster;

	private final CronJobs jobs;

	private final Reconciler queue;

	/** When each is looked at next. */
	private final Map<Key, Instant> planned = new ConcurrentHashMap<>();

	CronJobController(Context cluster) {
		this.cluster = cluster;
		this.jobs = new CronJobs(cluster);
		this.queue = new Reconciler(CronJobs.COMPONENT, cluster.workers(), this::reconcile);
	}

	List<Informer> start() {
		return List.of(
				Informer.start(this.cluster.store(), this.cluster.workers(), CRON_JOBS,
						(type, cron, before) -> this.queue.enqueue(Meta.key(CRON_JOBS, cron))),
				Informer.start(this.cluster.store(), this.cluster.workers(), JobController.JOBS,
						(type, job, before) -> this.cluster.controllerKey(job, "CronJob", CRON_JOBS)
							.ifPresent(this.queue::enqueue)));
	}

	void reconcile(Key key) {
		ObjectNode cron = this.cluster.store().shared(key);
		if (cron == null) {
			this.planned.remove(key);
			return;
		}
		CronJobStatus status = new CronJobStatus(cron);
		List<ObjectNode> mine = this.cluster.controlled(JobController.JOBS, cron);
		status.observe(mine, (job, condition) -> say(cron, "SawCompletedJob",
				"Saw completed job: " + Meta.name(job) + ", condition: " + condition));
		if (!Meta.deleting(cron)) {
			Due due = due(key, cron);
			if (due != null) {
				start(cron, due.time(), status, mine);
			}
			this.jobs.forget(cron, mine, status);
		}
		this.cluster.writeStatus(key, cron, status.json());
	}

	/** The time for which a Job has to be made; null when there is none. */
	private @Nullable Due due(Key key, ObjectNode cron) {
		JsonNode spec = cron.path("spec");
		if (spec.path("suspend").asBoolean()) {
			return null;
		}
		Instant now = this.cluster.now();
		CronSchedules schedules;
		try {
			schedules = CronSchedules.of(cron, now);
		}
		catch (IllegalArgumentException | DateTimeException ex) {
			// One that was stored before schedules were checked.
			warn(cron, "UnparseableSchedule", "unparseable schedule: " + ex.getMessage());
			return null;
		}
		plan(key, now, schedules.next(now));
		Due due = schedules.due(now);
		if (due == null || due.time().toString().equals(cron.path("status").path("lastScheduleTime").asText())) {
			return null;
		}
		if (due.many()) {
			warn(cron, "TooManyMissedTimes", "too many missed start times. Set or decrease "
					+ ".spec.startingDeadlineSeconds or check clock skew");
		}
		JsonNode deadline = spec.path("startingDeadlineSeconds");
		if (deadline.isNumber() && due.time().plusSeconds(deadline.asLong()).isBefore(now)) {
			warn(cron, "MissSchedule", "Missed scheduled time to start a job: " + due.time());
			return null;
		}
		return due;
	}

	private void plan(Key key, Instant now, @Nullable Instant next) {
		if (next != null && !next.equals(this.planned.put(key, next))) {
			this.queue.enqueueAfter(key, Duration.between(now, next).plus(LATE));
		}
	}

	private void start(ObjectNode cron, Instant time, CronJobStatus status, List<ObjectNode> mine) {
		String policy = cron.path("spec").path("concurrencyPolicy").asText("Allow");
		String name = CronJobs.name(cron, time);
		List<ObjectNode> running = mine.stream()
			.filter((job) -> status.active(Meta.uid(job)) && !Meta.name(job).equals(name))
			.toList();
		if (policy.equals("Forbid") && !running.isEmpty()) {
			say(cron, "JobAlreadyActive",
					"Not starting job because prior execution is running and concurrency policy is Forbid");
			return;
		}
		if (policy.equals("Replace")) {
			running.forEach((job) -> this.jobs.delete(cron, job, status));
		}
		ObjectNode job = this.jobs.make(cron, time, name);
		if (job != null) {
			status.started(job, time);
		}
	}

	private void say(ObjectNode cron, String reason, String message) {
		this.cluster.events().normal(CronJobs.COMPONENT, cron, reason, message);
	}

	private void warn(ObjectNode cron, String reason, String message) {
		this.cluster.events().warning(CronJobs.COMPONENT, cron, reason, message);
	}

}
