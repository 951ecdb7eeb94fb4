package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * The Deployment of one release as the cluster shows it.
 *
 * @param complete whether it is there with all the objects that belong to it
 * @param replicas the desired pods
 * @param role the part it is labelled with
 * @param version what a write to it is fenced with; null when it is not there
 * @param trouble what keeps its pods from being made, such as a quota
 * @param pods its pods, those on their way out included
 */
public record Workload(boolean complete, int replicas, @Nullable Role role, @Nullable String version,
		@Nullable String trouble, List<PodSeen> pods) {

	public Workload {
		pods = List.copyOf(pods);
	}

	/** One that is not there. */
	public static Workload none() {
		return new Workload(false, 0, null, null, null, List.of());
	}

	/** How many pods take requests. */
	public int ready() {
		return (int) this.pods.stream().filter(PodSeen::ready).count();
	}

	int available(Instant now, Duration minReady) {
		return (int) this.pods.stream().filter((pod) -> pod.available(now, minReady)).count();
	}

	boolean gone() {
		return this.replicas == 0 && this.pods.isEmpty();
	}

	Workload mapPods(UnaryOperator<PodSeen> change) {
		return new Workload(this.complete, this.replicas, this.role, this.version, this.trouble,
				this.pods.stream().map(change).toList());
	}

}
