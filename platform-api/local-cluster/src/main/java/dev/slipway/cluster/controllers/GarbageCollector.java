package dev.slipway.cluster.controllers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.StoreException;
import dev.slipway.cluster.store.WatchEvent;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Reconciler;

/**
 * Deletes what no owner is left for. Knows the uid of every object and who names it as an
 * owner; the finalizers {@code foregroundDeletion} and {@code orphan} say how an owner
 * leaves.
 */
final class GarbageCollector {

	private static final String FOREGROUND = "foregroundDeletion";

	private static final String ORPHAN = "orphan";

	private final Context cluster;

	private final List<String> resources;

	private final Reconciler queue;

	/** Uids that exist. Guarded by this. */
	private final Map<String, Key> alive = new HashMap<>();

	/** Owner's uid to its dependents. Guarded by this. */
	private final Map<String, Set<Key>> dependents = new HashMap<>();

	GarbageCollector(Context cluster, List<String> resources) {
		this.cluster = cluster;
		this.resources = resources;
		this.queue = new Reconciler("garbage-collector", cluster.workers(), this::reconcile);
	}

	List<Informer> start() {
		for (String resource : this.resources) {
			this.cluster.store()
				.list(resource, null)
				.items()
				.forEach((object) -> remember(Meta.key(resource, object), object));
		}
		List<Informer> informers = new ArrayList<>();
		for (String resource : this.resources) {
			informers.add(Informer.start(this.cluster.store(), this.cluster.workers(), resource,
					(type, object, before) -> changed(type, Meta.key(resource, object), object, before)));
		}
		return informers;
	}

	private void changed(WatchEvent.Type type, Key key, ObjectNode object,
			@org.jspecify.annotations.Nullable ObjectNode before) {
		if (before != null) {
			owners(before).forEach((owner) -> forget(owner.path("uid").asText(), key));
		}
		if (type == WatchEvent.Type.DELETED) {
			synchronized (this) {
				this.alive.remove(Meta.uid(object));
			}
			owners(object).forEach((owner) -> forget(owner.path("uid").asText(), key));
			dependents(Meta.uid(object)).forEach(this.queue::enqueue);
			owners(object).forEach((owner) -> wakeOwner(owner.path("uid").asText()));
			return;
		}
		remember(key, object);
		if (!owners(object).isEmpty() || Meta.deleting(object)) {
			this.queue.enqueue(key);
		}
	}

	private synchronized void remember(Key key, ObjectNode object) {
		this.alive.put(Meta.uid(object), key);
		owners(object)
			.forEach((owner) -> this.dependents.computeIfAbsent(owner.path("uid").asText(), (uid) -> new HashSet<>())
				.add(key));
	}

	private synchronized void forget(String owner, Key dependent) {
		Set<Key> all = this.dependents.get(owner);
		if (all != null) {
			all.remove(dependent);
			if (all.isEmpty()) {
				this.dependents.remove(owner);
			}
		}
	}

	private synchronized Set<Key> dependents(String uid) {
		return Set.copyOf(this.dependents.getOrDefault(uid, Set.of()));
	}

	private void wakeOwner(String uid) {
		Key owner;
		synchronized (this) {
			owner = this.alive.get(uid);
		}
		if (owner != null) {
			this.queue.enqueue(owner);
		}
	}

	private static JsonNode owners(JsonNode object) {
		return object.path("metadata").path("ownerReferences");
	}

	private void reconcile(Key key) {
		ObjectNode object = this.cluster.store().shared(key);
		if (object == null) {
			return;
		}
		if (Meta.deleting(object)) {
			leave(key, object);
			return;
		}
		if (owners(object).isEmpty()) {
			return;
		}
		List<String> dangling = new ArrayList<>();
		boolean solid = false;
		boolean waiting = false;
		for (JsonNode owner : owners(object)) {
			ObjectNode found = owner(owner, key.namespace());
			if (found == null) {
				dangling.add(owner.path("uid").asText());
			}
			else if (Meta.deleting(found) && has(found, FOREGROUND)) {
				waiting = true;
			}
			else {
				solid = true;
			}
		}
		if (solid) {
			drop(key, object, dangling);
		}
		else if (waiting || !dangling.isEmpty()) {
			boolean dependentsFirst = waiting && !dependents(Meta.uid(object)).isEmpty();
			this.cluster.delete(key, object, dependentsFirst ? "Foreground" : "Background");
		}
	}

	/**
	 * Looks in the store itself: an owner may be newer than what the watches have told.
	 */
	private @org.jspecify.annotations.Nullable ObjectNode owner(JsonNode reference, String namespace) {
		String uid = reference.path("uid").asText();
		String name = reference.path("name").asText();
		for (String resource : this.resources) {
			for (String place : List.of(namespace, "")) {
				ObjectNode object = this.cluster.store().shared(Key.of(resource, place, name));
				if (object != null && Meta.uid(object).equals(uid)) {
					return object;
				}
			}
		}
		return null;
	}

	/** An owner that leaves: orphans let go, or dependents first. */
	private void leave(Key key, ObjectNode object) {
		String uid = Meta.uid(object);
		if (has(object, ORPHAN)) {
			for (Key dependent : dependents(uid)) {
				ObjectNode found = this.cluster.store().shared(dependent);
				if (found != null) {
					drop(dependent, found, List.of(uid));
				}
			}
			removeFinalizer(key, ORPHAN);
		}
		else if (has(object, FOREGROUND)) {
			boolean blocked = false;
			for (Key dependent : dependents(uid)) {
				ObjectNode found = this.cluster.store().shared(dependent);
				if (found != null) {
					this.queue.enqueue(dependent);
					blocked |= blocks(found, uid);
				}
			}
			if (!blocked) {
				removeFinalizer(key, FOREGROUND);
			}
		}
	}

	private static boolean blocks(JsonNode dependent, String owner) {
		for (JsonNode reference : owners(dependent)) {
			if (reference.path("uid").asText().equals(owner)) {
				return reference.path("blockOwnerDeletion").asBoolean();
			}
		}
		return false;
	}

	private static boolean has(JsonNode object, String finalizer) {
		for (JsonNode one : object.path("metadata").path("finalizers")) {
			if (one.asText().equals(finalizer)) {
				return true;
			}
		}
		return false;
	}

	private void drop(Key key, ObjectNode object, List<String> owners) {
		if (owners.isEmpty()) {
			return;
		}
		this.cluster.store().update(key, (fresh) -> {
			ArrayNode kept = fresh.arrayNode();
			owners(fresh).forEach((reference) -> {
				if (!owners.contains(reference.path("uid").asText())) {
					kept.add(reference);
				}
			});
			replace(fresh, "ownerReferences", kept);
			return fresh;
		});
	}

	private void removeFinalizer(Key key, String finalizer) {
		try {
			this.cluster.store().update(key, (fresh) -> {
				ArrayNode kept = fresh.arrayNode();
				fresh.path("metadata").path("finalizers").forEach((one) -> {
					if (!one.asText().equals(finalizer)) {
						kept.add(one);
					}
				});
				replace(fresh, "finalizers", kept);
				return fresh;
			});
		}
		catch (StoreException ex) {
			if (ex.reason() != StoreException.Reason.NOT_FOUND) {
				throw ex;
			}
		}
	}

	private static void replace(ObjectNode object, String field, ArrayNode kept) {
		if (kept.isEmpty()) {
			object.withObject("/metadata").remove(field);
		}
		else {
			object.withObject("/metadata").set(field, kept);
		}
	}

}
