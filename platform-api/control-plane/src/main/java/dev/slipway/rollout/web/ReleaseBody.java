package dev.slipway.rollout.web;

import java.util.Map;

import dev.slipway.api.Problem;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a release is asked for with.
 *
 * @param image what to run
 * @param commit whose manifests to use
 * @param build that made the image
 * @param strategy changes to the strategy of the repository: a type, or a part of what
 * stands in {@code slipway.yaml}
 * @param override why the environment's rules are overridden
 */
@Schema(name = "ReleaseRequest")
record ReleaseBody(
		@Schema(description = "The image, best with its digest",
				example = "localhost:5000/shop/orders@sha256:…") @Nullable String image,
		@Schema(description = "The commit whose deploy/ and slipway.yaml are used; the head of main if missing",
				example = "5b3c1e0") @Nullable String commit,
		@Schema(description = "The build that made the image", example = "7") @Nullable Integer build,
		@Schema(description = "Changes to the strategy of slipway.yaml for this release: a type, or what spec.strategy "
				+ "may have there, see GET /api/v1/schemas/slipway.yaml; lists are replaced as a whole, null takes the "
				+ "default", type = "object",
				example = "{\"type\": \"canary\", \"steps\": [{\"weight\": 50, \"pause\": \"60s\"}]}") @Nullable Object strategy,
		@Schema(description = "Why the environment's rules (freezes, the order of environments) are overridden for "
				+ "this release; for operators, kept in its history",
				example = "Fixes the outage INC-42") @Nullable String override) {

	private static final int LONGEST = 500;

	String checkedImage() {
		if (this.image == null || this.image.isBlank()) {
			throw Problem.invalid("image", "must not be empty").remedy("Give the image that the build pushed");
		}
		if (this.image.length() > LONGEST || !this.image.matches("[\\w.:/@-]+")) {
			throw Problem.invalid("image", "is not the name of an image");
		}
		return this.image;
	}

	@Nullable String checkedCommit() {
		if (this.commit != null && !this.commit.matches("[0-9a-fA-F]{7,64}")) {
			throw Problem.invalid("commit", "is not the id of a commit");
		}
		return this.commit;
	}

	/** The reason for overriding the rules; null when they hold. */
	@Nullable String checkedOverride() {
		if (this.override == null) {
			return null;
		}
		return reason("override", this.override);
	}

	static String reason(String field, @Nullable String reason) {
		if (reason == null || reason.isBlank() || reason.length() > LONGEST) {
			throw Problem.invalid(field, "must say why, in at most " + LONGEST + " characters");
		}
		return reason.strip();
	}

	StrategyChanges changes() {
		return new StrategyChanges(this.strategy);
	}

	/** Whether the request itself writes what a path of the strategy names. */
	boolean writes(String path) {
		String[] keys = path.split("[.\\[]");
		boolean within = path.startsWith("spec.strategy") && keys.length > 1;
		if (!within || this.strategy == null) {
			return false;
		}
		return !(this.strategy instanceof Map<?, ?> map) || keys.length == 2 || map.containsKey(keys[2]);
	}

}
