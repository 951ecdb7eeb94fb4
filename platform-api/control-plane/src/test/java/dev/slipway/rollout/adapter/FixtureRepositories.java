package dev.slipway.rollout.adapter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.slipway.test.NoRepositories;

/**
 * Repositories whose commits say how the program behaves, such as {@code b2:never}: the
 * version b2, never ready.
 */
final class FixtureRepositories extends NoRepositories {

	private static final String MANIFESTS = """
			apiVersion: apps/v1
			kind: Deployment
			metadata: {name: NAME}
			spec:
			  replicas: REPLICAS
			  selector: {matchLabels: {app.kubernetes.io/name: NAME}}
			  template:
			    metadata:
			      labels: {app.kubernetes.io/name: NAME}
			      annotations: {prometheus.io/scrape: "true", prometheus.io/port: "8080", prometheus.io/path: /metrics}
			    spec:
			      terminationGracePeriodSeconds: 10
			      containers:
			        - name: app
			          image: NAME
			          ports: [{name: http, containerPort: 8080}]
			          envFrom: [{configMapRef: {name: NAME}}]
			          readinessProbe:
			            httpGet: {path: /ready, port: http}
			            periodSeconds: 1
			LIFECYCLE
			---
			apiVersion: v1
			kind: ConfigMap
			metadata: {name: NAME}
			data: {VERSION: VALUE}
			---
			apiVersion: v1
			kind: Service
			metadata: {name: NAME}
			spec:
			  selector: {app.kubernetes.io/name: NAME}
			  ports: [{name: http, port: 8080, targetPort: http PROTOCOL}]
			""";

	private static final String BOUNDS = ":bounds ";

	/** Strategies by the word in the commit that asks for them. */
	private static final Map<String, String> STRATEGIES = Map.of("canary",
			"{type: canary, router: httpRoute, drain: 2s, rollbackWindow: 0s, steps: [{weight: 25, pause: untilResumed}, "
					+ "{weight: 50, pause: 1s}]}",
			"ratio", "{type: canary, router: replicas, steps: [{weight: 50, pause: untilResumed}]}", "blue",
			"{type: blueGreen, router: httpRoute, drain: 2s, rollbackWindow: 2m}", "guarded",
			"{type: canary, router: httpRoute, drain: 2s, guardRails: [{name: errors, metric: errorRatio, max: 1%}], "
					+ "steps: [{weight: 50, pause: untilResumed}]}",
			"compared",
			"{type: canary, router: httpRoute, drain: 2s, steps: [{weight: 50, "
					+ "gates: [{compare: {metric: p95, margin: 20%, window: 60s, block: 5s}}]}]}",
			"switch", "{type: blueGreen, drain: 2s, rollbackWindow: 0s, switch: manual}", "steps",
			"{type: canary, router: replicas, drain: 0s, steps: [{weight: 25, pause: 1s}, {weight: 50}, {weight: 75}]}",
			"turn", "{type: blueGreen, drain: 0s, rollbackWindow: 1s}", "three",
			"{type: canary, router: replicas, steps: [{weight: 25}, {weight: 50}, {weight: 75}]}", "hurt",
			"{type: canary, router: httpRoute, drain: 0s, rollbackWindow: 0s, steps: [{weight: 50, "
					+ "replicas: 100%, gates: [{chaos: {fault: podKill, PODS}}]}]}");

	/** Those that the commit ends with, such as {@code bounds maxSurge: 1}. */
	private static String bounds(String commit) {
		int at = commit.indexOf(BOUNDS);
		return (at < 0) ? "maxSurge: 1, maxUnavailable: 0" : commit.substring(at + BOUNDS.length());
	}

	@Override
	public Map<String, byte[]> readTree(String team, String name, String commit, String folder) {
		List<String> behaviour = List.of(commit.split(":"));
		String value = behaviour.get(0);
		value += behaviour.contains("never") ? ", READY: never" : "";
		value += behaviour.contains("exit") ? ", EXIT: \"3\"" : "";
		value += behaviour.contains("done") ? ", EXIT: \"0\"" : "";
		value += behaviour.contains("tired") ? ", TIRED: \"6\"" : "";
		value += behaviour.contains("rude") ? ", RUDE: \"true\"" : "";
		value += behaviour.contains("faulty") ? ", ERRORS: \"5\"" : "";
		value += behaviour.contains("steady") ? ", DELAY: \"10\"" : "";
		value += behaviour.contains("slower") ? ", DELAY: \"20\"" : "";
		String preStop = behaviour.contains("rude") ? "" : "          lifecycle: {preStop: {sleep: {seconds: 1}}}";
		String text = MANIFESTS.replace("NAME", name)
			.replace("VALUE", value)
			.replace("REPLICAS", behaviour.contains("one") ? "1" : behaviour.contains("four") ? "4" : "2")
			.replace("LIFECYCLE", preStop)
			// Where only connections are divided, nothing hides from users what pods do.
			.replace("PROTOCOL", behaviour.contains("rude") ? "" : ", appProtocol: http");
		return Map.of("deploy/all.yaml", text.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public Optional<byte[]> read(String team, String name, String commit, String path) {
		String deadline = commit.contains(":hasty") ? "2s"
				: commit.contains(":never") && !commit.contains(":slow") ? "15s" : "60s";
		String strategy = STRATEGIES.entrySet()
			.stream()
			.filter((entry) -> List.of(commit.split(":")).contains(entry.getKey()))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse("{" + bounds(commit) + "}");
		strategy = strategy.replace("PODS", commit.contains(":all") ? "pods: all, duration: 60s, tolerance: 1s"
				: "pods: one, duration: 10s, tolerance: 9s, within: 20s");
		return Optional.of(("spec:\n  strategy: " + strategy + "\n  progressDeadline: " + deadline)
			.getBytes(StandardCharsets.UTF_8));
	}

}
