package dev.slipway.runner;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import org.codehaus.groovy.runtime.typehandling.DefaultTypeTransformation;
import org.jspecify.annotations.Nullable;

/** The conditions of {@code when}; several in one block must all hold. */
final class DeclarativeWhen {

	private static final List<String> WHEN_TO_ASK = List.of("beforeAgent", "beforeInput", "beforeOptions");

	private static final String USER = "UserIdCause";

	private final Build build;

	private final ChangeLog changes;

	DeclarativeWhen(Build build) {
		this.build = build;
		this.changes = new ChangeLog(build);
	}

	/** Whether the stage is to run. */
	boolean holds(Block when) {
		return when.all().stream().filter((one) -> !WHEN_TO_ASK.contains(one.name())).allMatch(this::holds);
	}

	private boolean holds(Directive condition) {
		return switch (condition.name()) {
			case "not" -> !holds(condition.block());
			case "allOf" -> holds(condition.block());
			case "anyOf" -> condition.block().all().stream().anyMatch(this::holds);
			case "expression" ->
				DefaultTypeTransformation.booleanUnbox(this.build.in(this.build.context(), condition.code()));
			case "branch" -> matches(condition, "pattern", this.build.env("BRANCH_NAME"));
			case "tag" -> matches(condition, "pattern", this.build.env("TAG_NAME"));
			case "buildingTag" -> this.build.env("TAG_NAME") != null;
			case "changeRequest" -> changeRequest(condition);
			case "environment" -> environment(condition);
			case "equals" -> Objects.equals(text(condition, "expected"), text(condition, "actual"));
			case "triggeredBy" -> triggeredBy(condition);
			case "changeset" -> this.changes.files().stream().anyMatch((file) -> matches(condition, "pattern", file));
			case "changelog" ->
				this.changes.messages().stream().anyMatch((message) -> inLog(pattern(condition, "pattern"), message));
			default -> false; // isRestartedRun: a build is never restarted here
		};
	}

	private static String pattern(Directive condition, String argument) {
		return condition.named(argument, condition.named().isEmpty() ? condition.text() : "");
	}

	/** By Ant's pattern unless another comparator is named. */
	private static boolean matches(Directive condition, String argument, @Nullable String value) {
		String pattern = pattern(condition, argument);
		return value != null && matches(condition.named("comparator", "GLOB"), pattern, value);
	}

	private static boolean matches(String comparator, String pattern, String value) {
		return switch (comparator) {
			case "REGEXP" -> Pattern.compile(pattern).matcher(value).matches();
			case "EQUALS" -> pattern.equals(value);
			default -> AntPattern.pattern(pattern).matcher(value).matches();
		};
	}

	/** Without arguments any; else each must match the variable of its name. */
	private boolean changeRequest(Directive condition) {
		if (this.build.env("CHANGE_ID") == null) {
			return false;
		}
		for (Map.Entry<?, ?> wanted : condition.named().entrySet()) {
			String name = String.valueOf(wanted.getKey());
			if (!name.equals("comparator")) {
				String variable = "CHANGE_" + name.replaceAll("([A-Z])", "_$1").toUpperCase(java.util.Locale.ROOT);
				String value = this.build.env(variable);
				if (value == null || !matches(condition.named("comparator", "EQUALS"),
						String.valueOf(wanted.getValue()), value)) {
					return false;
				}
			}
		}
		return true;
	}

	private boolean environment(Directive condition) {
		String value = Objects.requireNonNullElse(this.build.env(condition.named("name", "")), "");
		String wanted = condition.named("value", "");
		return Boolean.parseBoolean(condition.named("ignoreCase", "false")) ? value.equalsIgnoreCase(wanted)
				: value.equals(wanted);
	}

	/** As text, since {@code 2} and {@code "${1 + 1}"} are meant to be equal. */
	private static @Nullable String text(Directive condition, String argument) {
		Object value = condition.named().get(argument);
		return (value != null) ? value.toString() : null;
	}

	private boolean triggeredBy(Directive condition) {
		String cause = pattern(condition, "cause");
		String detail = condition.named("detail", "");
		return this.build.request().causes().stream().anyMatch((one) -> {
			String type = one.getOrDefault("_class", "").replaceFirst(".*[.$]", "");
			return type.equals(USER) && cause.equals(USER) ? detail.isEmpty() || detail.equals(one.get("userId"))
					: caused(type, cause);
		});
	}

	/**
	 * As Jenkins's {@code Utils.shouldRunBeAllowed}: how the class's simple name begins.
	 */
	static boolean caused(String type, String cause) {
		return type.matches("(?i)\\.*" + cause + ".*");
	}

	/**
	 * As Jenkins's {@code ChangeLogConditional}: the pattern matches the whole title, or
	 * the whole message but for the rest of its first and last line.
	 */
	static boolean inLog(String pattern, String message) {
		String title = message.lines().findFirst().orElse("");
		return Pattern.compile(pattern).matcher(title).matches()
				|| Pattern.compile("(?m)(?s)^[^\\r\\n]*?" + pattern + "[^\\r\\n]*?$").matcher(message).matches();
	}

}
