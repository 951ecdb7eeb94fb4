package dev.slipway.environments;

import java.util.Set;

import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * The configured clusters, one shared client each. Adapters never import adapters, so
 * those that talk to Kubernetes meet here.
 */
public interface Clusters {

	/** The names of the configured clusters. */
	Set<String> names();

	/**
	 * The client of a cluster, made when it is first asked for. Callers do not close it.
	 * @throws java.util.NoSuchElementException when there is no such cluster; the message
	 * lists the names
	 * @throws IllegalStateException when its kubeconfig cannot be read, naming the file
	 */
	KubernetesClient client(String cluster);

	/** The client of an environment's cluster. */
	default KubernetesClient client(Environment environment) {
		return client(environment.cluster());
	}

	/** Whether the cluster answers; never throws. */
	Health health(String cluster);

	/**
	 * Health as a value.
	 *
	 * @param up whether it answers
	 * @param detail its version, or what is wrong and what to do about it
	 */
	record Health(boolean up, String detail) {
	}

}
