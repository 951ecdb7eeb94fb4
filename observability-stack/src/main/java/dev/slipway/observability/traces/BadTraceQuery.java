package dev.slipway.observability.traces;

/** What is asked cannot be asked of traces; the message says what to change. */
public final class BadTraceQuery extends RuntimeException {

	private static final long serialVersionUID = 1;

	public BadTraceQuery(String message) {
		super(message);
	}

}
