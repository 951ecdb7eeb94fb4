package dev.slipway.cluster.controllers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.StoreException;

/**
 * Owner references and finalizers, as the store holds them now.
 *
 * @param store objects
 */
record OwnerLinks(ObjectStore store) {

	/** The references of an object to its owners, perhaps missing. */
	static JsonNode of(JsonNode object) {
		return object.path("metadata").path("ownerReferences");
	}

	/** Whether an object has a finalizer. */
	static boolean has(JsonNode object, String finalizer) {
		for (JsonNode one : object.path("metadata").path("finalizers")) {
			if (one.asText().equals(finalizer)) {
				return true;
			}
		}
		return false;
	}

	/** Whether an owner that deletes its dependents first waits for this one. */
	static boolean blocks(JsonNode dependent, String owner) {
		for (JsonNode reference : of(dependent)) {
			if (reference.path("uid").asText().equals(owner)) {
				return reference.path("blockOwnerDeletion").asBoolean();
			}
		}
		return false;
	}

	/**
	 * Everything that names the owner: in its namespace, or anywhere when it is
	 * cluster-wide.
	 */
	Map<Key, ObjectNode> dependents(List<String> resources, JsonNode owner) {
		String uid = Meta.uid(owner);
		String namespace = Meta.namespace(owner);
		Map<Key, ObjectNode> found = new LinkedHashMap<>();
		for (String resource : resources) {
			for (ObjectNode object : this.store.list(resource, namespace.isEmpty() ? null : namespace).items()) {
				if (names(object, uid)) {
					found.put(Meta.key(resource, object), object);
				}
			}
		}
		return found;
	}

	private static boolean names(JsonNode object, String owner) {
		for (JsonNode reference : of(object)) {
			if (reference.path("uid").asText().equals(owner)) {
				return true;
			}
		}
		return false;
	}

	/** Lets go of owners. An object that is gone already is fine. */
	void drop(Key key, List<String> owners) {
		if (!owners.isEmpty()) {
			filter(key, "ownerReferences", (reference) -> !owners.contains(reference.path("uid").asText()));
		}
	}

	/** Removes a finalizer. An object that is gone already is fine. */
	void removeFinalizer(Key key, String finalizer) {
		filter(key, "finalizers", (one) -> !one.asText().equals(finalizer));
	}

	private void filter(Key key, String field, Predicate<JsonNode> keep) {
		Consumer<ObjectNode> change = (metadata) -> {
			ArrayNode kept = metadata.arrayNode();
			metadata.path(field).forEach((one) -> {
				if (keep.test(one)) {
					kept.add(one);
				}
			});
			metadata.set(field, kept);
			if (kept.isEmpty()) {
				metadata.remove(field);
			}
		};
		try {
			this.store.update(key, (fresh) -> {
				change.accept(fresh.withObject("/metadata"));
				return fresh;
			});
		}
		catch (StoreException ex) {
			if (ex.reason() != StoreException.Reason.NOT_FOUND) {
				throw ex;
			}
		}
	}

}
