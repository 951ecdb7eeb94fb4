package dev.slipway.cluster.kubelet;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.objects.Quantity;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * The variables a container is described with: envFrom, env, and what they refer to.
 */
final class EnvResolver {

	private final ObjectStore store;

	private final NodeInfo node;

	EnvResolver(ObjectStore store, NodeInfo node) {
		this.store = store;
		this.node = node;
	}

	/**
	 * Resolves the variables of a container.
	 * @param pod pod, with its address in the status
	 * @param container container of the pod
	 * @param inherited variables that are there already; may be referred to
	 * @return inherited variables and the container's own, which win
	 * @throws ConfigError if something it refers to is not there
	 */
	Map<String, String> resolve(JsonNode pod, JsonNode container, Map<String, String> inherited) {
		Map<String, String> env = new LinkedHashMap<>(inherited);
		for (JsonNode source : container.path("envFrom")) {
			String prefix = source.path("prefix").asText("");
			JsonNode map = source.path("configMapRef");
			JsonNode secret = source.path("secretRef");
			if (!map.isMissingNode()) {
				configMap(pod, map).forEach((key, value) -> env.put(prefix + key, value));
			}
			if (!secret.isMissingNode()) {
				secret(pod, secret).forEach((key, value) -> env.put(prefix + key, value));
			}
		}
		for (JsonNode variable : container.path("env")) {
			String value = variable.has("valueFrom") ? from(pod, container, variable.path("valueFrom"))
					: Expansion.expand(variable.path("value").asText(""), env);
			if (value != null) {
				env.put(variable.path("name").asText(), value);
			}
		}
		return env;
	}

	private @Nullable String from(JsonNode pod, JsonNode container, JsonNode source) {
		if (source.has("configMapKeyRef")) {
			JsonNode ref = source.path("configMapKeyRef");
			return key("ConfigMap", pod, ref, configMap(pod, ref));
		}
		if (source.has("secretKeyRef")) {
			JsonNode ref = source.path("secretKeyRef");
			return key("Secret", pod, ref, secret(pod, ref));
		}
		if (source.has("fieldRef")) {
			return field(pod, source.path("fieldRef").path("fieldPath").asText());
		}
		return resource(container, source.path("resourceFieldRef"));
	}

	private static @Nullable String key(String kind, JsonNode pod, JsonNode ref, Map<String, String> data) {
		String key = ref.path("key").asText();
		if (!data.containsKey(key) && !ref.path("optional").asBoolean()) {
			throw new ConfigError("CreateContainerConfigError", "couldn't find key " + key + " in " + kind + " "
					+ Meta.namespace(pod) + "/" + ref.path("name").asText());
		}
		return data.get(key);
	}

	/**
	 * The entries of a ConfigMap that a reference names; none if it is optional and
	 * missing.
	 */
	Map<String, String> configMap(JsonNode pod, JsonNode ref) {
		Map<String, String> data = new LinkedHashMap<>();
		find("configmaps", "configmap", pod, ref).path("data")
			.fields()
			.forEachRemaining((e) -> data.put(e.getKey(), e.getValue().asText()));
		return data;
	}

	private Map<String, String> secret(JsonNode pod, JsonNode ref) {
		Map<String, String> data = new LinkedHashMap<>();
		find("secrets", "secret", pod, ref).path("data")
			.fields()
			.forEachRemaining((e) -> data.put(e.getKey(), text(e.getValue())));
		return data;
	}

	private static String text(JsonNode base64) {
		return new String(Base64.getDecoder().decode(base64.asText()), StandardCharsets.UTF_8);
	}

	/** The object that a reference names, missing if that is allowed. */
	JsonNode find(String resource, String kind, JsonNode pod, JsonNode ref) {
		String name = ref.has("secretName") ? ref.path("secretName").asText() : ref.path("name").asText();
		JsonNode object = this.store.shared(new Key(resource, Meta.namespace(pod), name));
		if (object != null) {
			return object;
		}
		if (!ref.path("optional").asBoolean()) {
			throw new ConfigError("CreateContainerConfigError", kind + " \"" + name + "\" not found");
		}
		return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
	}

	/** The value of a field of the pod, as the downward API names it. */
	String field(JsonNode pod, String path) {
		if (path.endsWith("']") && path.contains("['")) {
			String map = path.substring("metadata.".length(), path.indexOf('['));
			String key = path.substring(path.indexOf("['") + 2, path.length() - 2);
			return pod.path("metadata").path(map).path(key).asText("");
		}
		return switch (path) {
			case "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName" ->
				pod.at("/" + path.replace('.', '/')).asText("");
			case "status.podIP", "status.podIPs" -> pod.path("status").path("podIP").asText("");
			case "status.hostIP", "status.hostIPs" -> "127.0.0.1";
			default -> throw new ConfigError("CreateContainerConfigError", "unsupported fieldPath: " + path);
		};
	}

	/** A limit or request in units of the divisor; without a limit what the node has. */
	String resource(JsonNode container, JsonNode ref) {
		String name = ref.path("resource").asText();
		String[] parts = name.split("\\.", 2);
		String amount = container.path("resources").path(parts[0]).path(parts[parts.length - 1]).asText("");
		if (amount.isEmpty()) {
			amount = name.endsWith("cpu") ? Integer.toString(this.node.cpus()) : Long.toString(this.node.memory());
		}
		BigDecimal divisor = Quantity.parse(ref.path("divisor").asText("1"));
		return Long
			.toString(Quantity.dividedBy(Quantity.parse(amount), (divisor.signum() == 0) ? BigDecimal.ONE : divisor));
	}

}
