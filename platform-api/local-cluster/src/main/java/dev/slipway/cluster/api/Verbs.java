package dev.slipway.cluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.api.kinds.Conversions;
import dev.slipway.cluster.api.kinds.Kind;
import dev.slipway.cluster.api.schema.Schema;
import dev.slipway.cluster.store.Deletion;
import org.jspecify.annotations.Nullable;

/** From method and target to the right verb; watches and logs are answered elsewhere. */
final class Verbs {

	private final Objects objects;

	private final Reading reading;

	private final Deleting deleting;

	private final Patching patching;

	private final Scaling scaling;

	Verbs(Objects objects) {
		this.objects = objects;
		this.reading = new Reading(objects);
		this.deleting = new Deleting(objects);
		this.patching = new Patching(objects);
		this.scaling = new Scaling(objects);
	}

	Reply answer(Call call, Target target) {
		if (target.collection()) {
			return collection(call, target);
		}
		if (target.kind().is("createOnly")) {
			throw ApiError.methodNotAllowed();
		}
		return switch (target.subresource()) {
			case "", "status" -> object(call, target);
			case "scale" -> scale(call, target);
			case "finalize" -> finalizeNamespace(call, target);
			case "eviction" -> evict(call, target);
			case "token" -> token(call, target);
			case "binding" -> bind(call, target);
			default -> throw refused(target);
		};
	}

	private static ApiError refused(Target target) {
		return ApiError.of(501, "NotImplemented", "the local cluster has no " + target.subresource()
				+ ": its pods are processes of this machine; use their logs, or the process itself");
	}

	private Reply collection(Call call, Target target) {
		if (target.kind().is("createOnly")) {
			if (call.method().equals("POST")) {
				return Reviews.create(call, target);
			}
			throw ApiError.methodNotAllowed();
		}
		switch (call.method()) {
			case "GET", "HEAD" -> {
				return this.reading.list(call, target);
			}
			case "POST" -> {
				if (!target.everywhere()) {
					return create(call, target);
				}
			}
			case "DELETE" -> {
				if (!target.everywhere() && !target.kind().is("noDeleteCollection")) {
					return this.deleting.deleteCollection(call, target, this.reading);
				}
			}
			default -> {
			}
		}
		throw ApiError.methodNotAllowed();
	}

	private Reply object(Call call, Target target) {
		boolean status = target.subresource().equals("status");
		return switch (call.method()) {
			case "GET", "HEAD" -> this.reading.get(call, target);
			case "PUT" -> put(call, target);
			case "PATCH" -> patch(call, target);
			case "DELETE" -> {
				if (status) {
					throw ApiError.methodNotAllowed();
				}
				yield this.deleting.delete(call, target);
			}
			default -> throw ApiError.methodNotAllowed();
		};
	}

	private Reply create(Call call, Target target) {
		Kind kind = target.kind();
		Shown shown = Shown.of(call, kind, this.objects.clock().instant());
		Bodies.Read read = Bodies.object(call, kind);
		checkNamespace(target, read.object());
		ObjectNode object = Conversions.toStored(kind, read.object());
		ObjectNode created = this.objects.create(kind, target.namespace(), object, options(call, target));
		return shown.reply(201, shown.one(created)).withWarnings(read.warnings());
	}

	private Reply put(Call call, Target target) {
		Kind kind = target.kind();
		Shown shown = Shown.of(call, kind, this.objects.clock().instant());
		Bodies.Read read = Bodies.object(call, kind);
		ObjectNode given = read.object();
		if (!Json.name(given).equals(target.name())) {
			throw ApiError.badRequest("the name of the object (" + Json.name(given)
					+ ") does not match the name on the URL (" + target.name() + ")");
		}
		checkNamespace(target, given);
		ObjectNode wanted = Conversions.toStored(kind, given);
		Objects.Options options = options(call, target);
		ObjectNode present = this.objects.store().shared(target.key());
		if (present == null && kind.is("putCreates") && target.subresource().isEmpty()) {
			ObjectNode created = this.objects.create(kind, target.namespace(), wanted, options);
			return shown.reply(201, shown.one(created)).withWarnings(read.warnings());
		}
		checkUid(target, given, present);
		ObjectNode updated = this.objects.update(kind, target.key(), options, (current) -> wanted.deepCopy());
		return shown.reply(200, shown.one(updated)).withWarnings(read.warnings());
	}

	private static void checkUid(Target target, ObjectNode given, @Nullable ObjectNode present) {
		String uid = given.path("metadata").path("uid").asText("");
		String actual = (present != null) ? present.path("metadata").path("uid").asText() : "";
		if (!uid.isEmpty() && !uid.equals(actual)) {
			throw ApiError.conflict(target.kind(), target.name(),
					"StorageError: invalid object, Code: 4, Key: /registry/" + target.kind().plural() + "/"
							+ target.namespace() + "/" + target.name()
							+ ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: "
							+ uid + ", UID in object meta: " + actual);
		}
	}

	private Reply patch(Call call, Target target) {
		Shown shown = Shown.of(call, target.kind(), this.objects.clock().instant());
		Patching.Result result = this.patching.patch(call, target);
		return shown.reply(result.created() ? 201 : 200, shown.one(result.object())).withWarnings(result.warnings());
	}

	private Reply scale(Call call, Target target) {
		return switch (call.method()) {
			case "GET", "HEAD" -> this.scaling.get(target);
			case "PUT" -> this.scaling.put(call, target);
			case "PATCH" -> this.scaling.patch(call, target);
			default -> throw ApiError.methodNotAllowed();
		};
	}

	private Reply finalizeNamespace(Call call, Target target) {
		if (!call.method().equals("PUT")) {
			throw ApiError.methodNotAllowed();
		}
		ObjectNode given = Bodies.object(call, target.kind()).object();
		ObjectNode updated = this.objects.store().update(target.key(), (current) -> {
			JsonNode finalizers = given.path("spec").get("finalizers");
			ObjectNode spec = current.withObject("/spec");
			if (finalizers != null && !finalizers.isEmpty()) {
				spec.set("finalizers", finalizers);
			}
			else {
				spec.remove("finalizers");
			}
			return current;
		});
		return Reply.json(200, updated);
	}

	private Reply evict(Call call, Target target) {
		requirePost(call);
		ObjectNode pod = this.objects.store().shared(target.key());
		if (pod == null) {
			throw ApiError.notFound(target.kind(), target.name());
		}
		Disruptions.check(this.objects.store(), target, pod);
		if (call.dryRun().isEmpty()) {
			this.objects.delete(target.key(), Deletion.BACKGROUND);
		}
		ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
		status.putObject("metadata");
		return Reply.json(201, status.put("status", "Success").put("code", 201));
	}

	private Reply token(Call call, Target target) {
		requirePost(call);
		if (this.objects.store().shared(target.key()) == null) {
			throw ApiError.notFound(target.kind(), target.name());
		}
		throw ApiError.of(501, "NotImplemented",
				"the local cluster issues no tokens for service accounts: use the token of its kubeconfig");
	}

	private Reply bind(Call call, Target target) {
		requirePost(call);
		ObjectNode binding = Bodies.object(call, "v1", "Binding", Schema.get().type("core.v1.Binding")).object();
		String node = binding.path("target").path("name").asText();
		this.objects.store().update(target.key(), (pod) -> {
			String already = pod.path("spec").path("nodeName").asText("");
			if (!already.isEmpty()) {
				throw ApiError.conflict(target.kind(), target.name(),
						"pod " + target.name() + " is already assigned to node \"" + already + "\"");
			}
			pod.withObject("/spec").put("nodeName", node);
			return pod;
		});
		ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
		status.putObject("metadata");
		return Reply.json(201, status.put("status", "Success").put("code", 201));
	}

	private static void requirePost(Call call) {
		if (!call.method().equals("POST")) {
			throw ApiError.methodNotAllowed();
		}
	}

	private static Objects.Options options(Call call, Target target) {
		return new Objects.Options(!call.dryRun().isEmpty(), call.fieldManager(), target.subresource());
	}

	private static void checkNamespace(Target target, ObjectNode object) {
		String namespace = object.path("metadata").path("namespace").asText("");
		if (target.kind().namespaced() && !namespace.isEmpty() && !namespace.equals(target.namespace())) {
			throw ApiError
				.badRequest("the namespace of the provided object does not match the namespace sent on the request");
		}
	}

}
