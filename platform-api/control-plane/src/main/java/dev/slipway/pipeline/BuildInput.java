package dev.slipway.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A build waits for a person: an {@code input} step.
 *
 * @param id names it within the build
 * @param message the question
 * @param proceedLabel what the button says that lets the build go on
 * @param parameters what the person is asked for
 * @param submitters the names and roles that may answer; empty when everybody may who may
 * start the build
 * @param askedAt since when the build waits
 * @param answer what came of it; null while it waits
 */
public record BuildInput(String id, String message, String proceedLabel, List<Parameter> parameters,
		Set<String> submitters, Instant askedAt, @Nullable Answer answer) {

	public BuildInput {
		parameters = List.copyOf(parameters);
		submitters = Set.copyOf(submitters);
	}

	/** The same, answered. */
	public BuildInput answered(Answer given) {
		return new BuildInput(this.id, this.message, this.proceedLabel, this.parameters, this.submitters, this.askedAt,
				given);
	}

	/**
	 * What a person is asked for.
	 *
	 * @param name the parameter's name
	 * @param type {@code string}, {@code text}, {@code boolean}, {@code choice} or
	 * {@code password}
	 * @param description a sentence; may be empty
	 * @param value the default; null when there is none, always null for a password
	 * @param choices what may be chosen; empty unless it is a choice
	 */
	public record Parameter(String name, String type, String description, @Nullable String value,
			List<String> choices) {

		public Parameter {
			choices = List.copyOf(choices);
		}

	}

	/**
	 * What came of it.
	 *
	 * @param proceed whether the build may go on; false ends it
	 * @param actor who decided; {@code the build server} when it was answered there or
	 * ran out of time
	 * @param at when
	 */
	public record Answer(boolean proceed, String actor, Instant at) {
	}

}
