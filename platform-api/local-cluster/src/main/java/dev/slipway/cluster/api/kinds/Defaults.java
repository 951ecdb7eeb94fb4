package dev.slipway.cluster.api.kinds;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static dev.slipway.cluster.api.kinds.PodDefaults.number;
import static dev.slipway.cluster.api.kinds.PodDefaults.object;
import static dev.slipway.cluster.api.kinds.PodDefaults.text;

/** What a server fills in, kind by kind; the same for a new object and a changed one. */
public final class Defaults {

	private static final Map<String, Consumer<ObjectNode>> RULES = rules();

	private Defaults() {
	}

	private static Map<String, Consumer<ObjectNode>> rules() {
		Map<String, Consumer<ObjectNode>> rules = new HashMap<>();
		rules.put("namespaces", Defaults::namespace);
		rules.put("pods", (pod) -> PodDefaults.spec(object(pod, "spec")));
		rules.put("services", ServiceDefaults::apply);
		rules.put("secrets", Defaults::secret);
		rules.put("events", Defaults::event);
		rules.put("persistentvolumeclaims", Defaults::claim);
		rules.put("deployments.apps", Defaults::deployment);
		rules.put("replicasets.apps", Defaults::replicaSet);
		rules.put("statefulsets.apps", Defaults::statefulSet);
		rules.put("daemonsets.apps", Defaults::daemonSet);
		rules.put("jobs.batch", (job) -> {
			job(object(job, "spec"), true);
			object(job, "status");
		});
		rules.put("cronjobs.batch", Defaults::cronJob);
		rules.put("horizontalpodautoscalers.autoscaling", Defaults::autoscaler);
		rules.put("endpointslices.discovery.k8s.io", Defaults::endpointSlice);
		rules.put("endpoints", Defaults::endpoints);
		rules.put("poddisruptionbudgets.policy", Defaults::budget);
		rules.put("networkpolicies.networking.k8s.io", Defaults::networkPolicy);
		rules.put("ingresses.networking.k8s.io", (ingress) -> object(object(ingress, "status"), "loadBalancer"));
		rules.put("nodes", (node) -> object(node, "status"));
		rules.put("resourcequotas", (quota) -> object(quota, "status"));
		rules.put("httproutes.gateway.networking.k8s.io", GatewayDefaults::route);
		rules.put("gateways.gateway.networking.k8s.io", GatewayDefaults::gateway);
		rules.put("gatewayclasses.gateway.networking.k8s.io", GatewayDefaults::gatewayClass);
		return rules;
	}

	/** Fills in the defaults of an object in its stored version. */
	public static void apply(String resource, ObjectNode object) {
		Consumer<ObjectNode> rule = RULES.get(resource);
		if (rule != null) {
			rule.accept(object);
		}
	}

	private static void namespace(ObjectNode namespace) {
		ObjectNode metadata = object(namespace, "metadata");
		object(metadata, "labels").put("kubernetes.io/metadata.name", metadata.path("name").asText());
		ObjectNode spec = object(namespace, "spec");
		if (!spec.has("finalizers") && !metadata.has("deletionTimestamp")) {
			spec.putArray("finalizers").add("kubernetes");
		}
		text(object(namespace, "status"), "phase", "Active");
	}

	private static void secret(ObjectNode secret) {
		text(secret, "type", "Opaque");
		if (secret.remove("stringData") instanceof ObjectNode plain) {
			ObjectNode data = object(secret, "data");
			plain.properties()
				.forEach((entry) -> data.put(entry.getKey(), java.util.Base64.getEncoder()
					.encodeToString(entry.getValue().asText().getBytes(java.nio.charset.StandardCharsets.UTF_8))));
		}
	}

	private static void event(ObjectNode event) {
		object(event, "source");
		for (String field : new String[] { "firstTimestamp", "lastTimestamp", "eventTime" }) {
			if (!event.has(field)) {
				event.putNull(field);
			}
		}
		text(event, "reportingComponent", "");
		text(event, "reportingInstance", "");
	}

	private static void claim(ObjectNode claim) {
		ObjectNode metadata = object(claim, "metadata");
		if (!metadata.has("finalizers") && !metadata.has("uid")) {
			metadata.putArray("finalizers").add("kubernetes.io/pvc-protection");
		}
		text(object(claim, "spec"), "volumeMode", "Filesystem");
		text(object(claim, "status"), "phase", "Pending");
	}

	private static void deployment(ObjectNode deployment) {
		ObjectNode spec = object(deployment, "spec");
		number(spec, "replicas", 1);
		PodDefaults.template(object(spec, "template"));
		ObjectNode strategy = object(spec, "strategy");
		text(strategy, "type", "RollingUpdate");
		if (strategy.path("type").asText().equals("RollingUpdate")) {
			ObjectNode rolling = object(strategy, "rollingUpdate");
			text(rolling, "maxUnavailable", "25%");
			text(rolling, "maxSurge", "25%");
		}
		number(spec, "revisionHistoryLimit", 10);
		number(spec, "progressDeadlineSeconds", 600);
		object(deployment, "status");
	}

	private static void replicaSet(ObjectNode replicaSet) {
		ObjectNode spec = object(replicaSet, "spec");
		number(spec, "replicas", 1);
		PodDefaults.template(object(spec, "template"));
		number(object(replicaSet, "status"), "replicas", 0);
	}

	private static void statefulSet(ObjectNode set) {
		ObjectNode spec = object(set, "spec");
		number(spec, "replicas", 1);
		PodDefaults.template(object(spec, "template"));
		text(spec, "podManagementPolicy", "OrderedReady");
		number(spec, "revisionHistoryLimit", 10);
		text(object(spec, "updateStrategy"), "type", "RollingUpdate");
		ObjectNode status = object(set, "status");
		number(status, "replicas", 0);
		number(status, "availableReplicas", 0);
	}

	private static void daemonSet(ObjectNode set) {
		ObjectNode spec = object(set, "spec");
		PodDefaults.template(object(spec, "template"));
		number(spec, "revisionHistoryLimit", 10);
		text(object(spec, "updateStrategy"), "type", "RollingUpdate");
		ObjectNode status = object(set, "status");
		for (String count : new String[] { "currentNumberScheduled", "desiredNumberScheduled", "numberMisscheduled",
				"numberReady" }) {
			number(status, count, 0);
		}
	}

	static void job(ObjectNode spec, boolean whole) {
		if (whole && !spec.has("completions") && !spec.has("parallelism")) {
			spec.put("completions", 1);
		}
		if (whole) {
			number(spec, "parallelism", 1);
			number(spec, "backoffLimit", 6);
			text(spec, "completionMode", "NonIndexed");
			if (!spec.has("suspend")) {
				spec.put("suspend", false);
			}
			if (!spec.has("manualSelector")) {
				spec.put("manualSelector", false);
			}
			text(spec, "podReplacementPolicy", spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
		}
		PodDefaults.template(object(spec, "template"));
	}

	private static void cronJob(ObjectNode cronJob) {
		ObjectNode spec = object(cronJob, "spec");
		text(spec, "concurrencyPolicy", "Allow");
		if (!spec.has("suspend")) {
			spec.put("suspend", false);
		}
		number(spec, "successfulJobsHistoryLimit", 3);
		number(spec, "failedJobsHistoryLimit", 1);
		ObjectNode template = object(spec, "jobTemplate");
		ObjectNode metadata = object(template, "metadata");
		if (!metadata.has("creationTimestamp")) {
			metadata.putNull("creationTimestamp");
		}
		job(object(template, "spec"), false);
		object(cronJob, "status");
	}

	private static void autoscaler(ObjectNode autoscaler) {
		ObjectNode spec = object(autoscaler, "spec");
		number(spec, "minReplicas", 1);
		if (!spec.has("metrics")) {
			ObjectNode resource = spec.putArray("metrics").addObject().put("type", "Resource").putObject("resource");
			resource.put("name", "cpu").putObject("target").put("type", "Utilization").put("averageUtilization", 80);
		}
		ObjectNode status = object(autoscaler, "status");
		number(status, "desiredReplicas", 0);
		if (!status.has("currentMetrics")) {
			status.putNull("currentMetrics");
		}
	}

	private static void endpointSlice(ObjectNode slice) {
		if (!slice.has("endpoints")) {
			slice.putNull("endpoints");
		}
		if (!slice.has("ports")) {
			slice.putNull("ports");
		}
		slice.path("endpoints").forEach((endpoint) -> object((ObjectNode) endpoint, "conditions"));
		for (JsonNode port : slice.path("ports")) {
			text((ObjectNode) port, "name", "");
			text((ObjectNode) port, "protocol", "TCP");
		}
	}

	private static void endpoints(ObjectNode endpoints) {
		for (JsonNode subset : endpoints.path("subsets")) {
			subset.path("ports").forEach((port) -> text((ObjectNode) port, "protocol", "TCP"));
		}
	}

	private static void budget(ObjectNode budget) {
		ObjectNode status = object(budget, "status");
		for (String count : new String[] { "disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods" }) {
			number(status, count, 0);
		}
	}

	private static void networkPolicy(ObjectNode policy) {
		ObjectNode spec = object(policy, "spec");
		if (!spec.has("policyTypes")) {
			ArrayNode types = spec.putArray("policyTypes").add("Ingress");
			if (!spec.path("egress").isEmpty()) {
				types.add("Egress");
			}
		}
		for (String direction : new String[] { "ingress", "egress" }) {
			for (JsonNode rule : spec.path(direction)) {
				rule.path("ports").forEach((port) -> text((ObjectNode) port, "protocol", "TCP"));
			}
		}
	}

}
