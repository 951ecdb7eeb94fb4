package dev.slipway.observability.metrics.embedded;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A series as a target writes it, taken apart.
 *
 * @param metric the metric's name
 * @param labels its labels
 */
record SeriesName(String metric, Map<String, String> labels) {

	/**
	 * Takes it apart.
	 * @throws IllegalArgumentException when it is not written right
	 */
	static SeriesName parse(String text) {
		int brace = text.indexOf('{');
		String metric = ((brace < 0) ? text : text.substring(0, brace)).strip();
		if (!name(metric, true)) {
			throw new IllegalArgumentException("'" + metric + "' is not the name of a metric");
		}
		return new SeriesName(metric, (brace < 0) ? Map.of() : new Pairs(text, brace + 1).read());
	}

	private static boolean name(String text, boolean colons) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (colons && c == ':');
			if (!letter && (i == 0 || c < '0' || c > '9')) {
				return false;
			}
		}
		return !text.isEmpty();
	}

	/** Reads {@code name="value",…}}. */
	private static final class Pairs {

		private final String text;

		private int at;

		Pairs(String text, int at) {
			this.text = text;
			this.at = at;
		}

		Map<String, String> read() {
			Map<String, String> labels = new LinkedHashMap<>();
			while (next() != '}') {
				int equals = this.text.indexOf('=', this.at);
				String label = (equals < 0) ? "" : this.text.substring(this.at, equals).strip();
				if (!name(label, false)) {
					throw new IllegalArgumentException("'" + label + "' is not the name of a label");
				}
				this.at = equals + 1;
				expect('"');
				if (labels.put(label, value()) != null) {
					throw new IllegalArgumentException("the label " + label + " is there twice");
				}
				if (next() == ',') {
					this.at++;
				}
				else if (next() != '}') {
					throw new IllegalArgumentException("a comma or } is missing after the label " + label);
				}
			}
			return labels;
		}

		private char next() {
			while (this.at < this.text.length() && Character.isWhitespace(this.text.charAt(this.at))) {
				this.at++;
			}
			if (this.at >= this.text.length()) {
				throw new IllegalArgumentException("the labels are not closed by }");
			}
			return this.text.charAt(this.at);
		}

		private void expect(char wanted) {
			if (next() != wanted) {
				throw new IllegalArgumentException("a label's value is not in quotes");
			}
			this.at++;
		}

		private String value() {
			StringBuilder value = new StringBuilder();
			for (; this.at < this.text.length(); this.at++) {
				char c = this.text.charAt(this.at);
				if (c == '"') {
					this.at++;
					return value.toString();
				}
				if (c == '\\' && this.at + 1 < this.text.length()) {
					char escaped = this.text.charAt(++this.at);
					switch (escaped) {
						case 'n' -> value.append('\n');
						case '"', '\\' -> value.append(escaped);
						default -> value.append('\\').append(escaped);
					}
				}
				else {
					value.append(c);
				}
			}
			throw new IllegalArgumentException("a label's value is not closed by a quote");
		}

	}

}
