package dev.slipway.scaffold.adapter;

import java.util.Map;
import java.util.SortedMap;

import dev.slipway.scaffold.TemplateBundle;

/** A place that holds template folders. */
interface TemplateSource {

	/**
	 * The files of each template, {@code template.yaml} among them, by the folder's name.
	 */
	Map<String, SortedMap<String, TemplateBundle.TreeFile>> read();

	/** Whether the place never changes while the platform runs. */
	boolean constant();

}
