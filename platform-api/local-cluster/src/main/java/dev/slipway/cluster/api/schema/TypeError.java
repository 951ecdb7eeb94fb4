package dev.slipway.cluster.api.schema;

/** A value of the wrong JSON type, worded as Go's decoder words it. */
public final class TypeError extends RuntimeException {

	private static final long serialVersionUID = 1L;

	TypeError(String message) {
		super(message);
	}

}
