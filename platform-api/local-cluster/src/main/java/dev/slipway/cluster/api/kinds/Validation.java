package dev.slipway.cluster.api.kinds;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.store.Same;
import org.jspecify.annotations.Nullable;

/** What a server refuses with 422, for new and for changed objects. */
public final class Validation {

	private static final Pattern CONFIG_KEY = Pattern.compile("[-._a-zA-Z0-9]+");

	private static final Map<String, List<String>> TYPED_SECRETS = Map.of("kubernetes.io/tls",
			List.of("tls.crt", "tls.key"), "kubernetes.io/dockerconfigjson", List.of(".dockerconfigjson"),
			"kubernetes.io/ssh-auth", List.of("ssh-privatekey"));

	private Validation() {
	}

	/**
	 * Checks an object with its defaults.
	 * @param before the object it replaces, or null for a new one
	 * @return what is wrong, in the order of the fields
	 */
	public static List<Cause> check(Kind kind, @Nullable ObjectNode before, ObjectNode object) {
		List<Cause> causes = new ArrayList<>(Names.metadata(kind, object));
		if (before != null) {
			identity(before, object, causes);
		}
		JsonNode spec = object.path("spec");
		switch (kind.resource()) {
			case "configmaps" -> config(before, object, causes);
			case "secrets" -> secret(before, object, causes);
			case "services" -> ServiceValidation.check(before, spec, causes);
			case "pods" -> pod(before, spec, causes);
			case "deployments.apps" -> WorkloadValidation.deployment(before, spec, causes);
			case "replicasets.apps", "statefulsets.apps", "daemonsets.apps" ->
				WorkloadValidation.workload(before, spec, causes);
			case "jobs.batch" -> WorkloadValidation.job(before, spec, "spec", causes);
			case "cronjobs.batch" -> WorkloadValidation.cronJob(spec, causes);
			case "horizontalpodautoscalers.autoscaling" -> WorkloadValidation.autoscaler(spec, causes);
			case "httproutes.gateway.networking.k8s.io" -> RouteValidation.check(spec, causes);
			case "gateways.gateway.networking.k8s.io" -> GatewayValidation.gateway(spec, causes);
			case "gatewayclasses.gateway.networking.k8s.io" -> GatewayValidation.gatewayClass(before, spec, causes);
			default -> {
			}
		}
		return causes;
	}

	private static void identity(ObjectNode before, ObjectNode object, List<Cause> causes) {
		JsonNode uid = object.path("metadata").path("uid");
		if (!uid.isMissingNode() && !uid.equals(before.path("metadata").path("uid"))) {
			Cause cause = Cause.invalidText("metadata.uid", uid.asText(), "field is immutable");
			causes.add(cause);
			causes.add(cause);
		}
		if (before.path("metadata").has("deletionTimestamp")) {
			List<String> fresh = new ArrayList<>();
			Set<String> old = new java.util.HashSet<>();
			before.path("metadata").path("finalizers").forEach((finalizer) -> old.add(finalizer.asText()));
			object.path("metadata").path("finalizers").forEach((finalizer) -> {
				if (!old.contains(finalizer.asText())) {
					fresh.add(Cause.quote(finalizer.asText()));
				}
			});
			if (!fresh.isEmpty()) {
				Cause cause = Cause.forbidden("metadata.finalizers",
						"no new finalizers can be added if the object is being deleted, found new finalizers []string{"
								+ String.join(", ", fresh) + "}");
				causes.add(cause);
				causes.add(cause);
			}
		}
	}

	private static void config(@Nullable ObjectNode before, ObjectNode object, List<Cause> causes) {
		frozen(before, object, causes, "data", "binaryData");
		for (String field : List.of("data", "binaryData")) {
			for (Map.Entry<String, JsonNode> entry : object.path(field).properties()) {
				key(field, entry.getKey(), causes);
			}
		}
		for (Map.Entry<String, JsonNode> entry : object.path("data").properties()) {
			if (object.path("binaryData").has(entry.getKey())) {
				causes.add(Cause.invalidText("data[" + entry.getKey() + "]", entry.getKey(),
						"duplicate of key present in binaryData"));
			}
		}
	}

	private static void key(String field, String key, List<Cause> causes) {
		if (!CONFIG_KEY.matcher(key).matches()) {
			causes.add(Cause.invalidText(field + "[" + key + "]", key,
					"a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or "
							+ "'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"));
		}
	}

	private static void secret(@Nullable ObjectNode before, ObjectNode object, List<Cause> causes) {
		frozen(before, object, causes, "data");
		String type = object.path("type").asText();
		if (before != null && !before.path("type").asText().equals(type)) {
			causes.add(Cause.invalidText("type", type, "field is immutable"));
		}
		for (Map.Entry<String, JsonNode> entry : object.path("data").properties()) {
			key("data", entry.getKey(), causes);
		}
		for (String key : TYPED_SECRETS.getOrDefault(type, List.of())) {
			if (!object.path("data").has(key)) {
				causes.add(Cause.required("data[" + key + "]", ""));
			}
		}
		if (type.equals("kubernetes.io/basic-auth") && !object.path("data").has("username")
				&& !object.path("data").has("password")) {
			causes.add(Cause.required("data[username]", ""));
			causes.add(Cause.required("data[password]", ""));
		}
	}

	private static void frozen(@Nullable ObjectNode before, ObjectNode object, List<Cause> causes, String... fields) {
		if (before == null || !before.path("immutable").asBoolean()) {
			return;
		}
		if (!object.path("immutable").asBoolean()) {
			causes.add(Cause.forbidden("immutable", "field is immutable when `immutable` is set"));
		}
		for (String field : fields) {
			if (!Same.value(before.get(field), object.get(field))) {
				causes.add(Cause.forbidden(field, "field is immutable when `immutable` is set"));
			}
		}
	}

	private static void pod(@Nullable ObjectNode before, JsonNode spec, List<Cause> causes) {
		WorkloadValidation.podSpec(spec, "spec", causes);
		if (before == null) {
			return;
		}
		if (!Same.value(changeable(before.path("spec"), spec), changeable(spec, spec))) {
			causes.add(Cause.forbidden("spec",
					"pod updates may not change fields other than `spec.containers[*].image`,"
							+ "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only "
							+ "additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be "
							+ "set to 1 if it was previously negative)"));
		}
	}

	/** The spec without what may change. */
	private static JsonNode changeable(JsonNode spec, JsonNode after) {
		ObjectNode copy = spec.deepCopy();
		copy.remove(List.of("activeDeadlineSeconds", "schedulingGates"));
		if (after.path("tolerations").size() >= spec.path("tolerations").size()) {
			copy.remove("tolerations");
		}
		for (String list : List.of("containers", "initContainers")) {
			copy.path(list).forEach((container) -> ((ObjectNode) container).remove("image"));
		}
		return copy;
	}

}
