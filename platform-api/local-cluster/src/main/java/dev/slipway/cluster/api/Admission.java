package dev.slipway.cluster.api;

import java.time.Clock;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.api.kinds.JobAdmission;
import dev.slipway.cluster.api.kinds.Kind;
import dev.slipway.cluster.api.kinds.PodAdmission;
import dev.slipway.cluster.api.kinds.Kinds;
import dev.slipway.cluster.quota.LimitRanges;
import dev.slipway.cluster.quota.Quotas;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.StoreException;

/** What a server's admission plugins do to new objects. */
final class Admission {

	private final ObjectStore store;

	private final Clock clock;

	Admission(ObjectStore store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	/** An object needs its namespace, and one that stays. */
	void namespace(Kind kind, String namespace, String name) {
		if (!kind.namespaced()) {
			return;
		}
		ObjectNode place = this.store.shared(Key.of("namespaces", namespace));
		if (place == null) {
			throw ApiError.notFound(Kinds.get().find("v1", "namespaces").orElseThrow(), namespace);
		}
		if (place.path("metadata").has("deletionTimestamp")) {
			throw ApiError
				.forbidden(kind, name,
						"unable to create new content in namespace " + namespace + " because it is being terminated")
				.cause("NamespaceTerminating", "namespace " + namespace + " is being terminated", "metadata.namespace");
		}
	}

	void create(Kind kind, ObjectNode object) {
		switch (kind.resource()) {
			case "pods" -> pod(kind, object);
			case "jobs.batch" -> JobAdmission.complete(object);
			default -> {
			}
		}
	}

	/**
	 * The last word before an object is stored: whether there is room for it.
	 * @param charge whether it will be stored
	 */
	void room(Kind kind, ObjectNode object, boolean charge) {
		if (kind.resource().equals("pods")) {
			String refused = Quotas.admit(this.store, object, charge);
			if (refused != null) {
				throw ApiError.forbidden(kind, Json.name(object), refused);
			}
		}
	}

	void update(Kind kind, ObjectNode before, ObjectNode after) {
		if (kind.resource().equals("pods")) {
			ObjectNode spec = after.withObject("/spec");
			for (Map.Entry<String, JsonNode> entry : before.path("spec").properties()) {
				boolean filledIn = java.util.Set
					.of("tolerations", "priority", "enableServiceLinks", "preemptionPolicy", "serviceAccountName",
							"serviceAccount", "nodeName")
					.contains(entry.getKey());
				if (filledIn && !spec.has(entry.getKey())) {
					spec.set(entry.getKey(), entry.getValue());
				}
			}
		}
		else if (kind.resource().equals("jobs.batch") && !after.path("spec").has("selector")) {
			after.withObject("/spec").set("selector", before.path("spec").get("selector"));
		}
	}

	/** A namespace gets its default ServiceAccount at once. */
	ObjectNode created(Kind kind, ObjectNode object) {
		if (kind.resource().equals("namespaces")) {
			ObjectNode account = Json.object().put("apiVersion", "v1").put("kind", "ServiceAccount");
			try {
				this.store.create(Key.of("serviceaccounts", Json.name(object), "default"), account);
			}
			catch (StoreException ex) {
				return object;
			}
		}
		return object;
	}

	private void pod(Kind kind, ObjectNode pod) {
		ObjectNode spec = pod.withObject("/spec");
		String account = spec.path("serviceAccountName").asText("");
		String namespace = pod.path("metadata").path("namespace").asText();
		if (account.isEmpty()) {
			spec.put("serviceAccountName", "default").put("serviceAccount", "default");
		}
		else if (!account.equals("default")
				&& this.store.shared(Key.of("serviceaccounts", namespace, account)) == null) {
			throw ApiError.forbidden(kind, Json.name(pod), "error looking up service account " + namespace + "/"
					+ account + ": serviceaccount \"" + account + "\" not found");
		}
		LimitRanges.apply(this.store, pod);
		PodAdmission.complete(spec);
		ObjectNode status = pod.putObject("status").put("phase", "Pending");
		if (!spec.path("schedulingGates").isEmpty()) {
			ObjectNode condition = status.putArray("conditions").addObject();
			condition.put("type", "PodScheduled").put("status", "False").putNull("lastProbeTime");
			condition.put("lastTransitionTime", Json.time(this.clock.instant()))
				.put("reason", "SchedulingGated")
				.put("message", "Scheduling is blocked due to non-empty scheduling gates");
		}
		status.put("qosClass", qos(spec));
	}

	private static String qos(ObjectNode spec) {
		boolean any = false;
		boolean all = true;
		for (String list : new String[] { "containers", "initContainers" }) {
			for (JsonNode container : spec.path(list)) {
				JsonNode limits = container.path("resources").path("limits");
				JsonNode requests = container.path("resources").path("requests");
				any |= !limits.isEmpty() || !requests.isEmpty();
				for (String resource : new String[] { "cpu", "memory" }) {
					all &= limits.has(resource) && limits.get(resource).equals(requests.get(resource));
				}
			}
		}
		return !any ? "BestEffort" : all ? "Guaranteed" : "Burstable";
	}

}
