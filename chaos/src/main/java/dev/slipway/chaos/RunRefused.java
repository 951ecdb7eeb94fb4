package dev.slipway.chaos;

/** A run may not start now. */
public final class RunRefused extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	RunRefused(String message, String remedy) {
		super(message);
		this.remedy = remedy;
	}

	/** What to do about it. */
	public String remedy() {
		return this.remedy;
	}

}
