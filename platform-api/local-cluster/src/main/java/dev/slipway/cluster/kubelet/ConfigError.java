package dev.slipway.cluster.kubelet;

/**
 * A container cannot be started as its pod describes it; it is tried again later.
 */
final class ConfigError extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String reason;

	ConfigError(String reason, String message) {
		super(message);
		this.reason = reason;
	}

	ConfigError(String reason, String message, Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/** The reason as a waiting container shows it. */
	String reason() {
		return this.reason;
	}

}
