package dev.slipway.cluster.api;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.api.kinds.Cause;
import dev.slipway.cluster.api.kinds.Conversions;
import dev.slipway.cluster.api.kinds.Kind;
import dev.slipway.cluster.api.patch.JsonPatch;
import dev.slipway.cluster.api.patch.ManagedFields;
import dev.slipway.cluster.api.patch.MergePatch;
import dev.slipway.cluster.api.patch.PatchException;
import dev.slipway.cluster.api.patch.ServerSideApply;
import dev.slipway.cluster.api.patch.StrategicMerge;
import dev.slipway.cluster.api.schema.Type;
import dev.slipway.cluster.api.schema.TypeError;
import dev.slipway.cluster.api.schema.Typed;

/** The verb PATCH in its four media types. */
final class Patching {

	static final String APPLY = "application/apply-patch+yaml";

	private static final List<String> TYPES = List.of("application/json-patch+json", "application/merge-patch+json",
			"application/strategic-merge-patch+json", APPLY);

	private final Objects objects;

	Patching(Objects objects) {
		this.objects = objects;
	}

	/**
	 * What a patch made.
	 *
	 * @param created whether apply made the object
	 */
	record Result(ObjectNode object, boolean created, List<String> warnings) {
	}

	Result patch(Call call, Target target) {
		String type = call.contentType();
		if (!TYPES.contains(type)
				|| (target.kind().is("custom") && type.equals("application/strategic-merge-patch+json"))) {
			throw unsupported();
		}
		checkOptions(call, type);
		JsonNode patch = Bodies.tree(call);
		if (patch == null || patch.isMissingNode()) {
			patch = Json.object();
		}
		Objects.Options options = new Objects.Options(!call.dryRun().isEmpty(), call.fieldManager(),
				target.subresource());
		if (type.equals(APPLY)) {
			return apply(call, target, patch, options);
		}
		List<String> warnings = new ArrayList<>();
		JsonNode change = patch;
		ObjectNode result = this.objects.update(target.kind(), target.key(), options, (stored) -> {
			ObjectNode current = Conversions.fromStored(target.kind(), stored);
			ObjectNode patched = patched(target.kind().type(), type, current, change);
			warnings.clear();
			warnings.addAll(clean(call, target, patched, change));
			checkIdentity(target, patched);
			return Conversions.toStored(target.kind(), patched);
		});
		return new Result(result, false, warnings);
	}

	private static ApiError unsupported() {
		ApiError error = ApiError.of(415, "UnsupportedMediaType", "415: Unsupported Media Type");
		error.details();
		return error;
	}

	private static void checkOptions(Call call, String type) {
		Bodies.validation(call, "PatchOptions");
		if (type.equals(APPLY) && call.param("fieldManager", "").isEmpty()) {
			throw ApiError.invalid("PatchOptions.meta.k8s.io", "",
					List.of(Cause.required("fieldManager", "is required for apply patch")));
		}
		if (!type.equals(APPLY) && call.flag("force")) {
			throw ApiError.invalid("PatchOptions.meta.k8s.io", "",
					List.of(Cause.forbidden("force", "may not be specified for non-apply patch")));
		}
	}

	/** Applies a patch of one of the first three media types. */
	static ObjectNode patched(Type type, String mediaType, ObjectNode current, JsonNode patch) {
		try {
			if (mediaType.equals("application/json-patch+json")) {
				return (ObjectNode) JsonPatch.apply(current, patch);
			}
			if (!(patch instanceof ObjectNode change)) {
				throw ApiError.badRequest("error decoding patch: json: cannot unmarshal "
						+ (patch.isArray() ? "array" : "string") + " into Go value of type map[string]interface {}");
			}
			return mediaType.equals("application/merge-patch+json") ? MergePatch.apply(current, change)
					: StrategicMerge.apply(type, current, change);
		}
		catch (PatchException ex) {
			throw switch (ex.kind()) {
				case BROKEN -> ApiError.badRequest("error decoding patch: " + ex.getMessage());
				case UNFIT -> unfit();
				case INTERNAL -> ApiError.of(500, "", ex.getMessage() + "");
			};
		}
	}

	private static ApiError unfit() {
		ApiError error = ApiError.of(422, "Invalid", "the server rejected our request due to an error in our request");
		error.details();
		return error;
	}

	private static List<String> clean(Call call, Target target, ObjectNode patched, JsonNode patch) {
		List<String> odd = new ArrayList<>();
		try {
			Typed.clean(target.kind().type(), patched).forEach((path) -> odd.add("unknown field \"" + path + "\""));
		}
		catch (TypeError ex) {
			throw ApiError.invalid("", "",
					List.of(Cause.invalidText("patch", StrategicMerge.goMap(patch), ex.getMessage() + "")));
		}
		if (!odd.isEmpty() && call.param("fieldValidation", "").equals("Strict")) {
			throw ApiError.invalid("", "", List.of(Cause.invalidText("patch", StrategicMerge.goMap(patch),
					"strict decoding error: " + String.join(", ", odd))));
		}
		return call.param("fieldValidation", "").equals("Ignore") ? List.of() : odd;
	}

	private static void checkIdentity(Target target, ObjectNode object) {
		String name = Json.name(object);
		if (!name.equals(target.name())) {
			throw ApiError.badRequest(
					"the name of the object (" + name + ") does not match the name on the URL (" + target.name() + ")");
		}
		String namespace = object.path("metadata").path("namespace").asText("");
		if (target.kind().namespaced() && !namespace.isEmpty() && !namespace.equals(target.namespace())) {
			throw ApiError
				.badRequest("the namespace of the provided object does not match the namespace sent on the request");
		}
		if (!object.path("kind").asText().equals(target.kind().kind())
				|| !object.path("apiVersion").asText().equals(target.kind().apiVersion())) {
			throw ApiError.badRequest("the kind and apiVersion of an object cannot be patched");
		}
	}

	private Result apply(Call call, Target target, JsonNode patch, Objects.Options options) {
		Kind kind = target.kind();
		ObjectNode applied = applied(target, patch);
		try {
			for (String path : Typed.clean(kind.type(), applied.deepCopy())) {
				throw ApiError.of(500, "",
						"failed to create typed patch object (" + applied.path("metadata").path("namespace").asText("")
								+ "/" + Json.name(applied) + "; " + (kind.group().isEmpty() ? "/" : "")
								+ kind.apiVersion() + ", Kind=" + kind.kind() + "): ." + path
								+ ": field not declared in schema");
			}
		}
		catch (TypeError ex) {
			throw ApiError.of(500, "", "failed to create typed patch object: " + ex.getMessage());
		}
		if (Json.name(applied).isEmpty()) {
			throw ApiError.badRequest("the name of the object (" + target.name()
					+ " based on URL) was undeterminable: name must be provided");
		}
		checkIdentity(target, applied);
		if (target.subresource().equals("status")) {
			applied.retain("apiVersion", "kind", "metadata", "status");
		}
		else if (kind.is("status")) {
			applied.remove("status");
		}
		ManagedFields.Writer writer = new ManagedFields.Writer(call.fieldManager(), kind.apiVersion(),
				target.subresource(), this.objects.clock().instant());
		Objects.Options silent = new Objects.Options(options.dryRun(), null, options.subresource());
		boolean force = call.flag("force");
		if (this.objects.store().shared(target.key()) == null) {
			return created(target, applied, writer, silent);
		}
		ObjectNode result = this.objects.update(kind, target.key(), silent, (stored) -> {
			ObjectNode live = Conversions.fromStored(kind, stored).deepCopy();
			return Conversions.toStored(kind, merge(kind, live, applied, writer, force));
		});
		return new Result(result, false, List.of());
	}

	private Result created(Target target, ObjectNode applied, ManagedFields.Writer writer, Objects.Options options) {
		if (!target.subresource().isEmpty()) {
			throw ApiError.notFound(target.kind(), target.name());
		}
		if (applied.path("metadata").has("uid")) {
			throw ApiError.conflict(target.kind(), target.name(), "uid mismatch: the provided object specified uid "
					+ applied.path("metadata").path("uid").asText() + ", and no existing object was found");
		}
		ObjectNode fresh = merge(target.kind(), Json.object(), applied, writer, false);
		ObjectNode object = Conversions.toStored(target.kind(), fresh);
		return new Result(this.objects.create(target.kind(), target.namespace(), object, options), true, List.of());
	}

	private static ObjectNode applied(Target target, JsonNode patch) {
		String kind = patch.path("kind").asText("");
		String version = patch.path("apiVersion").asText("");
		if (!(patch instanceof ObjectNode object) || kind.isEmpty() || version.isEmpty()) {
			throw ApiError.badRequest("invalid object type: /, Kind=" + kind);
		}
		if (object.path("metadata").path("managedFields").size() > 0) {
			throw ApiError.badRequest("metadata.managedFields must be nil");
		}
		if (!kind.equals(target.kind().kind()) || !version.equals(target.kind().apiVersion())) {
			throw ApiError.badRequest("the kind or apiVersion of the applied object (" + version + ", " + kind
					+ ") does not match the URL");
		}
		return object.deepCopy();
	}

	static ObjectNode merge(Kind kind, ObjectNode live, ObjectNode applied, ManagedFields.Writer writer,
			boolean force) {
		try {
			ObjectNode merged = ServerSideApply.apply(kind.type(), live, applied, writer, force);
			JsonNode owners = merged.path("metadata").get("managedFields");
			Typed.clean(kind.type(), merged);
			if (owners != null) {
				merged.withObject("/metadata").set("managedFields", owners);
			}
			return merged;
		}
		catch (ServerSideApply.Conflicts ex) {
			ApiError error = ApiError.of(409, "Conflict", ex.getMessage() + "");
			ex.byManager()
				.forEach((manager, paths) -> paths
					.forEach((path) -> error.cause("FieldManagerConflict", "conflict with " + manager, path)));
			throw error;
		}
	}

}
