package dev.slipway.rollout.adapter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.rollout.ReleaseCluster.Refused;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;

/**
 * Makes a release the stable one. The label on its own Deployment comes last: it says
 * that the rest is done.
 */
final class Promotion {

	private final View view;

	private final Release release;

	private final ReleaseObjects objects;

	private final int keep;

	private final Fence fence;

	private final Fenced fenced;

	private final FencedObjects shared;

	private final IntPredicate routed;

	/**
	 * @param routed whether a route still names the backend Service of a release
	 */
	Promotion(View view, Release release, ReleaseObjects objects, int keep, Fence fence, IntPredicate routed) {
		this.routed = routed;
		this.view = view;
		this.release = release;
		this.objects = objects;
		this.keep = keep;
		this.fence = fence;
		this.fenced = new Fenced(view, fence);
		this.shared = new FencedObjects(view, fence);
	}

	void run() {
		List<Refused> refusals = new ArrayList<>();
		// A driver that was overtaken makes nothing again that a later release took away.
		this.shared.require(
				this.view.client().services().inNamespace(namespace()).withName(this.release.draft().service()).get());
		removeLeft(refusals);
		new LeftCronJobs(this.view.client(), namespace(), this.release).remove(this.objects.onPromotion(), this.shared,
				refusals);
		applyOfService(refusals);
		List<Deployment> all = this.view.ofService(ObjectType.DEPLOYMENT, namespace(), this.release.draft().service());
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

	private void applyOfService(List<Refused> refusals) {
		Stream<ObjectNode> ofService = Stream.concat(this.objects.service().stream(),
				this.objects.onPromotion().stream());
		ofService.forEach((object) -> {
			try {
				if (object.path("kind").asText().equals("HorizontalPodAutoscaler")) {
					new ServiceAutoscaler(this.view.client(), namespace(), this.release.draft().service()).aim(object,
							this.fence);
				}
				else {
					this.shared.apply(withoutSelector(object));
				}
			}
			catch (Refused ex) {
				refusals.add(ex);
			}
		});
	}

	/**
	 * One autoscaler of a service, and one budget that matches its pods: those that the
	 * release before brought under another name go. One that may not be deleted is told,
	 * and does not hold up the promotion.
	 */
	private void removeLeft(List<Refused> refusals) {
		Set<String> kept = new HashSet<>();
		Stream.concat(this.objects.service().stream(), this.objects.onPromotion().stream())
			.forEach((object) -> kept.add(object.path("kind").asText() + "/" + object.at("/metadata/name").asText()));
		Stream
			.concat(ours(this.view.client().autoscaling().v2().horizontalPodAutoscalers()),
					ours(this.view.client().policy().v1().podDisruptionBudget()))
			.filter((object) -> !kept.contains(object.getKind() + "/" + object.getMetadata().getName()))
			.forEach((object) -> removeLeft(object, refusals));
	}

	private void removeLeft(HasMetadata object, List<Refused> refusals) {
		try {
			this.shared.delete(object);
		}
		catch (KubernetesClientException ex) {
			if (ex.getCode() != Objects.FORBIDDEN) {
				throw ex;
			}
			refusals.add(new Refused("the cluster forbids to delete " + object.getKind() + " "
					+ object.getMetadata().getName() + " of a release before: " + ex.getMessage()
					+ ". Delete it, and grant what platform-api/deploy/rbac says.", ex));
		}
	}

	private <T extends HasMetadata> Stream<HasMetadata> ours(
			MixedOperation<T, ? extends KubernetesResourceList<T>, Resource<T>> objects) {
		return objects.inNamespace(namespace())
			.withLabel(Labels.MANAGED_BY, Labels.SLIPWAY)
			.withLabel(Labels.SERVICE, this.release.draft().service())
			.list()
			.getItems()
			.stream()
			.map(HasMetadata.class::cast);
	}

	private String namespace() {
		return this.objects.deployment().at("/metadata/namespace").asText();
	}

	/** Which pods the entry Service selects is the router's to say. */
	private ObjectNode withoutSelector(ObjectNode object) {
		if (object.path("kind").asText().equals("Service")
				&& object.at("/metadata/name").asText().equals(this.release.draft().service())) {
			ObjectNode rest = object.deepCopy();
			rest.withObject("/spec").remove("selector");
			rest.withObject("/metadata/annotations").remove(Labels.POINTS_TO);
			return rest;
		}
		return object;
	}

	private void role(Deployment deployment, String role) {
		if (!role.equals(Objects.label(deployment, Labels.ROLE))) {
			this.fenced.label(deployment, Labels.ROLE, role);
		}
	}

	/**
	 * Deletes what is at zero beyond the newest; children go with their Deployment. What
	 * a route still names stays until a later promotion.
	 */
	private void prune(List<Deployment> others) {
		others.stream()
			.filter((other) -> Integer.valueOf(0).equals(other.getSpec().getReplicas()))
			.sorted(Comparator.comparingInt(Promotion::number).reversed())
			.skip(this.keep)
			.filter((other) -> !this.routed.test(number(other)))
			.forEach(this.fenced::delete);
	}

	private static int number(Deployment deployment) {
		String label = Objects.label(deployment, Labels.RELEASE);
		return (label != null && label.matches("[0-9]{1,9}")) ? Integer.parseInt(label) : -1;
	}

}
