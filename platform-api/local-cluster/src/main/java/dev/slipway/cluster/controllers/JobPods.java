package dev.slipway.cluster.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.StoreException;

/** The pods of Jobs: made, ended, and let go once they are counted. */
final class JobPods {

	static final String COMPONENT = "job-controller";

	/** Keeps a pod until it is counted. */
	static final String TRACKING = "batch.kubernetes.io/job-tracking";

	/** After one failure; it doubles with each further one. */
	private static final Duration FIRST_DELAY = Duration.ofSeconds(10);

	private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);

	private static final int MOST_DOUBLINGS = 10;

	private final Context cluster;

	private final PodFactory factory;

	JobPods(Context cluster) {
		this.cluster = cluster;
		this.factory = new PodFactory(cluster);
	}

	static boolean tracked(JsonNode pod) {
		for (JsonNode finalizer : pod.path("metadata").path("finalizers")) {
			if (finalizer.asText().equals(TRACKING)) {
				return true;
			}
		}
		return false;
	}

	static boolean succeeded(JsonNode pod) {
		return pod.path("status").path("phase").asText().equals("Succeeded");
	}

	/** A pod that is being deleted before it succeeded counts as failed, too. */
	static boolean failed(JsonNode pod) {
		return pod.path("status").path("phase").asText().equals("Failed") || (Meta.deleting(pod) && !succeeded(pod));
	}

	/**
	 * When the next pod may be made: 10 s after the first failure since a success, then
	 * 20 s, 40 s, … up to 10 minutes.
	 */
	static Instant earliestNext(List<ObjectNode> pods) {
		Instant success = latest(pods.stream().filter(JobPods::succeeded).toList());
		List<ObjectNode> failed = pods.stream()
			.filter(JobPods::failed)
			.filter((pod) -> finished(pod).isAfter(success))
			.toList();
		if (failed.isEmpty()) {
			return Instant.EPOCH;
		}
		Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(failed.size() - 1, MOST_DOUBLINGS));
		return latest(failed).plus((delay.compareTo(LONGEST_DELAY) > 0) ? LONGEST_DELAY : delay);
	}

	private static Instant latest(List<ObjectNode> pods) {
		return pods.stream().map(JobPods::finished).max(Instant::compareTo).orElse(Instant.EPOCH);
	}

	private static Instant finished(JsonNode pod) {
		Instant last = Meta.created(pod);
		for (JsonNode status : pod.path("status").path("containerStatuses")) {
			String text = status.at("/state/terminated/finishedAt").asText();
			if (!text.isEmpty() && Instant.parse(text).isAfter(last)) {
				last = Instant.parse(text);
			}
		}
		return last;
	}

	/**
	 * Makes pods until so many are active, or takes the superfluous ones.
	 * @return false when one was refused
	 */
	boolean scale(ObjectNode job, List<ObjectNode> pods, int wanted) {
		List<ObjectNode> active = new ArrayList<>(pods.stream().filter(Pods::active).toList());
		active.sort(Pods.leastWorthFirst());
		stop(job, active.subList(0, Math.max(0, active.size() - wanted)));
		for (int i = active.size(); i < wanted; i++) {
			try {
				ObjectNode pod = this.factory.create(job, List.of(TRACKING));
				this.cluster.events().normal(COMPONENT, job, "SuccessfulCreate", "Created pod: " + Meta.name(pod));
			}
			catch (PodFactory.Refused ex) {
				this.cluster.events().warning(COMPONENT, job, "FailedCreate", "Error creating: " + ex.getMessage());
				return false;
			}
		}
		return true;
	}

	/** Ends active pods that are not to count: those of a suspended Job. */
	void stop(ObjectNode job, List<ObjectNode> pods) {
		for (ObjectNode pod : pods) {
			if (Pods.active(pod)) {
				release(pod);
				this.cluster.delete(Meta.key(Context.PODS, pod), pod);
				this.cluster.events().normal(COMPONENT, job, "SuccessfulDelete", "Deleted pod: " + Meta.name(pod));
			}
		}
	}

	/** Ends active pods of a Job that is over. */
	void end(List<ObjectNode> pods) {
		pods.stream().filter(Pods::active).forEach((pod) -> this.cluster.delete(Meta.key(Context.PODS, pod), pod));
	}

	/** Lets go of the pods that the status as written counts. */
	void releaseCounted(List<ObjectNode> pods, JobStatus status) {
		pods.stream().filter((pod) -> tracked(pod) && status.uncounted(Meta.uid(pod))).forEach(this::release);
	}

	/** Lets go of the pods of a Job that is no more. */
	void releaseAllOf(Key job) {
		for (ObjectNode pod : this.cluster.store().list(Context.PODS, job.namespace()).items()) {
			if (tracked(pod)
					&& this.cluster.controllerKey(pod, "Job", JobController.JOBS).filter(job::equals).isPresent()) {
				release(pod);
			}
		}
	}

	void release(ObjectNode pod) {
		try {
			this.cluster.store().update(Meta.key(Context.PODS, pod), (fresh) -> {
				if (Meta.uid(fresh).equals(Meta.uid(pod))) {
					untrack(fresh);
				}
				return fresh;
			});
		}
		catch (StoreException ex) {
			if (ex.reason() != StoreException.Reason.NOT_FOUND) {
				throw ex;
			}
		}
	}

	private static void untrack(ObjectNode pod) {
		ObjectNode metadata = pod.withObject("/metadata");
		ArrayNode kept = metadata.arrayNode();
		metadata.path("finalizers").forEach((finalizer) -> {
			if (!finalizer.asText().equals(TRACKING)) {
				kept.add(finalizer);
			}
		});
		if (kept.isEmpty()) {
			metadata.remove("finalizers");
		}
		else {
			metadata.set("finalizers", kept);
		}
	}

}
