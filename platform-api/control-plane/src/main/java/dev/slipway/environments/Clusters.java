package dev.slipway.environments;

import java.time.Instant;
import java.util.Set;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

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

	/** Whether the cluster answers, as it was some seconds ago at most; never throws. */
	Health health(String cluster);

	/**
	 * Health as a value.
	 *
	 * @param up whether it answers, and knows the platform
	 * @param detail its version, or what is wrong
	 * @param version such as {@code v1.32.4}; null when it did not answer
	 * @param remedy what to do about it; null when nothing is wrong
	 * @param since when it was first seen not to answer; null when it answers
	 */
	record Health(boolean up, String detail, @Nullable String version, @Nullable String remedy,
			@Nullable Instant since) {

		public Health(boolean up, String detail) {
			this(up, detail, null, null, null);
		}

		/** The same, not answering since then. */
		public Health since(@Nullable Instant then) {
			return new Health(this.up, this.detail, this.version, this.remedy, then);
		}

	}

}
