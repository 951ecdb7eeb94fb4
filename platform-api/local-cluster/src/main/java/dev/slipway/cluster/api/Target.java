package dev.slipway.cluster.api;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.api.kinds.Kind;
import dev.slipway.cluster.api.kinds.Kinds;
import dev.slipway.cluster.store.Key;

/**
 * What a path names.
 *
 * @param namespace empty for cluster-wide objects and for all namespaces
 * @param name empty for the collection
 * @param subresource empty for the object itself
 * @param watch whether the path is of the old form {@code /watch/…}
 */
record Target(Kind kind, String namespace, String name, String subresource, boolean watch) {

	boolean collection() {
		return this.name.isEmpty();
	}

	/** Whether it is the collection over all namespaces. */
	boolean everywhere() {
		return this.kind.namespaced() && this.namespace.isEmpty();
	}

	Key key() {
		return this.kind.key(this.namespace, this.name);
	}

	Target named(String other) {
		return new Target(this.kind, this.namespace, other, this.subresource, this.watch);
	}

	/**
	 * Reads the part of a path after group and version.
	 * @throws ApiError 404
	 */
	static Target parse(String apiVersion, List<String> path) {
		List<String> parts = new ArrayList<>(path);
		boolean watch = parts.get(0).equals("watch") && parts.size() > 1;
		if (watch) {
			parts.remove(0);
		}
		String namespace = "";
		if (parts.size() > 2 && parts.get(0).equals("namespaces")
				&& !List.of("status", "finalize").contains(parts.get(2))) {
			namespace = parts.get(1);
			parts = parts.subList(2, parts.size());
		}
		Kind kind = Kinds.get().find(apiVersion, parts.get(0)).orElseThrow(ApiError::noResource);
		String name = (parts.size() > 1) ? parts.get(1) : "";
		String subresource = (parts.size() > 2) ? String.join("/", parts.subList(2, parts.size())) : "";
		boolean placed = kind.namespaced() ? !namespace.isEmpty() || name.isEmpty() : namespace.isEmpty();
		if (!placed || (!subresource.isEmpty() && !kind.is(subresource) && !refused(kind, subresource))) {
			throw ApiError.noResource();
		}
		return new Target(kind, namespace, name, subresource, watch);
	}

	private static boolean refused(Kind kind, String subresource) {
		return kind.resource().equals("pods")
				&& List.of("exec", "attach", "portforward", "proxy", "ephemeralcontainers", "resize")
					.contains(subresource.split("/")[0]);
	}

}
