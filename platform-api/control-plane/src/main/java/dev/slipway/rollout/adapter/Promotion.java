package dev.slipway.rollout.adapter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.rollout.ReleaseCluster.Refused;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * Makes a release the stable one. The label on its own Deployment comes last: it says
 * that the rest is done.
 */
final class Promotion {

	private final KubernetesClient client;

	private final Release release;

	private final ReleaseObjects objects;

	private final int keep;

	private final Fenced fenced;

	Promotion(KubernetesClient client, Release release, ReleaseObjects objects, int keep, Fence fence) {
		this.client = client;
		this.release = release;
		this.objects = objects;
		this.keep = keep;
		this.fenced = new Fenced(client, fence);
	}

	void run() {
		List<Refused> refusals = applyOfService();
		List<Deployment> all = this.client.apps()
			.deployments()
			.inNamespace(this.objects.deployment().at("/metadata/namespace").asText())
			.withLabel(Labels.MANAGED_BY, Labels.SLIPWAY)
			.withLabel(Labels.SERVICE, this.release.draft().service())
			.list()
			.getItems();
		List<Deployment> others = all.stream().filter((one) -> number(one) != this.release.number()).toList();
		others.forEach((other) -> role(other, "retired"));
		prune(others);
		all.stream()
			.filter((one) -> number(one) == this.release.number())
			.forEach((candidate) -> role(candidate, "stable"));
		if (!refusals.isEmpty()) {
			throw refusals.get(0);
		}
	}

	private List<Refused> applyOfService() {
		List<Refused> refusals = new ArrayList<>();
		Stream<ObjectNode> ofService = Stream.concat(this.objects.service().stream(),
				this.objects.onPromotion().stream());
		ofService.forEach((object) -> {
			try {
				Objects.apply(this.client, withoutSelector(object));
			}
			catch (Refused ex) {
				refusals.add(ex);
			}
		});
		return refusals;
	}

	/** Which pods the entry Service selects is the router's to say. */
	private ObjectNode withoutSelector(ObjectNode object) {
		if (object.path("kind").asText().equals("Service")
				&& object.at("/metadata/name").asText().equals(this.release.draft().service())) {
			ObjectNode rest = object.deepCopy();
			rest.withObject("/spec").remove("selector");
			return rest;
		}
		return object;
	}

	private void role(Deployment deployment, String role) {
		if (!role.equals(Objects.label(deployment, Labels.ROLE))) {
			this.fenced.change(deployment, (changed) -> Objects.label(changed, Labels.ROLE, role));
		}
	}

	/** Deletes what is at zero beyond the newest; children go with their Deployment. */
	private void prune(List<Deployment> others) {
		others.stream()
			.filter((other) -> Integer.valueOf(0).equals(other.getSpec().getReplicas()))
			.sorted(Comparator.comparingInt(Promotion::number).reversed())
			.skip(this.keep)
			.forEach((other) -> this.client.resource(other)
				.withPropagationPolicy(DeletionPropagation.BACKGROUND)
				.delete());
	}

	private static int number(Deployment deployment) {
		String label = Objects.label(deployment, Labels.RELEASE);
		return (label != null && label.matches("[0-9]{1,9}")) ? Integer.parseInt(label) : -1;
	}

}
