package dev.slipway.platform;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/** The platform cannot live in the state directory that it was given. */
class UnusableState extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	private final transient Path directory;

	UnusableState(Path directory, String message, String remedy, @Nullable Throwable cause) {
		super(message, cause);
		this.directory = directory;
		this.remedy = remedy;
	}

	Path directory() {
		return this.directory;
	}

	String remedy() {
		return this.remedy;
	}

}
