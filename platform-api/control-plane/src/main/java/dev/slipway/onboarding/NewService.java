package dev.slipway.onboarding;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The service that is to be.
 *
 * @param name its name
 * @param team its team
 * @param description one sentence
 * @param template the golden template
 * @param parameters the template's parameters with their defaults
 * @param author who asked
 * @param onFailure what happens when a stage fails for good
 * @param stages what is to be done, in order
 */
public record NewService(String name, String team, String description, String template, Map<String, Object> parameters,
		String author, OnFailure onFailure, List<Stage> stages) {

	public NewService {
		parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
		stages = List.copyOf(stages);
	}

	/** What happens when a stage fails for good. */
	public enum OnFailure {

		/** The onboarding waits for {@code retry} or {@code undo}. */
		KEEP,
		/** All stages are undone. */
		UNDO

	}

}
