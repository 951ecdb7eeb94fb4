package dev.slipway.promotion;

/** Told what happens to promotions; may be told the same more than once. */
public interface PromotionListener {

	/** Somebody has to approve. */
	void approvalWanted(Promotion promotion);

	/** It is over. */
	void over(Promotion promotion, PromotionState.Result result);

}
