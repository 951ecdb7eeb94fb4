package dev.slipway.promotion;

import java.util.List;
import java.util.Optional;

import dev.slipway.flow.Step;
import dev.slipway.promotion.Promotion.Answer;
import dev.slipway.promotion.PromotionState.Result;
import org.jspecify.annotations.Nullable;

/**
 * The world as a promotion sees it in one tick.
 *
 * @param promotion as it is kept
 * @param answers what people said, oldest first
 * @param proven whether the digest still is a success in the environment before
 * @param frozen why its release would be refused now; null when it would not
 * @param ending how its release ended; null while there is none or it is under way
 */
public record PromotionSeen(Promotion promotion, List<Answer> answers, boolean proven, @Nullable String frozen,
		@Nullable Ending ending) {

	public PromotionSeen {
		answers = List.copyOf(answers);
	}

	/**
	 * Distinct people who agree, in the order they did; whoever asked counts only if the
	 * rules say so.
	 */
	public List<String> agreed() {
		Promotion.Draft draft = this.promotion.draft();
		return this.answers.stream()
			.filter(Answer::approves)
			.map(Answer::by)
			.filter((by) -> !draft.approvals().notByRequester() || !by.equals(draft.requestedBy()))
			.distinct()
			.toList();
	}

	/** Its end, if something ended it before its release. */
	Optional<Step<PromotionState, PromotionAction>> stopped() {
		String withdrawnBy = this.promotion.withdrawnBy();
		if (withdrawnBy != null) {
			return Optional.of(PromotionState.over(Result.WITHDRAWN, "Withdrawn by " + withdrawnBy));
		}
		Optional<Answer> no = this.answers.stream().filter((answer) -> !answer.approves()).findFirst();
		if (no.isPresent()) {
			String comment = no.get().comment();
			return Optional.of(PromotionState.over(Result.REFUSED,
					"Refused by " + no.get().by() + (comment.isEmpty() ? "" : ": " + comment)));
		}
		if (!this.proven) {
			return Optional.of(PromotionState.over(Result.OUTDATED,
					"It is no success any more in " + this.promotion.draft().from()));
		}
		return Optional.empty();
	}

	/**
	 * How a release ended.
	 *
	 * @param succeeded whether it was promoted
	 * @param reason why; empty when it was
	 */
	public record Ending(boolean succeeded, String reason) {
	}

}
