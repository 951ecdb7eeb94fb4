package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import dev.slipway.rollout.ReleaseCluster.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * A pod as the cluster shows it.
 *
 * @param name its name
 * @param ip its address, if it has one
 * @param phase such as {@code Running}
 * @param readySince since when it has been ready; null when it is not
 * @param restarts of its container
 * @param terminating whether it is on its way out
 * @param waiting why its container does not run, such as {@code CrashLoopBackOff}
 * @param message what the cluster says to that
 * @param exit how the container ended the last time, such as {@code exit code 1 (Error)}
 * @param evidence looked for only when it is needed
 */
public record PodSeen(String name, @Nullable String ip, String phase, @Nullable Instant readySince, int restarts,
		boolean terminating, @Nullable String waiting, @Nullable String message, @Nullable String exit,
		@Nullable Evidence evidence) {

	private static final int RESTARTS_TO_FAIL = 2;

	private static final Set<String> HOPELESS = Set.of("ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull",
			"RunContainerError", "CreateContainerError");

	/** Whether it takes requests. */
	public boolean ready() {
		return this.readySince != null && !this.terminating;
	}

	/** Whether it has been ready that long. */
	boolean available(Instant now, Duration minReady) {
		return ready() && this.readySince != null && !this.readySince.plus(minReady).isAfter(now);
	}

	/**
	 * Whether waiting is no use. One crash may be bad luck: a database that starts later.
	 */
	boolean hopeless() {
		if (ready() || this.terminating) {
			return false;
		}
		boolean crashLoop = "CrashLoopBackOff".equals(this.waiting) && this.restarts >= RESTARTS_TO_FAIL;
		return crashLoop || this.restarts > RESTARTS_TO_FAIL
				|| (this.waiting != null && HOPELESS.contains(this.waiting));
	}

	PodSeen with(Evidence found) {
		return new PodSeen(this.name, this.ip, this.phase, this.readySince, this.restarts, this.terminating,
				this.waiting, this.message, this.exit, found);
	}

}
