package dev.slipway.cluster.api.patch;

/** A patch that cannot be applied. */
public final class PatchException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Whose fault. */
	public enum Kind {

		/** The patch cannot be read. */
		BROKEN,
		/** The patch can be read and does not fit the object. */
		UNFIT,
		/** The patch confuses a real server. */
		INTERNAL

	}

	private final Kind kind;

	PatchException(Kind kind, String message) {
		super(message);
		this.kind = kind;
	}

	/** Whose fault. */
	public Kind kind() {
		return this.kind;
	}

}
