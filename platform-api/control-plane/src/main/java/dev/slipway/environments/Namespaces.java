package dev.slipway.environments;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** The namespaces of teams in an environment, as they are. */
public interface Namespaces {

	/**
	 * Those of an environment, by name.
	 * @throws IllegalStateException when the cluster does not answer; the message names
	 * the cluster and the remedy
	 */
	List<Found> in(Environment environment);

	/**
	 * Gives the team's namespace all that the environment's rules say, making it if it is
	 * missing.
	 * @param force whether fields that others have changed are taken back
	 * @throws IllegalStateException as above
	 */
	Found apply(Environment environment, String team, boolean force);

	/**
	 * A namespace.
	 *
	 * @param name such as {@code shop-dev}
	 * @param team whose it is
	 * @param managed whether Slipway made or adopted it
	 * @param podSecurity the level enforced; null when none is
	 * @param quota what it may use and uses
	 * @param policies names of its NetworkPolicies
	 * @param kept what others have changed, which was left as they want it
	 */
	record Found(String name, String team, boolean managed, @Nullable String podSecurity, List<Line> quota,
			List<String> policies, List<String> kept) {

		public Found {
			quota = List.copyOf(quota);
			policies = List.copyOf(policies);
			kept = List.copyOf(kept);
		}

	}

	/**
	 * A line of a ResourceQuota.
	 *
	 * @param resource such as {@code requests.memory}
	 * @param used as Kubernetes writes quantities, such as {@code 1536Mi}
	 * @param hard the most that may be used
	 * @param percent of it that is used, 0 to 100 and beyond
	 */
	record Line(String resource, String used, String hard, int percent) {
	}

}
