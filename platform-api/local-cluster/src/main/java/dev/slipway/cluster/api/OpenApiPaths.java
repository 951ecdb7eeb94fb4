package dev.slipway.cluster.api;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.Kind;

/** The operations of a kind as OpenAPI describes them. */
final class OpenApiPaths {

	private OpenApiPaths() {
	}

	static void add(ObjectNode paths, Kind kind) {
		String root = (kind.group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion();
		String place = kind.namespaced() ? root + "/namespaces/{namespace}/" : root + "/";
		ObjectNode collection = paths.putObject(place + kind.plural());
		operation(collection, kind, "get", "list", List.of("fieldSelector", "labelSelector", "limit", "continue",
				"resourceVersion", "resourceVersionMatch", "timeoutSeconds", "watch", "allowWatchBookmarks"));
		operation(collection, kind, "post", "create", List.of("dryRun", "fieldManager", "fieldValidation"));
		ObjectNode object = paths.putObject(place + kind.plural() + "/{name}");
		operation(object, kind, "get", "read", List.of());
		operation(object, kind, "put", "replace", List.of("dryRun", "fieldManager", "fieldValidation"));
		ObjectNode patch = operation(object, kind, "patch", "patch",
				List.of("dryRun", "fieldManager", "fieldValidation", "force"));
		ObjectNode content = patch.putObject("requestBody").putObject("content");
		content.putObject(Patching.APPLY);
		content.putObject("application/json-patch+json");
		content.putObject("application/merge-patch+json");
		if (!kind.is("custom")) {
			content.putObject("application/strategic-merge-patch+json");
		}
		operation(object, kind, "delete", "delete",
				List.of("dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy"));
	}

	private static ObjectNode operation(ObjectNode path, Kind kind, String method, String verb, List<String> params) {
		ObjectNode operation = path.putObject(method);
		operation.put("operationId", verb + group(kind) + (kind.namespaced() ? "Namespaced" : "") + kind.kind());
		ArrayNode parameters = operation.putArray("parameters");
		params.forEach((name) -> parameters.addObject().put("name", name).put("in", "query"));
		operation.put("x-kubernetes-action", verb.equals("read") ? "get" : verb.equals("replace") ? "put" : verb);
		operation.putObject("x-kubernetes-group-version-kind")
			.put("group", kind.group())
			.put("version", kind.version())
			.put("kind", kind.kind());
		operation.putObject("responses").putObject("200").put("description", "OK");
		return operation;
	}

	/** {@code apps/v1} makes {@code AppsV1}. */
	private static String group(Kind kind) {
		String group = kind.group().isEmpty() ? "core" : kind.group().split("\\.")[0];
		return capital(group) + capital(kind.version());
	}

	private static String capital(String word) {
		return Character.toUpperCase(word.charAt(0)) + word.substring(1);
	}

}
