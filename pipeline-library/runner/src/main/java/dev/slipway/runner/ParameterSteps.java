package dev.slipway.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import hudson.AbortException;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a build or of an input: the directive {@code parameters} and the steps
 * {@code properties([parameters([…])])} and {@code booleanParam} with their like.
 */
final class ParameterSteps {

	private final Build build;

	ParameterSteps(Build build) {
		this.build = build;
	}

	void register(Language language) {
		for (String type : List.of("booleanParam", "choice", "text", "password")) {
			language.add(Step.simple(type, (call) -> definition(call.step(), call.values()), "name", "defaultValue",
					"description", "choices", "trim", "defaultValueAsSecret"));
		}
		language.add(Step.simple("parameters", (call) -> call, "definitions"));
		language.add(Step.simple("properties", this::properties, "properties"));
		for (String ignored : List.of("buildDiscarder", "disableConcurrentBuilds", "pipelineTriggers", "logRotator",
				"disableResume", "durabilityHint", "cron", "pollSCM", "upstream")) {
			language.add(Step.simple(ignored, (call) -> call, "value", "abortPrevious", "numToKeepStr", "daysToKeepStr",
					"artifactNumToKeepStr", "artifactDaysToKeepStr", "upstreamProjects", "threshold"));
		}
	}

	private @Nullable Object properties(Call call) throws Exception {
		if (!(call.value("properties") instanceof Iterable<?> all)) {
			throw new AbortException("The step 'properties' needs a list");
		}
		for (Object property : all) {
			if (property instanceof Call one && one.step().equals("parameters")
					&& one.value("definitions") instanceof Iterable<?> definitions) {
				define(this.build, definitions(definitions));
			}
			else if (property instanceof Call other) {
				this.build.log("The local runner ignores the property " + other.step());
			}
		}
		return null;
	}

	/** What a list in a Jenkinsfile defines. */
	static List<Definition> definitions(@Nullable Object list) throws AbortException {
		List<Definition> all = new ArrayList<>();
		for (Object one : (list instanceof Iterable<?> several) ? several : List.of()) {
			if (one instanceof Definition definition) {
				all.add(definition);
			}
			else if (one instanceof Call call && call.step().equals("string")) {
				all.add(definition("string", call.values()));
			}
			else {
				throw new AbortException("The local runner knows the parameters string, text, booleanParam, choice and "
						+ "password, not " + ((one instanceof Call other) ? other.step() : one));
			}
		}
		return all;
	}

	/** A directive such as {@code string(name: 'A', defaultValue: 'b')}. */
	static Definition of(Directive directive) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		directive.named().forEach((name, value) -> values.put(String.valueOf(name), value));
		return definition(directive.name(), values);
	}

	private static Definition definition(String type, Map<String, @Nullable Object> values) {
		List<String> choices = new ArrayList<>();
		Object given = values.get("choices");
		if (given instanceof Iterable<?> several) {
			several.forEach((choice) -> choices.add(String.valueOf(choice)));
		}
		else if (given != null) {
			choices.addAll(given.toString().lines().toList());
		}
		Object value = values.get("defaultValue");
		String otherwise = (value != null) ? value.toString() : choices.isEmpty() ? "" : choices.get(0);
		return new Definition(String.valueOf(values.get("name")), type.equals("booleanParam") ? "boolean" : type,
				String.valueOf(values.getOrDefault("description", "")), otherwise, choices);
	}

	/** Gives the build its parameters: what was given, else the defaults. */
	static void define(Build build, List<Definition> definitions) throws AbortException {
		for (Definition one : definitions) {
			Object given = build.request().params().get(one.name());
			if (one.type().equals("password")) {
				build.masker().add((given != null) ? given.toString() : one.value());
			}
			build.addParameter(one.name(), one.typed((given != null) ? given.toString() : one.value()));
		}
	}

	/**
	 * A parameter as it is asked for.
	 *
	 * @param name its name
	 * @param type string, text, boolean, choice or password
	 * @param description a sentence; may be empty
	 * @param value the default
	 * @param choices of a choice
	 */
	record Definition(String name, String type, String description, String value, List<String> choices) {

		/** A given text as the value that the Jenkinsfile sees. */
		Object typed(String given) throws AbortException {
			if (this.type.equals("choice") && !this.choices.contains(given)) {
				throw new AbortException(
						"The parameter '" + this.name + "' must be one of " + this.choices + ", not '" + given + "'");
			}
			return this.type.equals("boolean") ? (Object) Boolean.valueOf(given) : given;
		}

		/** For the platform; the default of a password stays here. */
		Map<String, Object> event() {
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("name", this.name);
			fields.put("type", this.type);
			fields.put("description", this.description);
			if (!this.type.equals("password")) {
				fields.put("value", this.value);
			}
			fields.put("choices", this.choices);
			return fields;
		}

	}

}
