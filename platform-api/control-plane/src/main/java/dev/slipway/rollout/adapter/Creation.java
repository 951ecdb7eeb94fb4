package dev.slipway.rollout.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Fence;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * Makes the objects of a release: the Deployment at zero first, so that it can own its
 * children, and a mark on it last.
 */
final class Creation {

	private final KubernetesClient client;

	private final Release release;

	private final ReleaseObjects objects;

	private final Fence fence;

	Creation(KubernetesClient client, Release release, ReleaseObjects objects, Fence fence) {
		this.client = client;
		this.release = release;
		this.objects = objects;
		this.fence = fence;
	}

	void run() {
		ObjectNode wanted = this.objects.deployment();
		wanted.withObject("/metadata/annotations").put(Labels.EPOCH, this.fence.toString());
		wanted.withObject("/metadata/labels").put(Labels.ROLE, "candidate");
		Objects.create(this.client, wanted);
		Deployment deployment = read();
		if (deployment == null) {
			return;
		}
		for (ObjectNode child : this.objects.children()) {
			own(child, deployment);
			Objects.create(this.client, child);
		}
		new PinnedSecrets(this.client, this.release, deployment).ensure(this.objects.pins());
		this.objects.service()
			.stream()
			.filter((object) -> !object.path("kind").asText().equals("PodDisruptionBudget") || !hasBudget())
			.forEach((object) -> Objects.create(this.client, object));
		Deployment now = read();
		if (now != null && Objects.annotation(now, Labels.COMPLETE) == null) {
			new Fenced(this.client, this.fence).change(now,
					(changed) -> Objects.annotate(changed, Labels.COMPLETE, "true"));
		}
	}

	/** One under another name counts the same pods until the promotion replaces it. */
	private boolean hasBudget() {
		return !this.client.policy()
			.v1()
			.podDisruptionBudget()
			.inNamespace(this.objects.deployment().at("/metadata/namespace").asText())
			.withLabel(Labels.MANAGED_BY, Labels.SLIPWAY)
			.withLabel(Labels.SERVICE, this.release.draft().service())
			.list()
			.getItems()
			.isEmpty();
	}

	private Deployment read() {
		return this.client.apps()
			.deployments()
			.inNamespace(this.objects.deployment().at("/metadata/namespace").asText())
			.withName(this.release.objectName())
			.get();
	}

	private static void own(ObjectNode child, Deployment deployment) {
		child.withObjectProperty("metadata")
			.putArray("ownerReferences")
			.addObject()
			.put("apiVersion", "apps/v1")
			.put("kind", "Deployment")
			.put("name", deployment.getMetadata().getName())
			.put("uid", deployment.getMetadata().getUid());
	}

}
