package dev.slipway.rollout.adapter;

import java.util.function.Consumer;

import dev.slipway.rollout.ReleaseCluster.Fence;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to Deployments by their resourceVersion, and leaves alone those that a later
 * writer has marked. A write that loses is dropped: the next tick observes what won.
 */
final class Fenced {

	private static final Logger log = LoggerFactory.getLogger(Fenced.class);

	private final KubernetesClient client;

	private final Fence fence;

	Fenced(KubernetesClient client, Fence fence) {
		this.client = client;
		this.fence = fence;
	}

	/** Changes the Deployment as it was read. */
	void change(Deployment deployment, Consumer<Deployment> change) {
		String name = deployment.getMetadata().getName();
		if (overtaken(deployment)) {
			log.info("Left {} to a later writer than {}", name, this.fence);
			return;
		}
		change.accept(deployment);
		Objects.annotate(deployment, Labels.EPOCH, this.fence.toString());
		try {
			this.client.resource(deployment).update();
		}
		catch (KubernetesClientException ex) {
			if (ex.getCode() != Objects.CONFLICT) {
				throw ex;
			}
			log.debug("{} changed meanwhile", name);
		}
	}

	private boolean overtaken(Deployment deployment) {
		String written = Objects.annotation(deployment, Labels.EPOCH);
		return written != null && Fence.parse(written).compareTo(this.fence) > 0;
	}

}
