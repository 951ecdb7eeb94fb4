package dev.slipway.cluster.store;

import java.util.HashSet;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What an object can be found by without looking at all others of its namespace.
 *
 * @param text unique among all terms
 */
public record Term(String text) {

	/** Objects that nobody controls. */
	public static final Term UNCONTROLLED = new Term("controller ");

	/** Objects with that label. */
	public static Term label(String name, String value) {
		return new Term("label " + name + "=" + value);
	}

	/** Objects that the owner of that uid controls. */
	public static Term controlledBy(String uid) {
		return new Term("controller " + uid);
	}

	/** The labels of a plain map, all of which an object has to have. */
	public static Set<Term> labels(JsonNode pairs) {
		Set<Term> terms = new HashSet<>();
		pairs.fields().forEachRemaining((pair) -> terms.add(label(pair.getKey(), pair.getValue().asText())));
		return terms;
	}

	/** All that find an object. */
	static Set<Term> of(JsonNode object) {
		JsonNode metadata = object.path("metadata");
		Set<Term> terms = labels(metadata.path("labels"));
		for (JsonNode owner : metadata.path("ownerReferences")) {
			if (owner.path("controller").asBoolean()) {
				terms.add(controlledBy(owner.path("uid").asText()));
				return terms;
			}
		}
		terms.add(UNCONTROLLED);
		return terms;
	}

	/** Whether two states of an object are found by the same. */
	static boolean same(JsonNode one, JsonNode other) {
		return field(one, "labels").equals(field(other, "labels"))
				&& field(one, "ownerReferences").equals(field(other, "ownerReferences"));
	}

	private static JsonNode field(JsonNode object, String name) {
		return object.path("metadata").path(name);
	}

}
