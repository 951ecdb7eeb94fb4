package dev.slipway.rollout.adapter;

import java.util.Set;

import dev.slipway.environments.Clusters;
import io.fabric8.kubernetes.client.KubernetesClient;

/** A cluster by its client. */
record OneCluster(KubernetesClient client) implements Clusters {

	@Override
	public Set<String> names() {
		return Set.of("local");
	}

	@Override
	public KubernetesClient client(String cluster) {
		return this.client;
	}

	@Override
	public Health health(String cluster) {
		return new Health(true, "");
	}

}
