package dev.slipway.rollout;

import dev.slipway.strategy.HeaderMatch;
import dev.slipway.strategy.Schedule;
import dev.slipway.strategy.Stage;
import org.jspecify.annotations.Nullable;

/**
 * How the requests of a service are divided. Absolute: a router that is told so twice
 * does the same.
 *
 * @param entry the release that the entry Service selects, where it selects one
 * @param stable the release that has the rest
 * @param candidate the release that has the weight; null when one release has all
 * @param weight the candidate's share in percent
 * @param header requests with it go to the candidate whatever the weight
 * @param mirror the share of requests that the candidate gets a copy of, in percent
 */
public record Split(int entry, int stable, @Nullable Integer candidate, int weight, @Nullable HeaderMatch header,
		int mirror) {

	/** One release has all requests: the stable one, or the first of a service. */
	static Split all(@Nullable Stable stable, int candidate) {
		return all((stable != null) ? stable.number() : candidate);
	}

	/** One release has all requests. */
	static Split all(int release) {
		return new Split(release, release, null, 0, null, 0);
	}

	/**
	 * The requests of a stage. Without a stable release the candidate has all; the entry
	 * Service selects the stable release until the promotion.
	 */
	static Split of(@Nullable Stable stable, int candidate, Stage stage) {
		return (stable == null) ? all(candidate) : new Split(stable.number(), stable.number(), candidate,
				stage.weight(), stage.header(), stage.mirror());
	}

	/** The requests as they were before a stage. */
	static Split before(@Nullable Stable stable, int candidate, Schedule schedule, int stage) {
		return (stage == 1) ? all(stable, candidate) : of(stable, candidate, schedule.stage(stage - 1));
	}

	/** Whether users' requests reach that release. */
	boolean exposes(int release) {
		return this.stable == release
				|| (this.candidate != null && this.candidate == release && (this.weight > 0 || this.header != null));
	}

	/** The share of the requests that a release has, in percent. */
	int share(int release) {
		if (this.candidate != null && this.candidate == release) {
			return this.weight;
		}
		return (this.stable == release) ? 100 - ((this.candidate != null) ? this.weight : 0) : 0;
	}

	/** The release that most is asked of by a router that knows all or nothing. */
	public int winner() {
		return (this.candidate != null && this.weight == 100) ? this.candidate : this.stable;
	}

}
