package dev.slipway.cluster.api.patch;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.schema.Type;

/** Who owns which field: {@code metadata.managedFields}, read, kept and written. */
public final class ManagedFields {

	private static final Set<String> NOT_OWNED = Set.of("name", "namespace", "creationTimestamp", "selfLink", "uid",
			"generation", "managedFields", "resourceVersion");

	private ManagedFields() {
	}

	/** One manager's entry. */
	record Entry(String manager, String operation, String apiVersion, String subresource, String time,
			FieldSet fields) {

		boolean is(Writer writer, String wanted) {
			return this.manager.equals(writer.manager()) && this.operation.equals(wanted)
					&& this.apiVersion.equals(writer.apiVersion()) && this.subresource.equals(writer.subresource());
		}

		Entry with(FieldSet set, String when) {
			return new Entry(this.manager, this.operation, this.apiVersion, this.subresource, when, set);
		}

	}

	/**
	 * Who writes, in which version, through which subresource.
	 *
	 * @param subresource empty for the object itself
	 */
	public record Writer(String manager, String apiVersion, String subresource, Instant now) {

		String time() {
			return this.now.truncatedTo(ChronoUnit.SECONDS).toString();
		}

	}

	/**
	 * Records an update: what it changed now belongs to the writer.
	 * @param before the object before, without fields for a new one
	 * @param after the object after; its managedFields are set
	 */
	public static void recordUpdate(Type type, ObjectNode before, ObjectNode after, Writer writer) {
		if (reset(after)) {
			after.withObject("/metadata").remove("managedFields");
			return;
		}
		Fields.Spot root = new Fields.Spot(type, null);
		FieldSet changed = Fields.changed(root, owned(before), owned(after));
		List<Entry> result = new ArrayList<>();
		FieldSet mine = changed;
		String time = writer.time();
		for (Entry entry : read(before)) {
			if (entry.is(writer, "Update")) {
				mine = mine.union(entry.fields());
				time = changed.empty() ? entry.time() : time;
			}
			else {
				FieldSet left = entry.fields().minus(changed);
				result.add(entry.with(left, entry.time()));
			}
		}
		result.add(new Entry(writer.manager(), "Update", writer.apiVersion(), writer.subresource(), time, mine));
		write(root, after, result);
	}

	private static boolean reset(ObjectNode after) {
		JsonNode fields = after.path("metadata").path("managedFields");
		return fields.size() == 1 && fields.get(0).isEmpty();
	}

	static List<Entry> read(ObjectNode object) {
		List<Entry> entries = new ArrayList<>();
		for (JsonNode node : object.path("metadata").path("managedFields")) {
			entries.add(new Entry(node.path("manager").asText(), node.path("operation").asText(),
					node.path("apiVersion").asText(), node.path("subresource").asText(""), node.path("time").asText(""),
					FieldSet.parse(node.path("fieldsV1"))));
		}
		return entries;
	}

	static void write(Fields.Spot root, ObjectNode object, List<Entry> entries) {
		ObjectNode owned = owned(object);
		ArrayNode array = object.arrayNode();
		entries.stream()
			.map((entry) -> entry.with(Fields.present(root, owned, entry.fields()), entry.time()))
			.filter((entry) -> !entry.fields().empty())
			.sorted(Comparator.comparing(Entry::operation).thenComparing(Entry::time).thenComparing(Entry::manager))
			.forEach((entry) -> array.add(json(object, entry)));
		if (array.isEmpty()) {
			object.withObject("/metadata").remove("managedFields");
		}
		else {
			object.withObject("/metadata").set("managedFields", array);
		}
	}

	private static ObjectNode json(ObjectNode factory, Entry entry) {
		ObjectNode node = factory.objectNode()
			.put("manager", entry.manager())
			.put("operation", entry.operation())
			.put("apiVersion", entry.apiVersion());
		if (!entry.time().isEmpty()) {
			node.put("time", entry.time());
		}
		node.put("fieldsType", "FieldsV1").set("fieldsV1", entry.fields().toJson());
		if (!entry.subresource().isEmpty()) {
			node.put("subresource", entry.subresource());
		}
		return node;
	}

	/** The part of an object that can be owned. */
	static ObjectNode owned(ObjectNode object) {
		ObjectNode copy = object.deepCopy();
		copy.remove(List.of("apiVersion", "kind"));
		if (copy.get("metadata") instanceof ObjectNode metadata) {
			metadata.remove(NOT_OWNED);
			if (metadata.isEmpty()) {
				copy.remove("metadata");
			}
		}
		return copy;
	}

}
