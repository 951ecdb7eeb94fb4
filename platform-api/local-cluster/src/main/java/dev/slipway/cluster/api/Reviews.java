package dev.slipway.cluster.api;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.api.kinds.Cause;

/** Reviews: asked, answered, not kept. There is one user and he may do everything. */
final class Reviews {

	private Reviews() {
	}

	static Reply create(Call call, Target target) {
		Bodies.Read read = Bodies.object(call, target.kind());
		ObjectNode review = read.object();
		review.withObject("/metadata").putNull("creationTimestamp");
		switch (target.kind().kind()) {
			case "SelfSubjectAccessReview" -> access(review);
			case "SelfSubjectRulesReview" -> rules(review);
			default -> {
				ObjectNode user = review.putObject("status").putObject("userInfo").put("username", "slipway-admin");
				user.putArray("groups").add("system:masters").add("system:authenticated");
			}
		}
		return Reply.json(201, review).withWarnings(read.warnings());
	}

	private static void access(ObjectNode review) {
		ObjectNode spec = review.withObject("/spec");
		if (spec.has("resourceAttributes") == spec.has("nonResourceAttributes")) {
			String value = spec.has("resourceAttributes") ? spec.path("resourceAttributes").toString() : "null";
			throw reviewInvalid(Cause.invalidText("spec.resourceAttributes", value,
					"exactly one of nonResourceAttributes or resourceAttributes must be specified"));
		}
		review.putObject("status").put("allowed", true);
	}

	private static ApiError reviewInvalid(Cause cause) {
		return ApiError.invalid(".authorization.k8s.io", "", List.of(cause));
	}

	private static void rules(ObjectNode review) {
		ObjectNode status = review.putObject("status").put("incomplete", false);
		ObjectNode rule = status.putArray("resourceRules").addObject();
		rule.putArray("verbs").add("*");
		rule.putArray("apiGroups").add("*");
		rule.putArray("resources").add("*");
		ObjectNode other = status.putArray("nonResourceRules").addObject();
		other.putArray("verbs").add("*");
		other.putArray("nonResourceURLs").add("*");
	}

}
