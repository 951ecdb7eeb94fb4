package dev.slipway.cluster.images;

/**
 * An image cannot be had: not in the store, broken, or not usable here. The message names
 * the remedy.
 */
public class ImageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Why an image cannot be had.
	 * @param message what is wrong and what helps
	 */
	public ImageException(String message) {
		super(message);
	}

	/**
	 * Why an image cannot be had.
	 * @param message what is wrong and what helps
	 * @param cause what was thrown
	 */
	public ImageException(String message, Throwable cause) {
		super(message, cause);
	}

}
