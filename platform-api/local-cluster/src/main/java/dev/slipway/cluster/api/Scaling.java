package dev.slipway.cluster.api;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.api.kinds.Cause;
import dev.slipway.cluster.api.kinds.Kind;
import dev.slipway.cluster.api.patch.ManagedFields;
import dev.slipway.cluster.api.schema.Schema;
import dev.slipway.cluster.api.schema.Type;
import org.jspecify.annotations.Nullable;

/** The subresource scale: the replicas of a workload as an object of its own. */
final class Scaling {

	private static final Type SCALE = Schema.get().type("autoscaling.v1.Scale");

	private final Objects objects;

	Scaling(Objects objects) {
		this.objects = objects;
	}

	Reply get(Target target) {
		ObjectNode object = this.objects.store().shared(target.key());
		if (object == null) {
			throw ApiError.notFound(target.kind(), target.name());
		}
		return Reply.json(200, scale(object));
	}

	Reply put(Call call, Target target) {
		ObjectNode wanted = Bodies.object(call, "autoscaling/v1", "Scale", SCALE).object();
		checkName(target, wanted);
		return write(call, target, (current) -> wanted, null, false);
	}

	Reply patch(Call call, Target target) {
		JsonNode patch = Bodies.tree(call);
		JsonNode change = (patch != null) ? patch : Json.object();
		if (call.contentType().equals(Patching.APPLY)) {
			ObjectNode applied = (ObjectNode) change;
			return write(call, target, (current) -> applied, applied, call.flag("force"));
		}
		return write(call, target, (current) -> Patching.patched(SCALE, call.contentType(), current, change), null,
				false);
	}

	private Reply write(Call call, Target target, java.util.function.UnaryOperator<ObjectNode> change,
			@Nullable ObjectNode applied, boolean force) {
		boolean dry = !call.dryRun().isEmpty();
		Objects.Options options = new Objects.Options(dry, (applied != null) ? null : call.fieldManager(), "scale");
		ObjectNode result = this.objects.update(target.kind(), target.key(), options, (object) -> {
			ObjectNode wanted = change.apply(scale(object));
			checkName(target, wanted);
			String version = Json.version(wanted);
			if (!version.isEmpty() && !version.equals(Json.version(object))) {
				throw ApiError.conflict(target.kind(), target.name(),
						"the object has been modified; please apply your changes to the latest version and try again");
			}
			JsonNode replicas = wanted.path("spec").path("replicas");
			check(target, replicas);
			if (applied != null) {
				return applied(call, target.kind(), object, replicas, force);
			}
			object.withObject("/spec").put("replicas", replicas.asInt(0));
			return object;
		});
		return Reply.json(200, scale(result));
	}

	private ObjectNode applied(Call call, Kind kind, ObjectNode object, JsonNode replicas, boolean force) {
		ObjectNode part = Json.object();
		part.putObject("spec").put("replicas", replicas.asInt(0));
		return Patching.merge(kind, object, part, new ManagedFields.Writer(call.fieldManager(), kind.apiVersion(),
				"scale", this.objects.clock().instant()), force);
	}

	private static void checkName(Target target, ObjectNode wanted) {
		if (!Json.name(wanted).equals(target.name())) {
			throw ApiError.badRequest("the name of the object (" + Json.name(wanted)
					+ ") does not match the name on the URL (" + target.name() + ")");
		}
	}

	private static void check(Target target, JsonNode replicas) {
		if (replicas.asInt(0) < 0) {
			throw ApiError.invalid("Scale.autoscaling", target.name(),
					List.of(Cause.invalid("spec.replicas", replicas.asText(), "must be greater than or equal to 0")));
		}
	}

	private static ObjectNode scale(ObjectNode object) {
		ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
		ObjectNode metadata = scale.putObject("metadata");
		for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
			if (object.path("metadata").has(field)) {
				metadata.set(field, object.path("metadata").get(field));
			}
		}
		ObjectNode spec = scale.putObject("spec");
		if (object.path("spec").path("replicas").asInt(0) != 0) {
			spec.set("replicas", object.path("spec").get("replicas"));
		}
		List<String> terms = new ArrayList<>();
		object.path("spec")
			.path("selector")
			.path("matchLabels")
			.properties()
			.forEach((label) -> terms.add(label.getKey() + "=" + label.getValue().asText()));
		scale.putObject("status")
			.put("replicas", object.path("status").path("replicas").asInt(0))
			.put("selector", String.join(",", terms));
		return scale;
	}

}
