package dev.slipway.observability.logs;

/** A query text that cannot be read; says where. */
public class BadLogQuery extends RuntimeException {

	private final int position;

	/**
	 * Creates one.
	 * @param position the character at which the text cannot be read on, from 0
	 */
	public BadLogQuery(String message, int position) {
		super(message);
		this.position = position;
	}

	public int position() {
		return this.position;
	}

}
