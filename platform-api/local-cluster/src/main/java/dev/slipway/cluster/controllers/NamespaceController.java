package dev.slipway.cluster.controllers;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.StoreException;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Reconciler;

/**
 * Gives each namespace what every namespace has, and empties one that is deleted.
 */
final class NamespaceController {

	private static final Duration LOOK_AGAIN = Duration.ofMillis(300);

	private final Context cluster;

	private final List<String> resources;

	private final String certificate;

	private final Reconciler queue;

	NamespaceController(Context cluster, List<String> resources, String certificate) {
		this.cluster = cluster;
		this.resources = resources;
		this.certificate = certificate;
		this.queue = new Reconciler("namespace-controller", cluster.workers(), this::reconcile);
	}

	List<Informer> start() {
		return List.of(
				Informer.start(this.cluster.store(), this.cluster.workers(), Context.NAMESPACES,
						(type, space, before) -> this.queue.enqueue(Meta.key(Context.NAMESPACES, space))),
				Informer.start(this.cluster.store(), this.cluster.workers(), "serviceaccounts", (type, account,
						before) -> this.queue.enqueue(Key.of(Context.NAMESPACES, Meta.namespace(account)))));
	}

	private void reconcile(Key key) {
		ObjectNode space = this.cluster.store().shared(key);
		if (space == null) {
			return;
		}
		if (Meta.deleting(space)) {
			empty(key, space);
			return;
		}
		if (!space.path("status").path("phase").asText().equals("Active")) {
			this.cluster.store().update(key, (fresh) -> {
				fresh.withObject("/status").put("phase", "Active");
				return fresh;
			});
		}
		createIfMissing(object("ServiceAccount", key.name(), "default"), "serviceaccounts");
		ObjectNode map = object("ConfigMap", key.name(), "kube-root-ca.crt");
		map.putObject("data").put("ca.crt", this.certificate);
		createIfMissing(map, "configmaps");
	}

	private static ObjectNode object(String kind, String namespace, String name) {
		ObjectNode object = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", kind);
		object.putObject("metadata").put("name", name).put("namespace", namespace);
		return object;
	}

	private void createIfMissing(ObjectNode object, String resource) {
		Key key = Meta.key(resource, object);
		if (this.cluster.store().shared(key) == null) {
			try {
				this.cluster.store().create(key, object);
			}
			catch (StoreException ex) {
				if (ex.reason() != StoreException.Reason.ALREADY_EXISTS) {
					throw ex;
				}
			}
		}
	}

	private void empty(Key key, ObjectNode space) {
		if (!space.path("status").path("phase").asText().equals("Terminating")) {
			this.cluster.store().update(key, (fresh) -> {
				fresh.withObject("/status").put("phase", "Terminating");
				return fresh;
			});
		}
		NamespaceContent left = new NamespaceContent();
		for (String resource : this.resources) {
			for (ObjectNode object : this.cluster.store().list(resource, key.name()).items()) {
				left.add(resource, object);
				if (!Meta.deleting(object)) {
					this.cluster.delete(Meta.key(resource, object), object);
				}
			}
		}
		if (!left.isEmpty()) {
			waitFor(key, left);
			return;
		}
		this.cluster.store().update(key, (fresh) -> {
			if (fresh.path("spec") instanceof ObjectNode spec) {
				spec.remove("finalizers");
			}
			return fresh;
		});
	}

	private void waitFor(Key key, NamespaceContent left) {
		this.cluster.store().update(key, (fresh) -> {
			left.describe(fresh.withObject("/status"), this.cluster.now());
			return fresh;
		});
		this.queue.enqueueAfter(key, LOOK_AGAIN);
	}

}
