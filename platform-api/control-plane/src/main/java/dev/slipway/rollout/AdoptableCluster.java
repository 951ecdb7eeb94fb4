package dev.slipway.rollout;

import java.util.List;
import java.util.Map;

import dev.slipway.environments.Environment;

/** What runs in a cluster that Slipway did not create. */
public interface AdoptableCluster {

	/**
	 * The Deployments that Slipway did not create, in namespaces that are called like
	 * those of teams, by namespace and name; also those that are marked as release 0.
	 * Changes nothing.
	 * @throws Surroundings.Unanswered when the cluster does not answer
	 */
	List<Candidate> candidates(Environment environment);

	/**
	 * Looks for a Deployment and a Service of the service's name. Changes nothing.
	 * @throws Surroundings.Unanswered when the cluster does not answer
	 */
	Running look(Environment environment, String team, String service);

	/**
	 * What runs as the files of a repository, by path, such as a team writes them for
	 * that environment.
	 */
	Map<String, byte[]> files(Running running, String environment);

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
	 * @param literals where values stand in the manifests that look like credentials
	 */
	record Running(String image, int replicas, int ready, String manifests, List<String> obstacles,
			List<String> warnings, List<String> literals) {

		public Running {
			obstacles = List.copyOf(obstacles);
			warnings = List.copyOf(warnings);
			literals = List.copyOf(literals);
		}

	}

	/**
	 * A Deployment that may be adopted.
	 *
	 * @param team whose namespace it is in
	 * @param namespace such as {@code shop-dev}
	 * @param name of the Deployment, which becomes the service's
	 * @param image of its only container, or of the one that is called app or like it;
	 * empty when that cannot be told
	 * @param replicas the pods that are desired
	 * @param ready those that take requests
	 * @param marked whether an adoption has marked it as release 0
	 */
	record Candidate(String team, String namespace, String name, String image, int replicas, int ready,
			boolean marked) {
	}

}
