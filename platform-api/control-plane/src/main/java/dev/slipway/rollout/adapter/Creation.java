package dev.slipway.rollout.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Fence;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the objects of a release: the Deployment at zero first, so that it can own its
 * children, and a mark on it last. A driver that was overtaken makes nothing again that a
 * later release took away.
 */
final class Creation {

	private static final Logger log = LoggerFactory.getLogger(Creation.class);

	private final View view;

	private final Release release;

	private final ReleaseObjects objects;

	private final Fence fence;

	Creation(View view, Release release, ReleaseObjects objects, Fence fence) {
		this.view = view;
		this.release = release;
		this.objects = objects;
		this.fence = fence;
	}

	void run() {
		Service entry = this.view.get(ObjectType.SERVICE, namespace(), this.release.draft().service());
		if (entry != null && new Fenced(this.view, this.fence).overtaken(entry)) {
			log.info("Made nothing of {} again, as a later writer than {} has the service", this.release.objectName(),
					this.fence);
			return;
		}
		ObjectNode wanted = this.objects.deployment();
		wanted.withObject("/metadata/annotations").put(Labels.EPOCH, this.fence.toString());
		wanted.withObject("/metadata/labels").put(Labels.ROLE, "candidate");
		Deployment deployment = (Objects.create(this.view, wanted) instanceof Deployment made) ? made : read();
		if (deployment == null) {
			return;
		}
		for (ObjectNode child : this.objects.children()) {
			own(child, deployment);
			Objects.create(this.view, child);
		}
		new PinnedSecrets(this.view.client(), this.release, deployment).ensure(this.objects.pins());
		this.objects.service()
			.stream()
			.filter((object) -> !object.path("kind").asText().equals("PodDisruptionBudget") || !hasBudget())
			.forEach((object) -> createMissing(object));
		Deployment now = read();
		if (now != null && Objects.annotation(now, Labels.COMPLETE) == null) {
			new Fenced(this.view, this.fence).annotate(now, Labels.COMPLETE, "true");
		}
	}

	/** One under another name counts the same pods until the promotion replaces it. */
	private boolean hasBudget() {
		return !this.view.client()
			.policy()
			.v1()
			.podDisruptionBudget()
			.inNamespace(this.objects.deployment().at("/metadata/namespace").asText())
			.withLabel(Labels.MANAGED_BY, Labels.SLIPWAY)
			.withLabel(Labels.SERVICE, this.release.draft().service())
			.list()
			.getItems()
			.isEmpty();
	}

	/** What every release of the service shares is there after the first. */
	private void createMissing(ObjectNode object) {
		boolean there = object.path("kind").asText().equals("Service")
				&& this.view.get(ObjectType.SERVICE, namespace(), object.at("/metadata/name").asText()) != null;
		if (!there) {
			Objects.create(this.view, object);
		}
	}

	private @Nullable Deployment read() {
		return this.view.get(ObjectType.DEPLOYMENT, namespace(), this.release.objectName());
	}

	private String namespace() {
		return this.objects.deployment().at("/metadata/namespace").asText();
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
