package dev.slipway.chaos;

/** Is told how runs go: each verdict once, each state at least once. */
public interface Conclusions {

	/** The run is in this state; it may be told so many times. */
	default void moved(RunState state) {
	}

	/** The run is over. */
	void concluded(Plan plan, Verdict verdict);

}
