package dev.slipway.promotion;

/** Told of what operators freeze. */
public interface FreezeListener {

	/** A freeze was made; it may begin later. */
	void begun(AdHocFreeze freeze);

}
