package dev.slipway.rollout.adapter;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
 * a restart, so a pod that Kubernetes makes later lacks them until it is looked at. Only
 * labels of Slipway's own are added, and none is changed: by the others the team's
 * ReplicaSets and Services may select, and a pod that they lose is replaced.
 */
final class AdoptedPods {

	private static final ObjectMapper MAPPER = new ObjectMapper();

	private final View view;

	private final String namespace;

	AdoptedPods(View view, String namespace) {
		this.view = view;
		this.namespace = namespace;
	}

	/** Gives the Deployment's own pods the labels of Slipway's that they lack. */
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
		for (Pod pod : this.view.client()
			.pods()
			.inNamespace(this.namespace)
			.withLabelSelector(deployment.getSpec().getSelector())
			.list()
			.getItems()) {
			Map<String, String> lacking = lacking(pod, labels);
			if (ownedBy(pod, sets) && !lacking.isEmpty() && pod.getMetadata().getDeletionTimestamp() == null) {
				add(pod, lacking);
			}
		}
	}

	private static Map<String, String> lacking(Pod pod, Map<String, String> labels) {
		Map<String, String> lacking = new TreeMap<>(labels);
		lacking.keySet().removeIf((key) -> !key.startsWith(Labels.OWN) || Objects.label(pod, key) != null);
		return lacking;
	}

	private void add(Pod pod, Map<String, String> labels) {
		ObjectNode patch = MAPPER.createObjectNode();
		labels.forEach(patch.putObject("metadata").putObject("labels")::put);
		this.view.learn(this.view.client()
			.pods()
			.inNamespace(this.namespace)
			.withName(pod.getMetadata().getName())
			.patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString()));
	}

	private static boolean ownedBy(HasMetadata object, Set<String> uids) {
		return object.getMetadata().getOwnerReferences().stream().anyMatch((owner) -> uids.contains(owner.getUid()));
	}

}
