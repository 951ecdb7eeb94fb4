package dev.slipway.cluster.api.kinds;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request refused with a {@code Status}. */
public final class ApiError extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient ObjectNode status;

	private ApiError(ObjectNode status) {
		super(status.path("message").asText());
		this.status = status;
	}

	/** The Status object. */
	public ObjectNode status() {
		return this.status;
	}

	/** The HTTP status code. */
	public int code() {
		return this.status.path("code").asInt();
	}

	/** A refusal; an empty reason is left out. */
	public static ApiError of(int code, String reason, String message) {
		ObjectNode status = JsonNodeFactory.instance.objectNode().put("kind", "Status").put("apiVersion", "v1");
		status.putObject("metadata");
		status.put("status", "Failure").put("message", message);
		if (!reason.isEmpty()) {
			status.put("reason", reason);
		}
		status.put("code", code);
		return new ApiError(status);
	}

	private ApiError detail(String name, String group, String kind) {
		ObjectNode details = this.status.putObject("details");
		if (!name.isEmpty()) {
			details.put("name", name);
		}
		if (!group.isEmpty()) {
			details.put("group", group);
		}
		if (!kind.isEmpty()) {
			details.put("kind", kind);
		}
		return this;
	}

	private ApiError emptyDetails() {
		this.status.putObject("details");
		return this;
	}

	/** The details, made when not there. */
	public ObjectNode details() {
		return this.status.withObject("/details");
	}

	/** A request that makes no sense. */
	public static ApiError badRequest(String message) {
		return of(400, "BadRequest", message);
	}

	/** No such object. */
	public static ApiError notFound(Kind kind, String name) {
		return of(404, "NotFound", kind.qualifiedPlural() + " \"" + name + "\" not found").detail(name, kind.group(),
				kind.plural());
	}

	/** No such resource. */
	public static ApiError noResource() {
		return of(404, "NotFound", "the server could not find the requested resource").emptyDetails();
	}

	/** No such method here. */
	public static ApiError methodNotAllowed() {
		return of(405, "MethodNotAllowed", "the server does not allow this method on the requested resource")
			.emptyDetails();
	}

	/** There is one already. */
	public static ApiError alreadyExists(Kind kind, String name, boolean deleting) {
		String message = kind.qualifiedPlural() + " \"" + name + "\" already exists";
		return of(409, "AlreadyExists", deleting ? "object is being deleted: " + message : message).detail(name,
				kind.group(), kind.plural());
	}

	/** The object is not what the writer saw. */
	public static ApiError conflict(Kind kind, String name, String why) {
		return of(409, "Conflict",
				"Operation cannot be fulfilled on " + kind.qualifiedPlural() + " \"" + name + "\": " + why)
			.detail(name, kind.group(), kind.plural());
	}

	/** The precondition of a deletion does not hold. */
	public static ApiError precondition(Kind kind, String name, String why) {
		return of(409, "Conflict",
				"Operation cannot be fulfilled on " + kind.qualifiedKind() + " \"" + name + "\": " + why)
			.detail(name, kind.group(), kind.kind());
	}

	/** Not now or not for you. */
	public static ApiError forbidden(Kind kind, String name, String why) {
		return of(403, "Forbidden", kind.qualifiedPlural() + " \"" + name + "\" is forbidden: " + why).detail(name,
				kind.group(), kind.plural());
	}

	/** Fields that are wrong. */
	public static ApiError invalid(String qualifiedKind, String name, List<Cause> causes) {
		String text = String.join(", ",
				causes.stream().map((cause) -> cause.field() + ": " + cause.message()).distinct().toList());
		boolean one = causes.stream().distinct().count() == 1;
		int dot = qualifiedKind.indexOf('.');
		ApiError error = of(422, "Invalid",
				qualifiedKind + " \"" + name + "\" is invalid: " + (one ? text : "[" + text + "]"))
			.detail(name, (dot < 0) ? "" : qualifiedKind.substring(dot + 1),
					(dot < 0) ? qualifiedKind : qualifiedKind.substring(0, dot));
		ArrayNode array = error.details().putArray("causes");
		causes.forEach((cause) -> array.add(cause.toJson(error.status)));
		return error;
	}

	/** A cause without a field error's wording. */
	public ApiError cause(String reason, String message, String field) {
		ArrayNode causes = details().withArray("/causes");
		ObjectNode cause = causes.addObject().put("reason", reason).put("message", message);
		if (!field.isEmpty()) {
			cause.put("field", field);
		}
		return this;
	}

	/** When to try again. */
	public ApiError retryAfter(int seconds) {
		details().put("retryAfterSeconds", seconds);
		return this;
	}

}
