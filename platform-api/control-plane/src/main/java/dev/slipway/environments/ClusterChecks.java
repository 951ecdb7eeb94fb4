package dev.slipway.environments;

import java.util.List;

import dev.slipway.environments.Clusters.Health;
import org.jspecify.annotations.Nullable;

/** Looks at the configured clusters, and at what the platform may do there. */
public interface ClusterChecks {

	/** All of them, as they were some seconds ago at most; never throws. */
	List<Checked> all();

	/**
	 * A cluster.
	 *
	 * @param name as configured
	 * @param reached how, such as {@code the context east of /etc/slipway/kubeconfig}
	 * @param address of its API server; null when the kubeconfig cannot be read
	 * @param environments that live there
	 * @param health whether it answers
	 * @param rights what the platform may do there
	 */
	record Checked(String name, String reached, @Nullable String address, List<String> environments, Health health,
			Rights rights) {

		public Checked {
			environments = List.copyOf(environments);
		}

	}

	/**
	 * What the cluster said when it was asked for each right.
	 *
	 * @param asked for how many rights it was asked; 0 when it was not or does not answer
	 * such questions
	 * @param missing rights that it denies, such as {@code create deployments.apps}
	 * @param message for people
	 */
	record Rights(int asked, List<String> missing, String message) {

		public Rights {
			missing = List.copyOf(missing);
		}

		/** Nothing is known. */
		public static Rights unknown(String why) {
			return new Rights(0, List.of(), why);
		}

	}

}
