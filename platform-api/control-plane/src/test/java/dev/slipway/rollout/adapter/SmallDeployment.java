package dev.slipway.rollout.adapter;

import java.util.Map;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;

/** A Deployment as somebody else than a release would make it: one container, no more. */
final class SmallDeployment {

	private SmallDeployment() {
	}

	/**
	 * Not yet created.
	 * @param labels its own, its selector's and its pods'
	 */
	static Deployment of(String namespace, String name, int replicas, Map<String, String> labels) {
		return new DeploymentBuilder().withNewMetadata()
			.withNamespace(namespace)
			.withName(name)
			.withLabels(labels)
			.endMetadata()
			.withNewSpec()
			.withReplicas(replicas)
			.withNewSelector()
			.withMatchLabels(labels)
			.endSelector()
			.withNewTemplate()
			.withNewMetadata()
			.withLabels(labels)
			.endMetadata()
			.withNewSpec()
			.addNewContainer()
			.withName("app")
			.withImage("none")
			.endContainer()
			.endSpec()
			.endTemplate()
			.endSpec()
			.build();
	}

}
