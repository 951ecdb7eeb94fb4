package dev.slipway.observability.metrics;

/** A question that the store refuses; the message says why and what to write instead. */
public final class BadMetricQuery extends IllegalArgumentException {

	private static final long serialVersionUID = 1;

	public BadMetricQuery(String message) {
		super(message);
	}

}
