package dev.slipway.judge;

import java.util.List;

/**
 * The error messages of one release in a window.
 *
 * @param exposure how many requests it handled then, or another measure of its chances to
 * log an error; 0 is no data, however few errors there are
 * @param errors the messages, in order
 */
public record LogSide(long exposure, List<String> errors) {

	/**
	 * Copies the messages.
	 * @throws IllegalArgumentException when the exposure is negative
	 */
	public LogSide {
		if (exposure < 0) {
			throw new IllegalArgumentException("The exposure must not be negative: " + exposure);
		}
		errors = List.copyOf(errors);
	}

}
