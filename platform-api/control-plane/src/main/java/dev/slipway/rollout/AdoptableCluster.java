package dev.slipway.rollout;

import java.util.List;

import dev.slipway.environments.Environment;

/** What runs in a cluster that Slipway did not create. */
public interface AdoptableCluster {

	/** Looks for a Deployment and a Service of the service's name. Changes nothing. */
	Running look(Environment environment, String team, String service);

	/**
	 * Labels what runs as release 0 and makes the Service that reaches it alone. No pod
	 * is restarted and no request goes elsewhere; the second time it changes nothing.
	 */
	void mark(Release adopted);

	/**
	 * What runs.
	 *
	 * @param image of the container that serves; empty when there is none
	 * @param replicas the pods that are desired
	 * @param ready those that take requests
	 * @param manifests its objects without what the cluster added, as a JSON list
	 * @param obstacles why it cannot be adopted, with the remedy; empty when it can
	 * @param warnings what may cost requests later, with the remedy
	 */
	record Running(String image, int replicas, int ready, String manifests, List<String> obstacles,
			List<String> warnings) {

		public Running {
			obstacles = List.copyOf(obstacles);
			warnings = List.copyOf(warnings);
		}

	}

}
