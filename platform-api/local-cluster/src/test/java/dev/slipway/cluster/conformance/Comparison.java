package dev.slipway.cluster.conformance;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Compares an answer with a recording: only what is recorded counts. */
final class Comparison {

	private static final Set<String> NEVER_ORDERED = Set.of("conditions", "causes", "managedFields", "ownerReferences");

	private final Bindings bindings;

	private final Set<String> subset = new HashSet<>();

	private final Set<String> unordered = new HashSet<>();

	Comparison(Bindings bindings, JsonNode response) {
		this.bindings = bindings;
		response.path("subset").forEach((pointer) -> this.subset.add(pointer.asText()));
		response.path("unordered").forEach((pointer) -> this.unordered.add(pointer.asText()));
	}

	/** Answers null when they agree, else the first difference. */
	@Nullable String differ(JsonNode expected, @Nullable JsonNode actual, String path) {
		return differ(expected, actual, path, this.bindings);
	}

	private @Nullable String differ(JsonNode expected, @Nullable JsonNode actual, String path, Bindings known) {
		if (actual == null || actual.isMissingNode()) {
			return expected.isNull() ? null : path + ": missing, expected " + brief(expected);
		}
		if (expected.isTextual()) {
			String problem = actual.isContainerNode() ? "expected " + expected + " but was " + brief(actual)
					: known.match(expected.asText(), actual.asText());
			return (problem != null) ? path + ": " + problem : null;
		}
		if (expected.isObject()) {
			if (!actual.isObject()) {
				return path + ": expected an object but was " + brief(actual);
			}
			for (Map.Entry<String, JsonNode> field : expected.properties()) {
				String problem = differ(field.getValue(), actual.get(known.fill(field.getKey())),
						path + "/" + field.getKey().replace("/", "~1"), known);
				if (problem != null) {
					return problem;
				}
			}
			return null;
		}
		if (expected.isArray()) {
			return actual.isArray() ? arrays(expected, actual, path, known)
					: path + ": expected a list but was " + brief(actual);
		}
		boolean same = expected.isNumber()
				? actual.isNumber() && expected.decimalValue().compareTo(actual.decimalValue()) == 0
				: expected.equals(actual);
		return same ? null : path + ": expected " + brief(expected) + " but was " + brief(actual);
	}

	private @Nullable String arrays(JsonNode expected, JsonNode actual, String path, Bindings known) {
		boolean part = this.subset.contains(path);
		if (!part && expected.size() != actual.size()) {
			return path + ": expected " + expected.size() + " elements but was " + brief(actual);
		}
		String name = path.substring(path.lastIndexOf('/') + 1);
		if (part || this.unordered.contains(path) || NEVER_ORDERED.contains(name)) {
			return sets(expected, 0, actual, new HashSet<>(), path, known);
		}
		for (int i = 0; i < expected.size(); i++) {
			String problem = differ(expected.get(i), actual.get(i), path + "/" + i, known);
			if (problem != null) {
				return problem;
			}
		}
		return null;
	}

	private @Nullable String sets(JsonNode expected, int index, JsonNode actual, Set<Integer> used, String path,
			Bindings known) {
		if (index == expected.size()) {
			return null;
		}
		String first = null;
		for (int i = 0; i < actual.size(); i++) {
			if (used.contains(i)) {
				continue;
			}
			Bindings attempt = known.copy();
			String problem = differ(expected.get(index), actual.get(i), path + "/" + index, attempt);
			if (problem == null) {
				used.add(i);
				problem = sets(expected, index + 1, actual, used, path, attempt);
				if (problem == null) {
					known.take(attempt);
					return null;
				}
				used.remove(i);
			}
			first = (first != null) ? first : problem;
		}
		return (first != null) ? first : path + ": nothing like " + brief(expected.get(index));
	}

	static String brief(JsonNode node) {
		String text = node.toString();
		return (text.length() > 300) ? text.substring(0, 300) + "…" : text;
	}

}
