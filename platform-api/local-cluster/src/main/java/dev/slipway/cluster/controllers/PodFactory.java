package dev.slipway.cluster.controllers;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.Defaults;
import dev.slipway.cluster.api.kinds.PodAdmission;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.quota.LimitRanges;
import dev.slipway.cluster.quota.Quotas;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.StoreException;

/**
 * Makes pods from a template, with the checks a real API server makes on their creation.
 */
final class PodFactory {

	private static final int TRIES = 5;

	private final Context cluster;

	PodFactory(Context cluster) {
		this.cluster = cluster;
	}

	/**
	 * Makes a pod of the template of a ReplicaSet.
	 * @throws Refused if the cluster does not take it
	 */
	ObjectNode create(ObjectNode owner) {
		return create(owner, List.of());
	}

	/**
	 * Makes a pod of the template of a ReplicaSet or a Job.
	 * @param finalizers besides those of the template
	 * @throws Refused if the cluster does not take it
	 */
	ObjectNode create(ObjectNode owner, List<String> finalizers) {
		String namespace = Meta.namespace(owner);
		ObjectNode pod = fromTemplate(owner, this.cluster.store());
		finalizers.forEach((finalizer) -> pod.withObject("/metadata").withArray("/finalizers").add(finalizer));
		check(namespace, owner, pod);
		for (int tried = 1;; tried++) {
			String name = Names.generate(Meta.name(owner) + "-");
			pod.withObject("/metadata").put("name", name);
			try {
				return this.cluster.store().create(Key.of(Context.PODS, namespace, name), pod);
			}
			catch (StoreException ex) {
				if (ex.reason() != StoreException.Reason.ALREADY_EXISTS || tried == TRIES) {
					throw ex;
				}
			}
		}
	}

	private static ObjectNode fromTemplate(ObjectNode owner, ObjectStore store) {
		JsonNode template = owner.path("spec").path("template");
		ObjectNode pod = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
		ObjectNode metadata = pod.putObject("metadata")
			.put("generateName", Meta.name(owner) + "-")
			.put("namespace", Meta.namespace(owner));
		for (String field : new String[] { "labels", "annotations", "finalizers" }) {
			if (template.path("metadata").has(field)) {
				metadata.set(field, template.path("metadata").path(field).deepCopy());
			}
		}
		metadata.putArray("ownerReferences").add(Meta.controllerReference(owner));
		ObjectNode spec = (ObjectNode) template.path("spec").deepCopy();
		if (spec.path("serviceAccountName").asText().isEmpty()) {
			spec.put("serviceAccountName", "default").put("serviceAccount", "default");
		}
		pod.set("spec", spec);
		Defaults.apply(Context.PODS, pod);
		LimitRanges.apply(store, pod);
		PodAdmission.complete(spec);
		pod.putObject("status").put("phase", "Pending").put("qosClass", Qos.of(spec));
		return pod;
	}

	private void check(String namespace, ObjectNode owner, ObjectNode pod) {
		JsonNode space = this.cluster.store().shared(Key.of(Context.NAMESPACES, namespace));
		String what = "pods \"" + Meta.name(owner) + "-\" is forbidden: ";
		if (space != null && Meta.deleting(space)) {
			throw new Refused(what + "unable to create new content in namespace " + namespace
					+ " because it is being terminated");
		}
		String account = pod.path("spec").path("serviceAccountName").asText();
		if (this.cluster.store().shared(Key.of("serviceaccounts", namespace, account)) == null) {
			if (account.equals("default")) {
				throw new StoreException(StoreException.Reason.NOT_FOUND,
						"namespace " + namespace + " is so new that it has no default service account yet");
			}
			throw new Refused(what + "error looking up service account " + namespace + "/" + account
					+ ": serviceaccount \"" + account + "\" not found");
		}
		String refused = Quotas.admit(this.cluster.store(), pod, true);
		if (refused != null) {
			throw new Refused(what + refused);
		}
	}

	/**
	 * The cluster does not take a pod.
	 */
	static final class Refused extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Refused(String message) {
			super(message);
		}

	}

}
