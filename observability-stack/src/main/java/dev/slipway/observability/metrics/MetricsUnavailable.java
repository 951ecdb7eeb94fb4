package dev.slipway.observability.metrics;

/**
 * The store gives no answer, or only part of one: it is down, slow, overloaded, or what
 * answers is something else. There is no data then, which is never zero. The message is a
 * sentence with the remedy.
 */
public final class MetricsUnavailable extends RuntimeException {

	private static final long serialVersionUID = 1;

	public MetricsUnavailable(String message) {
		super(message);
	}

	public MetricsUnavailable(String message, Throwable cause) {
		super(message, cause);
	}

}
