package dev.slipway.chaos;

/** Is told each verdict once. */
public interface Conclusions {

	/** The run is over. */
	void concluded(Plan plan, Verdict verdict);

}
