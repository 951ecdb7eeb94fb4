package dev.slipway.scaffold;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A step of a template.
 *
 * @param id names its output in expressions: {@code steps.<id>.output}
 * @param name for people
 * @param action what it does
 * @param condition an expression; null when the step is always done
 * @param each an expression for a list or map; the step is done for each of its elements
 * @param input what the action needs, with expressions
 */
public record TemplateStep(String id, String name, TemplateAction action, @Nullable String condition,
		@Nullable String each, Map<String, Object> input) {
}
