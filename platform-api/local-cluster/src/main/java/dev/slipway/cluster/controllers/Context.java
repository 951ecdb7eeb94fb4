package dev.slipway.cluster.controllers;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.EventRecorder;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Deletion;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.StoreException;
import dev.slipway.cluster.store.Term;
import dev.slipway.cluster.work.Workers;

/**
 * What controllers share.
 *
 * @param store objects
 * @param workers threads
 * @param clock time
 * @param events event recorder
 */
record Context(ObjectStore store, Workers workers, Clock clock, EventRecorder events) {

	static final String PODS = "pods";

	static final String REPLICA_SETS = "replicasets.apps";

	static final String DEPLOYMENTS = "deployments.apps";

	static final String SERVICES = "services";

	static final String ENDPOINTS = "endpoints";

	static final String SLICES = "endpointslices.discovery.k8s.io";

	static final String NAMESPACES = "namespaces";

	Instant now() {
		return this.clock.instant();
	}

	/** Objects of a resource in a namespace that an owner controls. */
	List<ObjectNode> controlled(String resource, JsonNode owner) {
		return this.store.list(resource, Meta.namespace(owner), List.of(Term.controlledBy(Meta.uid(owner)))).items();
	}

	/** Objects of a resource in a namespace that nobody controls. */
	List<ObjectNode> uncontrolled(String resource, String namespace) {
		return this.store.list(resource, namespace, List.of(Term.UNCONTROLLED)).items();
	}

	/**
	 * Objects of a resource in a namespace with all labels of a plain map that is not
	 * empty.
	 */
	List<ObjectNode> labelled(String resource, String namespace, JsonNode labels) {
		return this.store.list(resource, namespace, Term.labels(labels)).items();
	}

	/**
	 * Whether an owner is there now and stays. Ask this just before adopting: whoever
	 * orphans the dependents of a leaving owner marks it first.
	 */
	boolean stays(String resource, JsonNode owner) {
		ObjectNode now = this.store.shared(Meta.key(resource, owner));
		return now != null && Meta.uid(now).equals(Meta.uid(owner)) && !Meta.deleting(now);
	}

	/** Makes an owner the controller of an object, unless that has changed meanwhile. */
	ObjectNode adopt(String resource, ObjectNode object, ObjectNode owner) {
		ObjectNode changed = object.deepCopy();
		changed.withObject("/metadata").withArray("/ownerReferences").add(Meta.controllerReference(owner));
		return this.store.update(Meta.key(resource, object), changed,
				object.path("metadata").path("resourceVersion").asText());
	}

	/** Replaces the status if the object has not changed since it was read. */
	void writeStatus(Key key, ObjectNode object, ObjectNode status) {
		if (!status.equals(object.path("status"))) {
			ObjectNode changed = object.deepCopy();
			changed.set("status", status);
			this.store.update(key, changed, object.path("metadata").path("resourceVersion").asText());
		}
	}

	/** Asks for the end of an object; one that is gone already is fine. */
	void delete(Key key, JsonNode object) {
		delete(key, new Deletion("Background", null, Meta.uid(object), null));
	}

	/** Asks for the end of an object, unless it has changed since it was read. */
	void deleteUnchanged(Key key, JsonNode object, String propagation) {
		delete(key, new Deletion(propagation, null, Meta.uid(object),
				object.path("metadata").path("resourceVersion").asText()));
	}

	private void delete(Key key, Deletion deletion) {
		try {
			deletion.request(this.store, key, this.clock);
		}
		catch (StoreException ex) {
			if (ex.reason() != StoreException.Reason.NOT_FOUND && ex.reason() != StoreException.Reason.CONFLICT) {
				throw ex;
			}
		}
	}

	Optional<Key> controllerKey(JsonNode object, String kind, String resource) {
		return Meta.controller(object)
			.filter((owner) -> owner.path("kind").asText().equals(kind))
			.map((owner) -> Key.of(resource, Meta.namespace(object), owner.path("name").asText()));
	}

}
