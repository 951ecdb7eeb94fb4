package dev.slipway.rollout.adapter;

import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.NullUnmarked;

/**
 * The Deployment of {@link FixtureRepositories} as a team writes it that has no platform:
 * a change of its template is rolled out by the cluster's controller.
 */
@NullUnmarked
final class PlainRollout {

	private static final String DEPLOYMENT = """
			apiVersion: apps/v1
			kind: Deployment
			metadata: {name: NAME, namespace: NAMESPACE}
			spec:
			  replicas: REPLICAS
			  strategy: {type: RollingUpdate, rollingUpdate: {BOUNDS}}
			  selector: {matchLabels: {app: NAME}}
			  template:
			    metadata: {labels: {app: NAME}}
			    spec:
			      terminationGracePeriodSeconds: 10
			      containers:
			        - name: app
			          image: IMAGE
			          ports: [{name: http, containerPort: 8080}]
			          envFrom: [{configMapRef: {name: NAME-VERSION}}]
			          readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}
			          lifecycle: {preStop: {sleep: {seconds: 1}}}
			""";

	private final KubernetesClient kubernetes;

	private final String name;

	private final String manifest;

	private String version = "";

	PlainRollout(KubernetesClient kubernetes, String name, String image, int replicas, String bounds) {
		this.kubernetes = kubernetes;
		this.name = name;
		this.manifest = DEPLOYMENT.replace("NAMESPACE", BenchPlatform.NAMESPACE)
			.replace("NAME", name)
			.replace("REPLICAS", Integer.toString(replicas))
			.replace("BOUNDS", bounds)
			.replace("IMAGE", image);
	}

	Map<String, String> selector() {
		return Map.of("app", this.name);
	}

	/** With both versions' ConfigMaps, as their change is not what is measured. */
	void create(String first) {
		for (String one : List.of("a1", "b2")) {
			this.kubernetes
				.resource(new ConfigMapBuilder().withNewMetadata()
					.withName(this.name + "-" + one)
					.withNamespace(BenchPlatform.NAMESPACE)
					.endMetadata()
					.addToData("VERSION", one)
					.build())
				.serverSideApply();
		}
		this.version = first;
		this.kubernetes.resource(deployment()).create();
	}

	void change(String next) {
		this.version = next;
		this.kubernetes.resource(deployment()).forceConflicts().serverSideApply();
	}

	void delete() {
		this.kubernetes.resource(deployment()).delete();
	}

	boolean isNew(Pod pod) {
		return pod.getSpec()
			.getContainers()
			.get(0)
			.getEnvFrom()
			.stream()
			.anyMatch((source) -> source.getConfigMapRef().getName().equals(this.name + "-" + this.version));
	}

	private Deployment deployment() {
		return Serialization.unmarshal(this.manifest.replace("VERSION", this.version), Deployment.class);
	}

}
