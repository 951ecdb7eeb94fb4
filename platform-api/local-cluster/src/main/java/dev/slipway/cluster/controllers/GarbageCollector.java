package dev.slipway.cluster.controllers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.WatchEvent;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Reconciler;

/**
 * Deletes what no owner is left for; the finalizers {@code foregroundDeletion} and
 * {@code orphan} say how an owner leaves. What the watches told (who is alive, who
 * depends on whom) only says whom to look at: each resource has a watch of its own, so it
 * may be old. Every decision is taken on what the store holds.
 */
final class GarbageCollector {

	private static final String FOREGROUND = "foregroundDeletion";

	private static final String ORPHAN = "orphan";

	private final Context cluster;

	private final List<String> resources;

	private final OwnerLinks links;

	private final Reconciler queue;

	/** Uids that exist. Guarded by this. */
	private final Map<String, Key> alive = new HashMap<>();

	/** Owner's uid to its dependents. Guarded by this. */
	private final Map<String, Set<Key>> dependents = new HashMap<>();

	GarbageCollector(Context cluster, List<String> resources) {
		this.cluster = cluster;
		this.resources = resources;
		this.links = new OwnerLinks(cluster.store());
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
			OwnerLinks.of(before).forEach((owner) -> forget(owner.path("uid").asText(), key));
			if (!OwnerLinks.of(before).equals(OwnerLinks.of(object))) {
				OwnerLinks.of(before).forEach((owner) -> wakeOwner(owner.path("uid").asText()));
			}
		}
		if (type == WatchEvent.Type.DELETED) {
			synchronized (this) {
				this.alive.remove(Meta.uid(object));
			}
			OwnerLinks.of(object).forEach((owner) -> forget(owner.path("uid").asText(), key));
			dependents(Meta.uid(object)).forEach(this.queue::enqueue);
			OwnerLinks.of(object).forEach((owner) -> wakeOwner(owner.path("uid").asText()));
			return;
		}
		remember(key, object);
		if (!OwnerLinks.of(object).isEmpty() || Meta.deleting(object)) {
			this.queue.enqueue(key);
		}
	}

	private synchronized void remember(Key key, ObjectNode object) {
		this.alive.put(Meta.uid(object), key);
		OwnerLinks.of(object)
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

	private void reconcile(Key key) {
		ObjectNode object = this.cluster.store().shared(key);
		if (object == null) {
			return;
		}
		if (Meta.deleting(object)) {
			leave(key, object);
			return;
		}
		if (OwnerLinks.of(object).isEmpty()) {
			return;
		}
		List<String> dangling = new ArrayList<>();
		boolean solid = false;
		boolean waiting = false;
		for (JsonNode owner : OwnerLinks.of(object)) {
			ObjectNode found = owner(owner, key.namespace());
			if (found == null) {
				dangling.add(owner.path("uid").asText());
			}
			else if (Meta.deleting(found) && OwnerLinks.has(found, FOREGROUND)) {
				waiting = true;
			}
			else {
				solid = true;
			}
		}
		if (solid) {
			this.links.drop(key, dangling);
		}
		else if (waiting || !dangling.isEmpty()) {
			boolean dependentsFirst = waiting && !this.links.dependents(this.resources, object).isEmpty();
			this.cluster.deleteUnchanged(key, object, dependentsFirst ? "Foreground" : "Background");
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
		if (OwnerLinks.has(object, ORPHAN)) {
			this.links.dependents(this.resources, object)
				.forEach((dependent, found) -> this.links.drop(dependent, List.of(uid)));
			this.links.removeFinalizer(key, ORPHAN);
		}
		else if (OwnerLinks.has(object, FOREGROUND)) {
			Map<Key, ObjectNode> dependents = this.links.dependents(this.resources, object);
			dependents.keySet().forEach(this.queue::enqueue);
			if (dependents.values().stream().noneMatch((dependent) -> OwnerLinks.blocks(dependent, uid))) {
				this.links.removeFinalizer(key, FOREGROUND);
			}
		}
	}

}
