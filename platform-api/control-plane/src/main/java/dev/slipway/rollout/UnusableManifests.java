package dev.slipway.rollout;

import org.jspecify.annotations.Nullable;

/** The repository's manifests cannot be released. */
public class UnusableManifests extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String file;

	private final String remedy;

	public UnusableManifests(String file, String message, String remedy) {
		this(file, message, remedy, null);
	}

	public UnusableManifests(String file, String message, String remedy, @Nullable Throwable cause) {
		super(file + ": " + message, cause);
		this.file = file;
		this.remedy = remedy;
	}

	/** The file that has to change. */
	public String file() {
		return this.file;
	}

	/** What to change in it. */
	public String remedy() {
		return this.remedy;
	}

}
