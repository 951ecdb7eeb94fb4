package dev.slipway.rollout.adapter;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.slipway.rollout.PodSeen;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import org.jspecify.annotations.Nullable;

/** Reads pods as releases see them. */
final class Pods {

	private static final int LONGEST_MESSAGE = 300;

	private Pods() {
	}

	/** Whether it is more than a record: an evicted pod stays in the list for ever. */
	static boolean counts(Pod pod) {
		String phase = phase(pod);
		return !phase.equals("Failed") && !phase.equals("Succeeded");
	}

	/** Whether a release sees no difference between two states of one pod. */
	static boolean same(Pod before, Pod now) {
		return counts(before) == counts(now) && seen(before).equals(seen(now))
				&& Objects.equals(before.getMetadata().getLabels(), now.getMetadata().getLabels());
	}

	static PodSeen seen(Pod pod) {
		Optional<PodStatus> status = Optional.ofNullable(pod.getStatus());
		Optional<ContainerStatus> container = container(status.map(PodStatus::getContainerStatuses).orElse(List.of()));
		Optional<ContainerStateWaiting> waiting = container.map(ContainerStatus::getState)
			.map(ContainerState::getWaiting);
		Optional<PodCondition> unscheduled = condition(pod, "PodScheduled").filter((one) -> is(one, "False"));
		String ip = status.map(PodStatus::getPodIP).orElse(null);
		return new PodSeen(pod.getMetadata().getName(), ip, phase(pod), readySince(pod),
				container.map(ContainerStatus::getRestartCount).orElse(0),
				pod.getMetadata().getDeletionTimestamp() != null,
				waiting.map(ContainerStateWaiting::getReason)
					.or(() -> unscheduled.map(PodCondition::getReason))
					.orElse(null),
				waiting.map(ContainerStateWaiting::getMessage)
					.or(() -> unscheduled.map(PodCondition::getMessage))
					.map(Pods::shortened)
					.orElse(null),
				container.flatMap(Pods::exit).orElse(null), null);
	}

	private static String phase(Pod pod) {
		return Optional.ofNullable(pod.getStatus()).map(PodStatus::getPhase).orElse("Pending");
	}

	/** The first container that is in trouble, or the first. */
	private static Optional<ContainerStatus> container(List<ContainerStatus> all) {
		return all.stream()
			.filter((status) -> !Boolean.TRUE.equals(status.getReady()))
			.findFirst()
			.or(() -> all.stream().findFirst());
	}

	private static Optional<String> exit(ContainerStatus status) {
		return Optional.ofNullable(status.getState())
			.map(ContainerState::getTerminated)
			.or(() -> Optional.ofNullable(status.getLastState()).map(ContainerState::getTerminated))
			.map(Pods::told);
	}

	private static String told(ContainerStateTerminated end) {
		String reason = (end.getReason() != null) ? " (" + end.getReason() + ")" : "";
		return "exit code " + Objects.requireNonNullElse(end.getExitCode(), -1) + reason;
	}

	private static @Nullable Instant readySince(Pod pod) {
		return condition(pod, "Ready").filter((one) -> is(one, "True"))
			.map(PodCondition::getLastTransitionTime)
			.map(Instant::parse)
			.orElse(null);
	}

	private static boolean is(PodCondition condition, String status) {
		return status.equals(condition.getStatus());
	}

	private static Optional<PodCondition> condition(Pod pod, String type) {
		return Optional.ofNullable(pod.getStatus())
			.map(PodStatus::getConditions)
			.orElse(List.of())
			.stream()
			.filter((condition) -> type.equals(condition.getType()))
			.findFirst();
	}

	private static String shortened(String text) {
		return (text.length() > LONGEST_MESSAGE) ? text.substring(0, LONGEST_MESSAGE) + "…" : text;
	}

}
