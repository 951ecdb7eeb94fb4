package dev.slipway.scaffold;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The parameters do not fit the template. */
public class InvalidParameters extends RuntimeException {

	private final Map<String, String> fields;

	/**
	 * Makes one.
	 * @param fields what is wrong, by the dotted path of the parameter
	 */
	public InvalidParameters(Map<String, String> fields) {
		super("The parameters do not fit the template: " + new TreeMap<>(fields));
		this.fields = Collections.unmodifiableMap(new TreeMap<>(fields));
	}

	public Map<String, String> fields() {
		return this.fields;
	}

}
