package dev.slipway.cluster.store;

/** A request the store cannot meet, with the reason a Kubernetes Status names. */
public class StoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Why. */
	public enum Reason {

		/** There is an object of that key. */
		ALREADY_EXISTS,
		/** There is no object of that key. */
		NOT_FOUND,
		/** The object changed since it was read. */
		CONFLICT,
		/** The version asked for is no longer in the history. */
		EXPIRED,
		/** The version asked for lies in the future. */
		TOO_LARGE

	}

	private final Reason reason;

	/**
	 * Creates the failure.
	 * @param reason why
	 * @param message in words
	 */
	public StoreException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/** Why. */
	public Reason reason() {
		return this.reason;
	}

}
