package dev.slipway.rollout;

import java.time.Duration;

import dev.slipway.strategy.Amount;
import dev.slipway.strategy.Strategy;
import dev.slipway.strategy.Strategy.BlueGreen;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Strategy.Rolling;
import dev.slipway.strategy.Terms;
import org.jspecify.annotations.Nullable;

/**
 * A wish for a release.
 *
 * @param team that owns the service
 * @param service the service
 * @param environment where to
 * @param image what to run
 * @param commit whose manifests to use
 * @param build that made the image, if one did
 * @param changes to the strategy of {@code slipway.yaml}
 * @param requestedBy who asks
 */
public record ReleaseRequest(String team, String service, String environment, String image, String commit,
		@Nullable Integer build, StrategyChanges changes, String requestedBy) {

	/**
	 * Changes to a strategy for one release; null leaves it.
	 *
	 * @param maxSurge pods above the desired number
	 * @param maxUnavailable pods below it
	 * @param minReady how long a pod has to be ready to count
	 * @param progressDeadline a batch that is not ready by then fails the release
	 */
	public record StrategyChanges(@Nullable Amount maxSurge, @Nullable Amount maxUnavailable,
			@Nullable Duration minReady, @Nullable Duration progressDeadline) {

		/** No change. */
		public static StrategyChanges none() {
			return new StrategyChanges(null, null, null, null);
		}

		Strategy over(Strategy base) {
			Terms old = base.terms();
			Terms terms = new Terms((this.minReady != null) ? this.minReady : old.minReady(),
					(this.progressDeadline != null) ? this.progressDeadline : old.progressDeadline(), old.drain(),
					old.routing(), old.guardRails(), old.newer());
			if (base instanceof Rolling rolling) {
				return new Rolling((this.maxSurge != null) ? this.maxSurge : rolling.maxSurge(),
						(this.maxUnavailable != null) ? this.maxUnavailable : rolling.maxUnavailable(), rolling.gates(),
						terms);
			}
			if (base instanceof BlueGreen both) {
				return new BlueGreen(both.hold(), both.before(), both.after(), both.rollbackWindow(), terms);
			}
			Canary canary = (Canary) base;
			return new Canary(canary.steps(), canary.rollbackWindow(), terms);
		}

	}

}
