package dev.slipway.cluster.api;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.api.kinds.Conversions;
import dev.slipway.cluster.api.kinds.Kind;
import dev.slipway.cluster.api.kinds.Tables;

/** Brings stored objects into the version and form a caller wants. */
record Shown(Kind kind, Representation representation, String includeObject, Instant now) {

	static Shown of(Call call, Kind kind, Instant now) {
		Representation representation = Representation.of(call.header("Accept"));
		String include = call.param("includeObject", "");
		if (representation.form() == Representation.Form.TABLE
				&& !List.of("", "Metadata", "Object", "None").contains(include)) {
			throw ApiError.badRequest("Unable to convert to Table as requested: includeObject: Invalid value: \""
					+ include + "\": must be 'Metadata', 'Object', 'None', or empty");
		}
		return new Shown(kind, representation, include, now);
	}

	Reply reply(int status, ObjectNode shown) {
		return this.representation.yaml() ? new Reply(status, "application/yaml", Json.yaml(shown), List.of(), 0)
				: Reply.json(status, shown);
	}

	/** One object. */
	ObjectNode one(ObjectNode stored) {
		ObjectNode object = Conversions.fromStored(this.kind, stored);
		return switch (this.representation.form()) {
			case OBJECT -> object;
			case TABLE -> {
				ObjectNode table = table(true);
				table.withObject("/metadata").put("resourceVersion", Json.version(object));
				table.withArray("/rows").add(row(object));
				yield table;
			}
			case METADATA, METADATA_LIST -> metadata(object);
		};
	}

	/** One object of a watch. */
	ObjectNode event(ObjectNode stored, boolean first) {
		ObjectNode shown = one(stored);
		if (this.representation.form() == Representation.Form.TABLE && !first) {
			shown.putNull("columnDefinitions");
		}
		return shown;
	}

	/** A list. */
	ObjectNode list(List<ObjectNode> items, ObjectNode listMetadata) {
		ObjectNode list;
		switch (this.representation.form()) {
			case TABLE -> {
				list = table(true);
				ArrayNode rows = list.withArray("/rows");
				items.forEach((item) -> rows.add(row(Conversions.fromStored(this.kind, item))));
			}
			case METADATA, METADATA_LIST -> {
				list = Json.object()
					.put("kind", "PartialObjectMetadataList")
					.put("apiVersion", "meta.k8s.io/" + this.representation.version());
				ArrayNode array = list.putArray("items");
				items.forEach((item) -> array.add(metadata(item)));
			}
			default -> {
				list = Json.object().put("kind", this.kind.kind() + "List").put("apiVersion", this.kind.apiVersion());
				ArrayNode array = list.putArray("items");
				items.forEach((item) -> array.add(bare(Conversions.fromStored(this.kind, item))));
			}
		}
		list.set("metadata", listMetadata);
		return list;
	}

	/** Items of typed lists do not repeat their kind. */
	private ObjectNode bare(ObjectNode object) {
		if (this.kind.is("custom")) {
			return object;
		}
		ObjectNode copy = Json.object();
		object.properties().forEach((entry) -> {
			if (!entry.getKey().equals("kind") && !entry.getKey().equals("apiVersion")) {
				copy.set(entry.getKey(), entry.getValue());
			}
		});
		return copy;
	}

	private ObjectNode metadata(ObjectNode object) {
		ObjectNode partial = Json.object()
			.put("kind", "PartialObjectMetadata")
			.put("apiVersion", "meta.k8s.io/" + this.representation.version());
		partial.set("metadata", object.get("metadata"));
		return partial;
	}

	private ObjectNode table(boolean columns) {
		ObjectNode table = Json.object()
			.put("kind", "Table")
			.put("apiVersion", "meta.k8s.io/" + this.representation.version());
		table.putObject("metadata");
		if (columns) {
			table.set("columnDefinitions", Tables.columns(this.kind));
		}
		table.putArray("rows");
		return table;
	}

	private ObjectNode row(ObjectNode object) {
		ObjectNode row = Json.object();
		row.set("cells", Tables.cells(this.kind, object, this.now));
		switch (this.includeObject) {
			case "None" -> row.putNull("object");
			case "Object" -> row.set("object", object);
			default -> row.set("object", metadata(object));
		}
		return row;
	}

}
