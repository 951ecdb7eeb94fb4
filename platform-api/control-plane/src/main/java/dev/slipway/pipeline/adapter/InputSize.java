package dev.slipway.pipeline.adapter;

import dev.slipway.pipeline.BuildInput;
import org.jspecify.annotations.Nullable;

/** How large an input may be to be kept; its message and label are cut instead. */
final class InputSize {

	private static final int ID = 200;

	private static final int PARAMETERS = 20_000;

	private static final int SUBMITTERS = 4_000;

	private InputSize() {
	}

	/** Why an input cannot be asked; null when it can. */
	static @Nullable String refusal(BuildInput input) {
		String id = input.id();
		if (id.length() > ID) {
			return "The id of the input '" + Rows.cut(id, 40) + "…' has " + id.length() + " characters; at most " + ID
					+ " are possible";
		}
		int parameters = BuildJson.text(input.parameters()).length();
		if (parameters > PARAMETERS) {
			return "The parameters of the input '" + id + "' take " + parameters + " characters as JSON; at most "
					+ PARAMETERS + " are possible";
		}
		int submitters = BuildJson.text(input.submitters()).length();
		return (submitters > SUBMITTERS) ? "The submitters of the input '" + id + "' take " + submitters
				+ " characters as JSON; at most " + SUBMITTERS + " are possible" : null;
	}

}
