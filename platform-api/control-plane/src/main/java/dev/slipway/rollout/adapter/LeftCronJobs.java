package dev.slipway.rollout.adapter;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Refused;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * CronJobs of a release before, which the promoted one has no more: they would go on
 * firing with an image that is gone. A cluster that forbids it does not hold up the
 * promotion.
 */
record LeftCronJobs(KubernetesClient client, String namespace, Release release) {

	void remove(List<ObjectNode> kept, FencedObjects shared, List<Refused> refusals) {
		Set<String> names = kept.stream()
			.filter((object) -> object.path("kind").asText().equals("CronJob"))
			.map((object) -> object.at("/metadata/name").asText())
			.collect(java.util.stream.Collectors.toSet());
		try {
			this.client.batch()
				.v1()
				.cronjobs()
				.inNamespace(this.namespace)
				.withLabel(Labels.MANAGED_BY, Labels.SLIPWAY)
				.withLabel(Labels.SERVICE, this.release.draft().service())
				.list()
				.getItems()
				.stream()
				.filter((cron) -> !names.contains(cron.getMetadata().getName()))
				.forEach(shared::delete);
		}
		catch (KubernetesClientException ex) {
			if (ex.getCode() != Objects.FORBIDDEN) {
				throw ex;
			}
			refusals.add(new Refused("the cluster forbids to delete CronJobs of a release before: " + ex.getMessage()
					+ ". Delete them, and grant what platform-api/deploy/rbac says.", ex));
		}
	}

}
