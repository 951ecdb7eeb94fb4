package dev.slipway.jenkins;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.slipway.pipeline.BuildInput;

/**
 * An input that a run waits for.
 *
 * @param id as Jenkins writes it, with a capital first letter
 * @param message the question
 * @param proceedLabel what the button says
 * @param parameters what the person is asked for
 * @param approvers the names and roles that may answer it here, for Jenkins does not say
 * who may; empty for all who may start a build
 */
public record Pending(String id, String message, String proceedLabel, List<BuildInput.Parameter> parameters,
		Set<String> approvers) {

	public Pending {
		approvers = Set.copyOf(approvers);
		parameters = List.copyOf(parameters);
	}

	/** The input in the platform's words. */
	public BuildInput asInput(Instant now) {
		return new BuildInput(this.id, this.message, this.proceedLabel, this.parameters, this.approvers, now, null);
	}

	/**
	 * The given values, and the defaults of what was not given; unknown ones fail in
	 * Jenkins.
	 */
	public static Map<String, String> values(BuildInput input, Map<String, String> given) {
		Map<String, String> values = new TreeMap<>();
		for (BuildInput.Parameter parameter : input.parameters()) {
			String value = given.getOrDefault(parameter.name(), (parameter.value() != null) ? parameter.value() : "");
			values.put(parameter.name(), value);
		}
		return values;
	}

}
