package dev.slipway.scaffold;

import org.jspecify.annotations.Nullable;

/** A template cannot be read or rendered: its author has to mend it. */
public class TemplateBroken extends RuntimeException {

	private final String file;

	private final int line;

	/**
	 * Makes one.
	 * @param file the file of the template, such as {@code files/pom.xml}
	 * @param line counts from 1; 0 when it is not known
	 * @param message what is wrong there
	 */
	public TemplateBroken(String file, int line, String message, @Nullable Throwable cause) {
		super(file + ((line > 0) ? ":" + line : "") + ": " + message, cause);
		this.file = file;
		this.line = line;
	}

	public String file() {
		return this.file;
	}

	public int line() {
		return this.line;
	}

}
