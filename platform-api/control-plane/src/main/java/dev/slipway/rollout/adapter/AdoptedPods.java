package dev.slipway.rollout.adapter;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/**
 * Labels the pods of an adopted Deployment. Its template cannot carry the labels without
 * a restart, so a pod that Kubernetes makes later lacks them until it is looked at.
 */
final class AdoptedPods {

	private static final ObjectMapper MAPPER = new ObjectMapper();

	private final View view;

	private final String namespace;

	private final String service;

	AdoptedPods(View view, String namespace, String service) {
		this.view = view;
		this.namespace = namespace;
		this.service = service;
	}

	/** Gives the Deployment's own pods the labels that they lack. */
	void label(Deployment deployment, Map<String, String> labels) {
		Set<String> sets = this.view.client()
			.apps()
			.replicaSets()
			.inNamespace(this.namespace)
			.withLabelSelector(deployment.getSpec().getSelector())
			.list()
			.getItems()
			.stream()
			.filter((set) -> ownedBy(set, Set.of(deployment.getMetadata().getUid())))
			.map((set) -> set.getMetadata().getUid())
			.collect(Collectors.toSet());
		ObjectNode patch = MAPPER.createObjectNode();
		labels.forEach(patch.putObject("metadata").putObject("labels")::put);
		for (Pod pod : this.view.client()
			.pods()
			.inNamespace(this.namespace)
			.withLabelSelector(deployment.getSpec().getSelector())
			.list()
			.getItems()) {
			if (ownedBy(pod, sets) && !this.service.equals(Objects.label(pod, Labels.SERVICE))
					&& pod.getMetadata().getDeletionTimestamp() == null) {
				this.view.learn(this.view.client()
					.pods()
					.inNamespace(this.namespace)
					.withName(pod.getMetadata().getName())
					.patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString()));
			}
		}
	}

	private static boolean ownedBy(HasMetadata object, Set<String> uids) {
		return object.getMetadata().getOwnerReferences().stream().anyMatch((owner) -> uids.contains(owner.getUid()));
	}

}
