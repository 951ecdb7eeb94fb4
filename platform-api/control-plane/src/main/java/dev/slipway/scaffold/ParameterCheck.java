package dev.slipway.scaffold;

import java.util.Map;

/** Checks parameters against the JSON Schemas of a template's pages. */
public interface ParameterCheck {

	/**
	 * Checks.
	 * @return what is wrong, by the dotted path of the parameter; empty when all is well
	 */
	Map<String, String> violations(Template template, Map<String, Object> parameters);

}
