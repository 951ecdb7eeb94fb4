package dev.slipway.cluster.kubelet;

/**
 * What one probe said.
 *
 * @param healthy whether it succeeded
 * @param message why not, as the event shows it
 */
record ProbeResult(boolean healthy, String message) {

	static final ProbeResult SUCCESS = new ProbeResult(true, "");

	static ProbeResult failure(String message) {
		return new ProbeResult(false, message);
	}

}
