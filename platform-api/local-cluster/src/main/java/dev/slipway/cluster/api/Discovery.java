package dev.slipway.cluster.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.api.kinds.Kind;
import dev.slipway.cluster.api.kinds.Kinds;

/** What there is: {@code /api}, {@code /apis} and below, plain and aggregated. */
final class Discovery {

	private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

	private static final List<String> ALL_VERBS = List.of("create", "delete", "deletecollection", "get", "list",
			"patch", "update", "watch");

	private static final Map<String, List<String>> SUBRESOURCES = new TreeMap<>(
			Map.of("status", List.of("get", "patch", "update"), "scale", List.of("get", "patch", "update"), "log",
					List.of("get"), "eviction", List.of("create"), "binding", List.of("create"), "token",
					List.of("create"), "finalize", List.of("update")));

	private Discovery() {
	}

	static Reply api(Call call) {
		if (aggregated(call)) {
			return Reply.json(200, groups(List.of(""))).as(AGGREGATED);
		}
		ObjectNode versions = Json.object().put("kind", "APIVersions");
		versions.putArray("versions").add("v1");
		ArrayNode addresses = versions.putArray("serverAddressByClientCIDRs");
		addresses.addObject().put("clientCIDR", "0.0.0.0/0").put("serverAddress", call.header("Host"));
		return Reply.json(200, versions);
	}

	static Reply apis(Call call) {
		List<String> named = Kinds.get().groups().stream().filter((group) -> !group.isEmpty()).toList();
		if (aggregated(call)) {
			return Reply.json(200, groups(named)).as(AGGREGATED);
		}
		ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
		ArrayNode array = list.putArray("groups");
		named.forEach((group) -> array.add(group(group)));
		return Reply.json(200, list);
	}

	static Reply oneGroup(String group) {
		if (!Kinds.get().groups().contains(group)) {
			return Reply.text(404, "404 page not found\n");
		}
		ObjectNode node = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
		node.setAll(group(group));
		return Reply.json(200, node);
	}

	private static ObjectNode group(String group) {
		ObjectNode node = Json.object().put("name", group);
		ArrayNode versions = node.putArray("versions");
		for (String version : Kinds.get().versions(group)) {
			versions.addObject().put("groupVersion", group + "/" + version).put("version", version);
		}
		node.set("preferredVersion", versions.get(0).deepCopy());
		return node;
	}

	static Reply resources(String apiVersion) {
		List<Kind> kinds = Kinds.get().of(apiVersion);
		if (kinds.isEmpty()) {
			throw ApiError.noResource();
		}
		ObjectNode list = Json.object().put("kind", "APIResourceList");
		if (apiVersion.contains("/")) {
			list.put("apiVersion", "v1");
		}
		list.put("groupVersion", apiVersion);
		ArrayNode array = list.putArray("resources");
		for (Kind kind : kinds) {
			ObjectNode node = array.addObject().put("name", kind.plural()).put("singularName", kind.singular());
			node.put("namespaced", kind.namespaced()).put("kind", kind.kind());
			texts(node, "verbs", verbs(kind));
			names(kind, node);
			SUBRESOURCES.forEach((name, verbs) -> subresource(kind, name, verbs, array));
		}
		return Reply.json(200, list);
	}

	private static void subresource(Kind kind, String name, List<String> verbs, ArrayNode array) {
		if (kind.is(name)) {
			ObjectNode node = array.addObject().put("name", kind.plural() + "/" + name).put("singularName", "");
			node.put("namespaced", kind.namespaced());
			String[] answer = answer(kind, name);
			if (!answer[0].isEmpty()) {
				node.put("group", answer[0]).put("version", answer[1]);
			}
			node.put("kind", answer[2]);
			texts(node, "verbs", verbs);
		}
	}

	/** Group, version and kind of what a subresource speaks. */
	private static String[] answer(Kind kind, String subresource) {
		return switch (subresource) {
			case "scale" -> new String[] { "autoscaling", "v1", "Scale" };
			case "eviction" -> new String[] { "policy", "v1", "Eviction" };
			case "token" -> new String[] { "authentication.k8s.io", "v1", "TokenRequest" };
			case "binding" -> new String[] { "", "", "Binding" };
			default -> new String[] { "", "", kind.kind() };
		};
	}

	private static List<String> verbs(Kind kind) {
		if (kind.is("createOnly")) {
			return List.of("create");
		}
		List<String> verbs = new ArrayList<>(ALL_VERBS);
		if (kind.is("noDeleteCollection")) {
			verbs.remove("deletecollection");
		}
		return verbs;
	}

	private static void names(Kind kind, ObjectNode node) {
		if (!kind.shortName().isEmpty()) {
			texts(node, "shortNames", List.of(kind.shortName()));
		}
		if (!kind.category().isEmpty()) {
			texts(node, "categories", List.of(kind.category()));
		}
	}

	private static void texts(ObjectNode node, String field, List<String> texts) {
		ArrayNode array = node.putArray(field);
		texts.forEach(array::add);
	}

	private static boolean aggregated(Call call) {
		return call.header("Accept").contains("as=APIGroupDiscoveryList") && call.header("Accept").contains("v=v2");
	}

	private static ObjectNode groups(List<String> groups) {
		ObjectNode list = Json.object()
			.put("kind", "APIGroupDiscoveryList")
			.put("apiVersion", "apidiscovery.k8s.io/v2");
		list.putObject("metadata");
		ArrayNode items = list.putArray("items");
		for (String group : groups) {
			ObjectNode item = items.addObject();
			ObjectNode metadata = item.putObject("metadata").putNull("creationTimestamp");
			if (!group.isEmpty()) {
				metadata.put("name", group);
			}
			ArrayNode versions = item.putArray("versions");
			for (String version : Kinds.get().versions(group)) {
				ObjectNode node = versions.addObject().put("version", version);
				ArrayNode resources = node.putArray("resources");
				node.put("freshness", "Current");
				Kinds.get()
					.of(group.isEmpty() ? version : group + "/" + version)
					.forEach((kind) -> resources.add(resource(kind)));
			}
		}
		return list;
	}

	private static ObjectNode resource(Kind kind) {
		ObjectNode node = Json.object().put("resource", kind.plural());
		responseKind(node, "", "", kind.kind());
		node.put("scope", kind.namespaced() ? "Namespaced" : "Cluster").put("singularResource", kind.singular());
		texts(node, "verbs", verbs(kind));
		names(kind, node);
		ArrayNode subresources = node.arrayNode();
		SUBRESOURCES.forEach((name, verbs) -> {
			if (kind.is(name)) {
				String[] answer = answer(kind, name);
				ObjectNode sub = subresources.addObject().put("subresource", name);
				responseKind(sub, answer[0], answer[1], answer[2]);
				texts(sub, "verbs", verbs);
			}
		});
		if (!subresources.isEmpty()) {
			node.set("subresources", subresources);
		}
		return node;
	}

	private static void responseKind(ObjectNode node, String group, String version, String kind) {
		node.putObject("responseKind").put("group", group).put("version", version).put("kind", kind);
	}

	static Reply version() {
		return Reply.json(200,
				Json.object()
					.put("major", "1")
					.put("minor", "32")
					.put("gitVersion", "v1.32.0+slipway")
					.put("gitCommit", "")
					.put("gitTreeState", "clean")
					.put("buildDate", "2024-12-11T00:00:00Z")
					.put("goVersion", "none")
					.put("compiler", "none")
					.put("platform", "jvm/" + Runtime.version().feature()));
	}

}
