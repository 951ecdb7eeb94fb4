package dev.slipway.runner;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** The variable {@code currentBuild}. Public because Groovy calls it. */
public final class CurrentBuild {

	private final Build build;

	private final long started = System.currentTimeMillis();

	private @Nullable String displayName;

	private @Nullable String description;

	CurrentBuild(Build build) {
		this.build = build;
	}

	/** Null while nothing went wrong, as in Jenkins. */
	public @Nullable String getResult() {
		return (this.build.result() != Result.SUCCESS) ? this.build.result().name() : null;
	}

	/** Makes the result worse; a better one is ignored. */
	public void setResult(@Nullable String result) {
		if (result != null) {
			this.build.worsen(Result.valueOf(result.toUpperCase(Locale.ROOT)));
		}
	}

	/** The result as it would be now. */
	public String getCurrentResult() {
		return this.build.result().name();
	}

	/** The build's number. */
	public int getNumber() {
		String number = this.build.env("BUILD_NUMBER");
		return (number != null) ? Integer.parseInt(number) : 0;
	}

	/** When it started. */
	public long getStartTimeInMillis() {
		return this.started;
	}

	/** How long it runs. */
	public long getDuration() {
		return System.currentTimeMillis() - this.started;
	}

	/** The title; the number unless it was set. */
	public String getDisplayName() {
		return (this.displayName != null) ? this.displayName : "#" + getNumber();
	}

	/** Sets the title. */
	public void setDisplayName(Object name) {
		this.displayName = name.toString();
		this.build.events().send("property", "name", "displayName", "value", name.toString());
	}

	/** The description. */
	public @Nullable String getDescription() {
		return this.description;
	}

	/** Sets the description. */
	public void setDescription(Object text) {
		this.description = text.toString();
		this.build.events().send("property", "name", "description", "value", text.toString());
	}

}
