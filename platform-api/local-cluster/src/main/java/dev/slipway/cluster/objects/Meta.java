package dev.slipway.cluster.objects;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.store.Key;

/**
 * What every object has: name, namespace, uid, labels, owners, deletion.
 */
public final class Meta {

	private Meta() {
	}

	/** The object's name. */
	public static String name(JsonNode object) {
		return object.path("metadata").path("name").asText();
	}

	/** The object's namespace, empty for a cluster-wide one. */
	public static String namespace(JsonNode object) {
		return object.path("metadata").path("namespace").asText();
	}

	/** The object's uid. */
	public static String uid(JsonNode object) {
		return object.path("metadata").path("uid").asText();
	}

	/** The object's labels, perhaps missing. */
	public static JsonNode labels(JsonNode object) {
		return object.path("metadata").path("labels");
	}

	/** One annotation, empty if it is not there. */
	public static String annotation(JsonNode object, String name) {
		return object.path("metadata").path("annotations").path(name).asText();
	}

	/** Sets an annotation. */
	public static void annotate(ObjectNode object, String name, String value) {
		object.withObject("/metadata").withObject("/annotations").put(name, value);
	}

	/** Whether the object's deletion has been asked for. */
	public static boolean deleting(JsonNode object) {
		return object.path("metadata").hasNonNull("deletionTimestamp");
	}

	/** When it was created. */
	public static Instant created(JsonNode object) {
		String text = object.path("metadata").path("creationTimestamp").asText();
		return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
	}

	/** The key to store an object of a resource under. */
	public static Key key(String resource, JsonNode object) {
		return new Key(resource, namespace(object), name(object));
	}

	/** The owner that controls the object. */
	public static Optional<JsonNode> controller(JsonNode object) {
		for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
			if (owner.path("controller").asBoolean()) {
				return Optional.of(owner);
			}
		}
		return Optional.empty();
	}

	/** Whether the object is controlled by that owner. */
	public static boolean controlledBy(JsonNode object, JsonNode owner) {
		return controller(object).filter((ref) -> ref.path("uid").asText().equals(uid(owner))).isPresent();
	}

	/** A reference to a controlling owner. */
	public static ObjectNode controllerReference(JsonNode owner) {
		return JsonNodeFactory.instance.objectNode()
			.put("apiVersion", owner.path("apiVersion").asText())
			.put("kind", owner.path("kind").asText())
			.put("name", name(owner))
			.put("uid", uid(owner))
			.put("controller", true)
			.put("blockOwnerDeletion", true);
	}

	/** Time as the API writes it: whole seconds, UTC. */
	public static String time(Instant instant) {
		return instant.truncatedTo(ChronoUnit.SECONDS).toString();
	}

}
