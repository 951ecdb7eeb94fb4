package dev.slipway.preview;

/** There is no room for another preview. The message names the limit and the remedy. */
public class TooManyPreviews extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public TooManyPreviews(String message) {
		super(message);
	}

}
