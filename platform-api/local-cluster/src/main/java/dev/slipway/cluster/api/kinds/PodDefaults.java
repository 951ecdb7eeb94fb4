package dev.slipway.cluster.api.kinds;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The defaults of a pod's spec, in a pod and in a template. */
final class PodDefaults {

	private PodDefaults() {
	}

	static void template(ObjectNode template) {
		ObjectNode metadata = template.withObject("/metadata");
		if (!metadata.has("creationTimestamp")) {
			metadata.putNull("creationTimestamp");
		}
		if (template.get("spec") instanceof ObjectNode spec) {
			spec(spec);
		}
		else {
			spec(template.putObject("spec"));
		}
	}

	static void spec(ObjectNode spec) {
		text(spec, "restartPolicy", "Always");
		number(spec, "terminationGracePeriodSeconds", 30);
		text(spec, "dnsPolicy", "ClusterFirst");
		object(spec, "securityContext");
		text(spec, "schedulerName", "default-scheduler");
		String account = spec.path("serviceAccountName").asText(spec.path("serviceAccount").asText(""));
		if (!account.isEmpty()) {
			spec.put("serviceAccountName", account).put("serviceAccount", account);
		}
		for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
			spec.path(list).forEach((container) -> container((ObjectNode) container));
		}
		spec.path("volumes").forEach((volume) -> volume((ObjectNode) volume));
	}

	private static void container(ObjectNode container) {
		container.path("ports").forEach((port) -> text((ObjectNode) port, "protocol", "TCP"));
		for (JsonNode env : container.path("env")) {
			if (env.path("valueFrom").get("fieldRef") instanceof ObjectNode ref) {
				text(ref, "apiVersion", "v1");
			}
		}
		resources(container);
		text(container, "terminationMessagePath", "/dev/termination-log");
		text(container, "terminationMessagePolicy", "File");
		text(container, "imagePullPolicy", pullPolicy(container.path("image").asText()));
		for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
			if (container.get(probe) instanceof ObjectNode present) {
				probe(present);
			}
		}
		for (JsonNode handler : container.path("lifecycle")) {
			if (handler.get("httpGet") instanceof ObjectNode get) {
				httpGet(get);
			}
		}
	}

	private static void resources(ObjectNode container) {
		ObjectNode resources = object(container, "resources");
		if (resources.get("limits") instanceof ObjectNode limits) {
			ObjectNode requests = resources.withObject("/requests");
			limits.properties().forEach((limit) -> {
				if (!requests.has(limit.getKey())) {
					requests.set(limit.getKey(), limit.getValue());
				}
			});
		}
	}

	private static void probe(ObjectNode probe) {
		if (probe.get("httpGet") instanceof ObjectNode get) {
			httpGet(get);
		}
		if (probe.get("grpc") instanceof ObjectNode grpc) {
			text(grpc, "service", "");
		}
		number(probe, "timeoutSeconds", 1);
		number(probe, "periodSeconds", 10);
		number(probe, "successThreshold", 1);
		number(probe, "failureThreshold", 3);
	}

	private static void httpGet(ObjectNode get) {
		text(get, "path", "/");
		text(get, "scheme", "HTTP");
	}

	private static void volume(ObjectNode volume) {
		if (volume.size() == 1) {
			volume.putObject("emptyDir");
		}
		for (String source : List.of("configMap", "secret", "projected", "downwardAPI")) {
			if (volume.get(source) instanceof ObjectNode present) {
				number(present, "defaultMode", 420);
			}
		}
		for (JsonNode source : volume.path("projected").path("sources")) {
			if (source.get("serviceAccountToken") instanceof ObjectNode token) {
				number(token, "expirationSeconds", 3600);
			}
			source.path("downwardAPI").path("items").forEach(PodDefaults::downward);
		}
		volume.path("downwardAPI").path("items").forEach(PodDefaults::downward);
		if (volume.get("hostPath") instanceof ObjectNode path) {
			text(path, "type", "");
		}
	}

	private static void downward(JsonNode item) {
		if (item.get("fieldRef") instanceof ObjectNode ref) {
			text(ref, "apiVersion", "v1");
		}
	}

	private static String pullPolicy(String image) {
		if (image.contains("@")) {
			return "IfNotPresent";
		}
		String name = image.substring(image.lastIndexOf('/') + 1);
		return (!name.contains(":") || name.endsWith(":latest")) ? "Always" : "IfNotPresent";
	}

	static void text(ObjectNode node, String field, String value) {
		if (!node.has(field)) {
			node.put(field, value);
		}
	}

	static void number(ObjectNode node, String field, int value) {
		if (!node.has(field)) {
			node.put(field, value);
		}
	}

	static ObjectNode object(ObjectNode node, String field) {
		return (node.get(field) instanceof ObjectNode present) ? present : node.putObject(field);
	}

}
