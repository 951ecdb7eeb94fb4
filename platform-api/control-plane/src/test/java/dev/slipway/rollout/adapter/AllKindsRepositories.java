package dev.slipway.rollout.adapter;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import dev.slipway.test.NoRepositories;

/**
 * A repository with one object of each kind that a team may bring, but for those of the
 * Prometheus operator. The commit is the strategy in flow style, with a trailing
 * {@code never} for pods that do not become ready.
 */
final class AllKindsRepositories extends NoRepositories {

	static final String NEVER = " never";

	private static final String MANIFESTS = """
			apiVersion: apps/v1
			kind: Deployment
			metadata: {name: NAME}
			spec:
			  replicas: 2
			  selector: {matchLabels: {app.kubernetes.io/name: NAME}}
			  template:
			    metadata:
			      labels: {app.kubernetes.io/name: NAME, never: "NEVER"}
			    spec:
			      containers:
			        - name: app
			          image: NAME
			          ports: [{name: http, containerPort: 8080}]
			          envFrom: [{configMapRef: {name: NAME}}, {secretRef: {name: NAME}}]
			          env: [{name: DATABASE_URL, valueFrom: {secretKeyRef: {name: NAME-database, key: url}}}]
			---
			{apiVersion: v1, kind: ConfigMap, metadata: {name: NAME}, data: {A: b}}
			---
			{apiVersion: v1, kind: Secret, metadata: {name: NAME}, stringData: {C: d}}
			---
			{apiVersion: v1, kind: ServiceAccount, metadata: {name: NAME}}
			---
			apiVersion: v1
			kind: Service
			metadata: {name: NAME}
			spec: {selector: {app.kubernetes.io/name: NAME}, ports: [{name: http, port: 8080, targetPort: http}]}
			---
			apiVersion: policy/v1
			kind: PodDisruptionBudget
			metadata: {name: NAME}
			spec: {maxUnavailable: 1, selector: {matchLabels: {app.kubernetes.io/name: NAME}}}
			---
			apiVersion: autoscaling/v2
			kind: HorizontalPodAutoscaler
			metadata: {name: NAME}
			spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: NAME}}
			---
			apiVersion: batch/v1
			kind: CronJob
			metadata: {name: NAME}
			spec:
			  schedule: "0 3 * * *"
			  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}
			---
			apiVersion: networking.k8s.io/v1
			kind: NetworkPolicy
			metadata: {name: NAME}
			spec: {podSelector: {}, policyTypes: [Ingress], ingress: [{}]}
			---
			apiVersion: gateway.networking.k8s.io/v1
			kind: HTTPRoute
			metadata: {name: NAME-by-hand}
			spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [{name: NAME, port: 8080}]}]}
			---
			apiVersion: networking.k8s.io/v1
			kind: Ingress
			metadata: {name: NAME}
			spec:
			  ingressClassName: nginx
			  rules:
			    - host: orders.example.com
			      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: NAME, port: {number: 8080}}}}]}
			""";

	@Override
	public Map<String, byte[]> readTree(String team, String name, String commit, String folder) {
		// What is as it was is not written again.
		String changed = ", annotations: {of: c" + Integer.toHexString(commit.hashCode()) + "}}";
		String text = MANIFESTS.replace("metadata: {name: NAME}", "metadata: {name: NAME" + changed)
			.replace("metadata: {name: NAME-by-hand}", "metadata: {name: NAME-by-hand" + changed)
			.replace("NAME", name)
			.replace("NEVER", Boolean.toString(commit.endsWith(NEVER)));
		return Map.of("deploy/all.yaml", text.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public Optional<byte[]> read(String team, String name, String commit, String path) {
		String strategy = commit.endsWith(NEVER) ? commit.substring(0, commit.length() - NEVER.length()) : commit;
		return Optional.of(("spec: {strategy: " + strategy + "}").getBytes(StandardCharsets.UTF_8));
	}

}
