package dev.slipway.onboarding;

/**
 * One attempt to do a stage or to take it back.
 *
 * @param stage the stage
 * @param direction forth or back
 * @param attempt counts the attempts of that stage and direction, from 1
 */
public record Turn(Stage stage, Direction direction, int attempt) {

	/** The next attempt of the same. */
	Turn again() {
		return new Turn(this.stage, this.direction, this.attempt + 1);
	}

	/** Forth or back. */
	public enum Direction {

		/** Does the stage. */
		FORTH,
		/** Takes the stage back. */
		BACK

	}

}
