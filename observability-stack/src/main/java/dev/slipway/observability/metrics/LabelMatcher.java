package dev.slipway.observability.metrics;

/**
 * A condition on a label, as in PromQL. A label that is not there is the empty string; a
 * pattern matches the whole value.
 *
 * @param label its name
 * @param operation the comparison
 * @param value what it is compared with
 */
public record LabelMatcher(String label, Operation operation, String value) {

	/** The comparisons of PromQL. */
	public enum Operation {

		/** Equal. */
		EQUAL("="),
		/** Not equal. */
		NOT_EQUAL("!="),
		/** Matches the pattern. */
		MATCHES("=~"),
		/** Does not match the pattern. */
		NOT_MATCHES("!~");

		private final String symbol;

		Operation(String symbol) {
			this.symbol = symbol;
		}

		/** As PromQL writes it. */
		public String symbol() {
			return this.symbol;
		}

	}

	public static LabelMatcher equal(String label, String value) {
		return new LabelMatcher(label, Operation.EQUAL, value);
	}

	public static LabelMatcher notEqual(String label, String value) {
		return new LabelMatcher(label, Operation.NOT_EQUAL, value);
	}

	public static LabelMatcher matches(String label, String pattern) {
		return new LabelMatcher(label, Operation.MATCHES, pattern);
	}

	public static LabelMatcher notMatches(String label, String pattern) {
		return new LabelMatcher(label, Operation.NOT_MATCHES, pattern);
	}

}
