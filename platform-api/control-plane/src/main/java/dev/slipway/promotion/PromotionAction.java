package dev.slipway.promotion;

/** What a promotion does. */
public sealed interface PromotionAction {

	/** Those who may approve know that they are asked. */
	record AskPeople() implements PromotionAction {
	}

	/** The release is asked for, unless it was. */
	record RequestRelease() implements PromotionAction {
	}

	/**
	 * Who listens knows how it ended.
	 *
	 * @param result how
	 */
	record Tell(PromotionState.Result result) implements PromotionAction {
	}

}
