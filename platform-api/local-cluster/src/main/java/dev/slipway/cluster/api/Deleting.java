package dev.slipway.cluster.api;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.api.kinds.Cause;
import dev.slipway.cluster.api.kinds.Kind;
import dev.slipway.cluster.store.Deletion;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.StoreException;

/** The verbs delete and deletecollection. */
final class Deleting {

	private static final String JOB_WARNING = "child pods are preserved by default when jobs are deleted; set "
			+ "propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning";

	private final Objects objects;

	Deleting(Objects objects) {
		this.objects = objects;
	}

	private record Wish(Deletion deletion, boolean dryRun) {
	}

	Reply delete(Call call, Target target) {
		Kind kind = target.kind();
		Shown shown = Shown.of(call, kind, this.objects.clock().instant());
		Wish wish = wish(call);
		ObjectNode current = this.objects.store().shared(target.key());
		if (current == null) {
			throw ApiError.notFound(kind, target.name());
		}
		check(kind, current, wish.deletion());
		Deletion.Outcome outcome = wish.dryRun() ? new Deletion.Outcome(current, true)
				: request(kind, target.key(), wish.deletion());
		Reply reply = (outcome.gone() && !kind.is("answersObject")) ? Reply.json(200, success(kind, outcome.object()))
				: shown.reply(200, shown.one(outcome.object()));
		boolean warn = kind.resource().equals("jobs.batch") && wish.deletion().propagation() == null;
		return warn ? reply.withWarnings(List.of(JOB_WARNING)) : reply;
	}

	private Deletion.Outcome request(Kind kind, Key key, Deletion deletion) {
		try {
			return this.objects.delete(key, deletion);
		}
		catch (StoreException ex) {
			if (ex.reason() == StoreException.Reason.NOT_FOUND) {
				throw ApiError.notFound(kind, key.name());
			}
			throw ApiError.precondition(kind, key.name(), ex.getMessage() + "");
		}
	}

	private static void check(Kind kind, ObjectNode current, Deletion deletion) {
		String uid = current.path("metadata").path("uid").asText();
		String name = Json.name(current);
		if (deletion.uid() != null && !deletion.uid().equals(uid)) {
			throw ApiError.precondition(kind, name,
					"the UID in the precondition (" + deletion.uid() + ") does not match the UID in record (" + uid
							+ "). The object might have been deleted and then recreated");
		}
		if (deletion.resourceVersion() != null && !deletion.resourceVersion().equals(Json.version(current))) {
			throw ApiError.precondition(kind, name,
					"the ResourceVersion in the precondition (" + deletion.resourceVersion()
							+ ") does not match the ResourceVersion in record (" + Json.version(current)
							+ "). The object might have been modified");
		}
	}

	private static ObjectNode success(Kind kind, ObjectNode object) {
		ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
		status.putObject("metadata");
		status.put("status", "Success");
		ObjectNode details = status.putObject("details").put("name", Json.name(object));
		if (!kind.group().isEmpty()) {
			details.put("group", kind.group());
		}
		details.put("kind", kind.plural()).put("uid", object.path("metadata").path("uid").asText());
		return status;
	}

	Reply deleteCollection(Call call, Target target, Reading reading) {
		Kind kind = target.kind();
		Shown shown = Shown.of(call, kind, this.objects.clock().instant());
		Wish wish = wish(call);
		ListOptions options = ListOptions.of(call, target, false);
		List<ObjectNode> answered = new ArrayList<>();
		for (ObjectNode object : reading.select(target, options.labels(), options.fields())) {
			Key key = kind.key(object.path("metadata").path("namespace").asText(""), Json.name(object));
			if (wish.dryRun()) {
				answered.add(object);
				continue;
			}
			try {
				Deletion.Outcome outcome = this.objects.delete(key, wish.deletion());
				answered.add(outcome.gone() ? object : outcome.object());
			}
			catch (StoreException ex) {
				if (ex.reason() != StoreException.Reason.NOT_FOUND) {
					throw ApiError.precondition(kind, key.name(), ex.getMessage() + "");
				}
			}
		}
		ObjectNode metadata = Json.object()
			.put("resourceVersion", Long.toString(this.objects.store().resourceVersion()));
		return shown.reply(200, shown.list(answered, metadata));
	}

	private static Wish wish(Call call) {
		JsonNode body = Bodies.tree(call);
		JsonNode options = (body != null && body.isObject()) ? body : Json.object();
		String policy = options.path("propagationPolicy").asText(call.param("propagationPolicy", ""));
		JsonNode orphan = options.path("orphanDependents");
		List<String> dryRun = new ArrayList<>(call.dryRun());
		options.path("dryRun").forEach((value) -> dryRun.add(value.asText()));
		validate(policy, orphan, dryRun);
		if (orphan.isBoolean()) {
			policy = orphan.asBoolean() ? "Orphan" : "Background";
		}
		Long grace = options.has("gracePeriodSeconds") ? Long.valueOf(options.get("gracePeriodSeconds").asLong())
				: call.number("gracePeriodSeconds");
		JsonNode preconditions = options.path("preconditions");
		return new Wish(new Deletion(policy.isEmpty() ? null : policy, grace, preconditions.path("uid").asText(null),
				preconditions.path("resourceVersion").asText(null)), !dryRun.isEmpty());
	}

	private static void validate(String policy, JsonNode orphan, List<String> dryRun) {
		List<Cause> causes = new ArrayList<>();
		if (!policy.isEmpty() && orphan.isBoolean()) {
			causes.add(Cause.invalidText("propagationPolicy", policy,
					"orphanDependents and deletionPropagation cannot be both set"));
		}
		else if (!List.of("", "Foreground", "Background", "Orphan").contains(policy)) {
			causes.add(Cause.unsupported("propagationPolicy", Cause.quote(policy),
					List.of("Foreground", "Background", "Orphan", "nil")));
		}
		if (!dryRun.isEmpty() && !dryRun.contains("All")) {
			causes.add(Cause.unsupported("dryRun",
					"[]string{" + String.join(", ", dryRun.stream().map(Cause::quote).toList()) + "}", List.of("All")));
		}
		if (!causes.isEmpty()) {
			throw ApiError.invalid("DeleteOptions.meta.k8s.io", "", causes);
		}
	}

}
