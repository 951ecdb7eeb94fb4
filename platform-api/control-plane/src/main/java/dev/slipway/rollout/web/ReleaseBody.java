package dev.slipway.rollout.web;

import java.time.Duration;
import java.time.format.DateTimeParseException;

import dev.slipway.api.Problem;
import dev.slipway.strategy.Amount;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a release is asked for with.
 *
 * @param image what to run
 * @param commit whose manifests to use
 * @param build that made the image
 * @param strategy changes to the strategy of the repository
 */
@Schema(name = "ReleaseRequest")
record ReleaseBody(
		@Schema(description = "The image, best with its digest",
				example = "localhost:5000/shop/orders@sha256:…") @Nullable String image,
		@Schema(description = "The commit whose deploy/ and slipway.yaml are used; the head of main if missing",
				example = "5b3c1e0") @Nullable String commit,
		@Schema(description = "The build that made the image", example = "7") @Nullable Integer build,
		@Schema(description = "Changes to the strategy of slipway.yaml") @Nullable StrategyBody strategy) {

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

	StrategyChanges changes() {
		return (this.strategy != null) ? this.strategy.changes() : StrategyChanges.none();
	}

	/**
	 * A strategy, or the part of it that is changed.
	 *
	 * @param type rolling
	 * @param maxSurge pods above the desired number
	 * @param maxUnavailable pods below it
	 * @param minReady how long a pod has to be ready to count
	 * @param progressDeadline a batch that is not ready by then fails the release
	 */
	@Schema(name = "Strategy")
	record StrategyBody(@Schema(example = "rolling") @Nullable String type,
			@Schema(example = "25%") @Nullable String maxSurge, @Schema(example = "0") @Nullable String maxUnavailable,
			@Schema(example = "PT5S") @Nullable String minReady,
			@Schema(example = "PT2M") @Nullable String progressDeadline) {

		StrategyChanges changes() {
			if (this.type != null && !this.type.equals("rolling")) {
				throw Problem.invalid("strategy.type", "\"" + this.type + "\" is not a strategy of this version")
					.remedy("Use rolling");
			}
			return new StrategyChanges(amount("strategy.maxSurge", this.maxSurge),
					amount("strategy.maxUnavailable", this.maxUnavailable),
					duration("strategy.minReady", this.minReady),
					duration("strategy.progressDeadline", this.progressDeadline));
		}

		private static @Nullable Amount amount(String field, @Nullable String text) {
			try {
				return (text != null) ? Amount.parse(text) : null;
			}
			catch (IllegalArgumentException ex) {
				throw Problem.invalid(field, String.valueOf(ex.getMessage()));
			}
		}

		private static @Nullable Duration duration(String field, @Nullable String text) {
			if (text == null) {
				return null;
			}
			try {
				Duration parsed = Duration.parse(text.startsWith("P") ? text : "PT" + text);
				if (!parsed.isNegative()) {
					return parsed;
				}
			}
			catch (DateTimeParseException ex) {
				throw Problem.invalid(field, "\"" + text + "\" is not a duration such as 90s or PT2M");
			}
			throw Problem.invalid(field, "must not be negative");
		}

	}

}
