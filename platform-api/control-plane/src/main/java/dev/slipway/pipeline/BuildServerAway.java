package dev.slipway.pipeline;

import org.jspecify.annotations.Nullable;

/** The build server does not do what it is asked now; nobody who asked is to blame. */
public class BuildServerAway extends RuntimeException {

	private final String remedy;

	/**
	 * Creates one.
	 * @param message what is wrong, as an operator understands it
	 * @param remedy what to do about it
	 */
	public BuildServerAway(String message, String remedy, @Nullable Throwable cause) {
		super(message, cause);
		this.remedy = remedy;
	}

	/** Whether asking again later may help; else somebody has to mend something first. */
	public boolean mayPass() {
		return true;
	}

	/** What to do about it. */
	public final String remedy() {
		return this.remedy;
	}

}
