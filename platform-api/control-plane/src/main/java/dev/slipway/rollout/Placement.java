package dev.slipway.rollout;

import java.util.List;
import java.util.Map;

import dev.slipway.environments.Environment;
import org.jspecify.annotations.Nullable;

/** What of a service runs in an environment now. */
public interface Placement {

	/**
	 * Looks.
	 * @return the address and pods; both empty when nothing was released there
	 */
	Placed look(Environment environment, String team, String service);

	/**
	 * What runs.
	 *
	 * @param namespace where
	 * @param address of the entry Service, such as {@code http://127.9.0.1:8080}
	 * @param own where single releases answer, by their numbers: the one that is tried
	 * before it gets requests too
	 * @param pods of all releases
	 */
	record Placed(String namespace, @Nullable String address, Map<Integer, String> own, List<PlacedPod> pods) {

		public Placed {
			own = Map.copyOf(own);
			pods = List.copyOf(pods);
		}

	}

	/**
	 * A pod and the release it runs.
	 *
	 * @param release its number
	 * @param pod as the cluster shows it
	 */
	record PlacedPod(int release, PodSeen pod) {
	}

}
