package dev.slipway.cluster.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;
import org.jspecify.annotations.Nullable;

/** The routes there are, by what they are attached to and by what they send to. */
final class RouteIndex {

	private final Map<String, Entry> routes = new HashMap<>();

	private final Map<Key, Map<String, ObjectNode>> byParent = new HashMap<>();

	private final Map<Key, Set<String>> byBackend = new HashMap<>();

	/** A route and what it names. */
	private record Entry(Set<Key> parents, Set<Key> backends) {
	}

	/**
	 * Takes note of a route.
	 * @param fresh null if it is gone
	 * @return its parents, those it had before too
	 */
	synchronized Set<Key> change(Key key, @Nullable ObjectNode fresh) {
		String name = key.namespace() + "/" + key.name();
		Entry before = this.routes.remove(name);
		Set<Key> affected = new LinkedHashSet<>();
		if (before != null) {
			affected.addAll(before.parents());
			before.parents().forEach((parent) -> forget(this.byParent, parent, name));
			before.backends().forEach((backend) -> forgetName(this.byBackend, backend, name));
		}
		if (fresh != null) {
			Entry now = new Entry(parents(fresh), backends(fresh));
			affected.addAll(now.parents());
			this.routes.put(name, now);
			now.parents()
				.forEach((parent) -> this.byParent.computeIfAbsent(parent, (k) -> new TreeMap<>()).put(name, fresh));
			now.backends()
				.forEach((backend) -> this.byBackend.computeIfAbsent(backend, (k) -> new LinkedHashSet<>()).add(name));
		}
		return affected;
	}

	private static void forget(Map<Key, Map<String, ObjectNode>> index, Key key, String name) {
		index.computeIfPresent(key, (k, names) -> {
			names.remove(name);
			return names.isEmpty() ? null : names;
		});
	}

	private static void forgetName(Map<Key, Set<String>> index, Key key, String name) {
		index.computeIfPresent(key, (k, names) -> {
			names.remove(name);
			return names.isEmpty() ? null : names;
		});
	}

	private static Set<Key> parents(JsonNode route) {
		Set<Key> parents = new LinkedHashSet<>();
		ParentRef.of(route).forEach((reference) -> parents.add(reference.parent()));
		return parents;
	}

	private static Set<Key> backends(JsonNode route) {
		Set<Key> backends = new LinkedHashSet<>();
		String own = Meta.namespace(route);
		for (JsonNode rule : route.path("spec").path("rules")) {
			rule.path("backendRefs").forEach((backend) -> backends.add(service(backend, own)));
			for (JsonNode filter : rule.path("filters")) {
				if (filter.has("requestMirror")) {
					backends.add(service(filter.path("requestMirror").path("backendRef"), own));
				}
			}
		}
		return backends;
	}

	private static Key service(JsonNode reference, String own) {
		return Key.of(ParentRef.SERVICES, reference.path("namespace").asText(own), reference.path("name").asText());
	}

	/** The routes that name a parent. */
	synchronized List<ObjectNode> routesOf(Key parent) {
		return new ArrayList<>(this.byParent.getOrDefault(parent, Map.of()).values());
	}

	/** The parents of the routes that send to a Service. */
	synchronized Set<Key> parentsUsing(Key service) {
		Set<Key> parents = new LinkedHashSet<>();
		for (String name : this.byBackend.getOrDefault(service, Set.of())) {
			Entry entry = this.routes.get(name);
			if (entry != null) {
				parents.addAll(entry.parents());
			}
		}
		return parents;
	}

}
