package dev.slipway.observability.metrics.embedded;

/** A target answered with something that is not the Prometheus text format. */
class BadExposition extends RuntimeException {

	BadExposition(int line, String message) {
		super("line " + line + ": " + message);
	}

}
