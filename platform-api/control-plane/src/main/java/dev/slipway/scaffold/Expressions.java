package dev.slipway.scaffold;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Evaluates the {@code ${{ }}} expressions of templates. */
public interface Expressions {

	/**
	 * Renders a text.
	 * @param origin the file the text comes from, for messages
	 * @throws TemplateBroken naming the origin and the line
	 */
	String text(String origin, String text, Map<String, Object> context);

	/**
	 * Evaluates a text. One that is a single expression keeps its type, any other gives a
	 * string.
	 * @throws TemplateBroken naming the origin and the line
	 */
	@Nullable Object value(String origin, String text, Map<String, Object> context);

}
