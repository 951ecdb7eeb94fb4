package dev.slipway.cluster.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Asking for an object's end as DELETE does: finalizers, propagation policy and a pod's
 * grace period decide whether it goes at once or is only marked.
 *
 * @param propagation {@code Background}, {@code Foreground}, {@code Orphan} or null for
 * the kind's own
 * @param gracePeriodSeconds for pods; null for the pod's own
 * @param uid refuse unless the object has this uid, or null
 * @param resourceVersion refuse unless the object has this version, or null
 */
public record Deletion(@Nullable String propagation, @Nullable Long gracePeriodSeconds, @Nullable String uid,
		@Nullable String resourceVersion) {

	/** The plain deletion. */
	public static final Deletion BACKGROUND = new Deletion("Background", null, null, null);

	private static final String FOREGROUND = "foregroundDeletion";

	private static final Set<String> ORPHANING = Set.of("jobs.batch");

	/**
	 * What a deletion did.
	 *
	 * @param object the object's state now, or its last
	 * @param gone whether it is removed
	 */
	public record Outcome(ObjectNode object, boolean gone) {
	}

	/**
	 * Asks for the end of an object.
	 * @throws StoreException NOT_FOUND, or CONFLICT when a precondition does not hold
	 */
	public Outcome request(ObjectStore store, Key key, Clock clock) {
		while (true) {
			ObjectNode object = store.get(key)
				.orElseThrow(() -> new StoreException(StoreException.Reason.NOT_FOUND, key + " not found"));
			String version = object.path("metadata").path("resourceVersion").asText();
			checkPreconditions(object);
			boolean goes = mark(key, object, clock.instant());
			try {
				return goes ? remove(store, key, object, version)
						: new Outcome(store.update(key, object, version), false);
			}
			catch (StoreException ex) {
				if (ex.reason() != StoreException.Reason.CONFLICT) {
					throw ex;
				}
			}
		}
	}

	private Outcome remove(ObjectStore store, Key key, ObjectNode marked, String version) {
		ObjectNode removed = store.remove(key, version);
		ObjectNode answer = removed.deepCopy();
		JsonNode deletion = marked.path("metadata").get("deletionTimestamp");
		if (key.resource().equals("pods") && deletion != null) {
			answer.withObject("/metadata").set("deletionTimestamp", deletion);
			answer.withObject("/metadata").put("deletionGracePeriodSeconds", 0);
		}
		return new Outcome(answer, true);
	}

	/** Checks uid and version against the object. */
	public void checkPreconditions(ObjectNode object) {
		JsonNode metadata = object.path("metadata");
		if (this.uid != null && !this.uid.equals(metadata.path("uid").asText())) {
			throw new StoreException(StoreException.Reason.CONFLICT, "Precondition failed: UID in precondition: "
					+ this.uid + ", UID in object meta: " + metadata.path("uid").asText());
		}
		if (this.resourceVersion != null && !this.resourceVersion.equals(metadata.path("resourceVersion").asText())) {
			throw new StoreException(StoreException.Reason.CONFLICT,
					"Precondition failed: ResourceVersion in precondition: " + this.resourceVersion
							+ ", ResourceVersion in object meta: " + metadata.path("resourceVersion").asText());
		}
	}

	/**
	 * Writes the deletion into the object.
	 * @return whether nothing keeps the object, so that it goes at once
	 */
	boolean mark(Key key, ObjectNode object, Instant now) {
		ObjectNode metadata = object.withObject("/metadata");
		adjustFinalizers(key, metadata);
		long grace = grace(key, object);
		boolean kept = !metadata.path("finalizers").isEmpty() || !object.path("spec").path("finalizers").isEmpty();
		if (key.resource().equals("namespaces")) {
			object.withObject("/status").put("phase", "Terminating");
		}
		if (!kept && grace == 0) {
			if (key.resource().equals("pods")) {
				metadata.put("deletionTimestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
			}
			return true;
		}
		JsonNode earlier = metadata.get("deletionGracePeriodSeconds");
		if (!metadata.has("deletionTimestamp") || (earlier != null && earlier.asLong() > grace)) {
			metadata.put("deletionTimestamp",
					now.plus(Duration.ofSeconds(grace)).truncatedTo(ChronoUnit.SECONDS).toString());
			metadata.put("deletionGracePeriodSeconds", grace);
		}
		return false;
	}

	private void adjustFinalizers(Key key, ObjectNode metadata) {
		String policy = (this.propagation != null) ? this.propagation
				: (ORPHANING.contains(key.resource()) ? "Orphan" : null);
		if (policy == null) {
			return;
		}
		ArrayNode kept = metadata.arrayNode();
		for (JsonNode finalizer : metadata.path("finalizers")) {
			if (!finalizer.asText().equals(FOREGROUND) && !finalizer.asText().equals("orphan")) {
				kept.add(finalizer);
			}
		}
		if (policy.equals("Foreground")) {
			kept.add(FOREGROUND);
		}
		if (policy.equals("Orphan")) {
			kept.add("orphan");
		}
		if (kept.isEmpty()) {
			metadata.remove("finalizers");
		}
		else {
			metadata.set("finalizers", kept);
		}
	}

	/** A pod that no node runs needs no grace. */
	private long grace(Key key, ObjectNode object) {
		if (!key.resource().equals("pods")) {
			return 0;
		}
		String phase = object.path("status").path("phase").asText();
		if (object.path("spec").path("nodeName").asText().isEmpty() || phase.equals("Succeeded")
				|| phase.equals("Failed")) {
			return 0;
		}
		return (this.gracePeriodSeconds != null) ? Math.max(0, this.gracePeriodSeconds)
				: object.path("spec").path("terminationGracePeriodSeconds").asLong(30);
	}

	/** Whether nothing keeps an object that is being deleted. */
	static boolean finished(ObjectNode object) {
		JsonNode metadata = object.path("metadata");
		return metadata.hasNonNull("deletionTimestamp") && metadata.path("finalizers").isEmpty()
				&& metadata.path("deletionGracePeriodSeconds").asLong(0) == 0
				&& object.path("spec").path("finalizers").isEmpty();
	}

}
