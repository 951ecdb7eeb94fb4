package dev.slipway.database;

import org.jspecify.annotations.Nullable;

/** The state database cannot be opened; the message names the file. */
final class DatabaseUnusable extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	DatabaseUnusable(String message, String remedy, @Nullable Throwable cause) {
		super(message, cause);
		this.remedy = remedy;
	}

	String remedy() {
		return this.remedy;
	}

}
