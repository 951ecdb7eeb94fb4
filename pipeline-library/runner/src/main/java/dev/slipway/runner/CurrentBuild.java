package dev.slipway.runner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

	/** The build before of this branch that has ended; null when there is none. */
	public @Nullable Map<String, Object> getPreviousBuild() {
		Map<String, String> before = this.build.request().previous();
		String number = before.get("number");
		if (number == null) {
			return null;
		}
		Map<String, Object> previous = new LinkedHashMap<>(before);
		previous.put("number", Integer.parseInt(number));
		previous.put("currentResult", before.getOrDefault("result", ""));
		previous.put("displayName", "#" + number);
		return previous;
	}

	/** The build before of this branch, which has ended. */
	public @Nullable Map<String, Object> getPreviousCompletedBuild() {
		return getPreviousBuild();
	}

	/** Why it builds. */
	public List<Map<String, String>> getBuildCauses() {
		return this.build.request().causes();
	}

	/** The causes of a class, such as {@code hudson.model.Cause$UserIdCause}. */
	public List<Map<String, String>> getBuildCauses(String type) {
		return getBuildCauses().stream().filter((cause) -> type.equals(cause.get("_class"))).toList();
	}

	/** Whether the result is this one or better. */
	public boolean resultIsBetterOrEqualTo(String other) {
		return this.build.result().compareTo(Result.valueOf(other)) <= 0;
	}

	/** Whether the result is this one or worse. */
	public boolean resultIsWorseOrEqualTo(String other) {
		return this.build.result().compareTo(Result.valueOf(other)) >= 0;
	}

	/** The job's name with its folder. */
	public String getFullProjectName() {
		return String.valueOf(this.build.env("JOB_NAME"));
	}

	/** The job's name. */
	public String getProjectName() {
		return getFullProjectName().replaceFirst(".*/", "");
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
