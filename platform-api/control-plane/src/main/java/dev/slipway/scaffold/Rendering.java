package dev.slipway.scaffold;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A rendered template.
 *
 * @param template what was rendered
 * @param parameters the parameters with their defaults
 * @param files the tree by path
 * @param steps the steps whose condition holds, with their input evaluated
 */
public record Rendering(Template template, Map<String, Object> parameters,
		SortedMap<String, TemplateBundle.TreeFile> files, List<PlannedStep> steps) {

	public Rendering {
		files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
		steps = List.copyOf(steps);
	}

	/**
	 * A step that is to be done.
	 *
	 * @param id the step's id
	 * @param name for people
	 * @param action what it does
	 * @param input its input with the expressions evaluated
	 */
	public record PlannedStep(String id, String name, TemplateAction action, Map<String, Object> input) {
	}

}
