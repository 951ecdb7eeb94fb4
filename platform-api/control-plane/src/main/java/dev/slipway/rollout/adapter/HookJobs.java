package dev.slipway.rollout.adapter;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Hook;
import dev.slipway.rollout.Hook.Standing;
import dev.slipway.rollout.HookMoment;
import dev.slipway.rollout.ReleaseCluster.Fence;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** The Jobs of one release in its cluster. */
final class HookJobs {

	/** Set when it must not start any more. */
	private static final String STOPPED = "slipway.dev/hook-stopped";

	private final KubernetesClient client;

	private final String namespace;

	/** In the order in which they run. */
	private final List<ObjectNode> jobs;

	HookJobs(KubernetesClient client, String namespace, ReleaseObjects objects) {
		this.client = client;
		this.namespace = namespace;
		this.jobs = objects.children()
			.stream()
			.filter((object) -> object.path("kind").asText().equals("Job"))
			.sorted(Comparator.comparing(HookJobs::moment).thenComparing(HookJobs::name))
			.toList();
	}

	/** Whether those manifests may hold a hook: most do not. */
	static boolean mayBeIn(String manifests) {
		return manifests.contains(HookMoment.ANNOTATION);
	}

	Hook look(Set<HookMoment> moments) {
		List<ObjectNode> wanted = this.jobs.stream().filter((job) -> moments.contains(moment(job))).toList();
		if (wanted.isEmpty()) {
			return Hook.NONE;
		}
		Duration limit = wanted.stream().map(HookObjects::limit).reduce(Duration.ZERO, Duration::plus);
		Hook first = null;
		for (ObjectNode one : wanted) {
			Hook hook = look(name(one), limit);
			boolean mayRun = moments.size() > 1 && hook.standing() == Standing.WAITING;
			if (hook.standing() == Standing.RUNNING || mayRun) {
				return hook;
			}
			if (first == null && hook.standing() != Standing.SUCCEEDED) {
				first = hook;
			}
		}
		return (first != null) ? first
				: new Hook(Standing.SUCCEEDED, name(wanted.get(wanted.size() - 1)), limit, null, "", null);
	}

	private Hook look(String name, Duration limit) {
		Job job = get(name);
		Standing standing = (job != null) ? standing(job) : Standing.GONE;
		boolean ran = standing == Standing.RUNNING || standing == Standing.FAILED;
		String message = (job != null) ? condition(job, "Failed").map(JobCondition::getMessage).orElse("") : "";
		return new Hook(standing, name, limit, ran ? newestPod(name) : null, message, null);
	}

	private static Standing standing(Job job) {
		if (condition(job, "Complete").isPresent()) {
			return Standing.SUCCEEDED;
		}
		if (condition(job, "Failed").isPresent()) {
			return Standing.FAILED;
		}
		if (Objects.annotation(job, STOPPED) != null) {
			return Standing.STOPPED;
		}
		return Boolean.TRUE.equals(job.getSpec().getSuspend()) ? Standing.WAITING : Standing.RUNNING;
	}

	private static Optional<JobCondition> condition(Job job, String type) {
		return Optional.ofNullable(job.getStatus())
			.map(JobStatus::getConditions)
			.orElse(List.of())
			.stream()
			.filter((condition) -> type.equals(condition.getType()) && "True".equals(condition.getStatus()))
			.findFirst();
	}

	private @Nullable String newestPod(String job) {
		return this.client.pods()
			.inNamespace(this.namespace)
			.withLabel("job-name", job)
			.list()
			.getItems()
			.stream()
			.max(Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp()))
			.map((pod) -> pod.getMetadata().getName())
			.orElse(null);
	}

	void start(String name, Fence fence) {
		Job job = get(name);
		if (job != null && standing(job) == Standing.WAITING) {
			new Fenced(this.client, fence).change(job, (changed) -> changed.getSpec().setSuspend(false));
		}
	}

	void stop(Fence fence) {
		for (ObjectNode one : this.jobs) {
			Job job = get(name(one));
			Standing standing = (job != null) ? standing(job) : Standing.GONE;
			if (job != null && (standing == Standing.WAITING || standing == Standing.RUNNING)) {
				new Fenced(this.client, fence).change(job, (changed) -> {
					Objects.annotate(changed, STOPPED, "true");
					changed.getSpec().setSuspend(true);
				});
			}
		}
	}

	private @Nullable Job get(String name) {
		return this.client.batch().v1().jobs().inNamespace(this.namespace).withName(name).get();
	}

	private static HookMoment moment(ObjectNode job) {
		return HookObjects.moment(job).orElseThrow();
	}

	private static String name(ObjectNode job) {
		return job.at("/metadata/name").asText();
	}

}
