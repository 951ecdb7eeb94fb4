package dev.slipway.promotion;

/** Told of what operators freeze. */
public interface FreezeListener {

	/** A freeze is made, in this transaction; it may begin later. */
	void begun(AdHocFreeze freeze);

}
