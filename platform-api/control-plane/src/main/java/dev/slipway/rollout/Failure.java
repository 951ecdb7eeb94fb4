package dev.slipway.rollout;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

import dev.slipway.rollout.ReleaseCluster.Evidence;

/** Finds out that a candidate will not hold, and says why and what to do about it. */
final class Failure {

	private Failure() {
	}

	/** The pod for which waiting is no use, told as a reason. */
	static Optional<String> hopeless(Workload candidate) {
		return candidate.pods().stream().filter(PodSeen::hopeless).findFirst().map(Failure::tell);
	}

	/** Why the batch is late. */
	static String late(Workload candidate, int wanted, Duration deadline) {
		String head = candidate.ready() + " of " + wanted + " pods were ready after " + deadline.toSeconds() + " s. ";
		return candidate.pods()
			.stream()
			.filter((pod) -> !pod.ready() && !pod.terminating())
			.max(Comparator.comparingInt(PodSeen::restarts))
			.map((pod) -> head + tell(pod))
			.orElseGet(() -> head + noPod(candidate));
	}

	/** Why the requests do not go where they should. */
	static String misrouted(Traffic traffic, Plan plan) {
		String said = (traffic.trouble() != null) ? ": " + traffic.trouble() : "";
		return "The router " + plan.strategy().terms().routing().router() + " did not confirm the division of requests "
				+ "within " + plan.progressDeadline().toSeconds() + " s" + said
				+ ". Check that its controller runs and accepts the route, and release again.";
	}

	private static String noPod(Workload candidate) {
		String trouble = candidate.trouble();
		if (trouble != null) {
			return "The cluster makes no pod: " + trouble
					+ ". Free the quota or mend what it names, and release again.";
		}
		return "The cluster made no pod. Look at the events of the Deployment with kubectl describe.";
	}

	private static String tell(PodSeen pod) {
		StringBuilder text = new StringBuilder("Pod ").append(pod.name());
		String waiting = pod.waiting();
		text.append((waiting != null) ? " is waiting: " + waiting : " is " + pod.phase() + " but not ready");
		Evidence evidence = pod.evidence();
		if (pod.message() != null && !pod.message().startsWith("back-off")) {
			text.append(" (").append(pod.message()).append(')');
		}
		else if (waiting == null && evidence != null && !evidence.probe().isEmpty()) {
			text.append(": ").append(evidence.probe());
		}
		if (pod.exit() != null) {
			text.append(", last ended with ").append(pod.exit());
		}
		if (pod.restarts() > 0) {
			text.append(", restarted ").append(pod.restarts()).append(" times");
		}
		text.append(". ").append(remedy(pod));
		if (evidence != null && !evidence.lastLines().isBlank()) {
			text.append("\nIts last lines:\n").append(evidence.lastLines().strip());
		}
		return text.toString();
	}

	private static String remedy(PodSeen pod) {
		String said = pod.waiting() + " " + pod.exit();
		if (said.contains("OOMKilled")) {
			return "It needs more memory than its limit: raise resources.limits.memory or lower the heap.";
		}
		if (said.contains("Image")) {
			return "Check that the image is in the registry and that the build pushed it.";
		}
		if (said.contains("CreateContainerConfigError")) {
			return "Check that the ConfigMap or Secret it names is there and has the key.";
		}
		if (said.contains("RunContainerError")) {
			return "Check the image's entry point and the container's command: the program they name must be there.";
		}
		if (said.contains("exit code 0")) {
			return "Its program ends by itself, which a service must not: let it keep running, or check the image's "
					+ "entry point, and release again.";
		}
		if (said.contains("CrashLoopBackOff") || pod.restarts() > 0) {
			return "Mend what ends the program, and release again.";
		}
		return "Check the path and port of the readiness probe and what the program waits for; "
				+ "raise progressDeadline in slipway.yaml if it only needs longer.";
	}

}
