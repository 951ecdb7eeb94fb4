package dev.slipway.observability.metrics.embedded;

import java.util.Locale;

/**
 * Reads the Prometheus text format 0.0.4. One line that cannot be read fails the whole,
 * as with Prometheus: half of a scrape would be taken for the whole truth. The series is
 * handed on as it is written, because it is nearly always one that was seen before and
 * need not be taken apart again. Exemplars of OpenMetrics are passed over.
 */
final class Exposition {

	private static final String TYPE = "# TYPE ";

	private final String text;

	private int at;

	private int line = 1;

	private Exposition(String text) {
		this.text = text;
	}

	/** Takes what is read. */
	interface Sink {

		/**
		 * One sample.
		 * @param series name and labels as written
		 * @param timestamp epoch milliseconds, or {@link Long#MIN_VALUE} when not given
		 */
		void sample(String series, double value, long timestamp);

		/** The metric is a counter, says the target. */
		default void counter(String metric) {
		}

	}

	static void read(String text, Sink sink) {
		new Exposition(text).read(sink);
	}

	private void read(Sink sink) {
		while (this.at < this.text.length()) {
			skipBlanks();
			boolean comment = !atLineEnd() && this.text.charAt(this.at) == '#';
			if (!atLineEnd() && !comment) {
				sample(sink);
			}
			int end = this.text.indexOf('\n', this.at);
			if (comment) {
				comment(this.text.substring(this.at, (end < 0) ? this.text.length() : end), sink);
			}
			this.at = (end < 0) ? this.text.length() : end + 1;
			this.line++;
		}
	}

	private static void comment(String line, Sink sink) {
		if (line.startsWith(TYPE)) {
			String[] words = line.substring(TYPE.length()).strip().split("[ \t]+");
			if (words.length == 2 && words[1].equals("counter")) {
				sink.counter(words[0]);
			}
		}
	}

	private void sample(Sink sink) {
		int start = this.at;
		skipSeries();
		String series = this.text.substring(start, this.at).stripTrailing();
		skipBlanks();
		double value = value(token("a value"));
		skipBlanks();
		long timestamp = Long.MIN_VALUE;
		if (!atLineEnd() && this.text.charAt(this.at) != '#') {
			timestamp = timestamp(token("a timestamp"));
			skipBlanks();
		}
		if (!atLineEnd() && this.text.charAt(this.at) != '#') {
			throw bad("nothing may follow the timestamp");
		}
		sink.sample(series, value, timestamp);
	}

	private void skipSeries() {
		while (!atLineEnd() && this.text.charAt(this.at) != '{' && !blank(this.text.charAt(this.at))) {
			this.at++;
		}
		int name = this.at;
		skipBlanks();
		if (atLineEnd() || this.text.charAt(this.at) != '{') {
			this.at = name;
			return;
		}
		boolean quoted = false;
		for (; !atLineEnd(); this.at++) {
			char c = this.text.charAt(this.at);
			if (quoted && c == '\\') {
				this.at++;
			}
			else if (c == '"') {
				quoted = !quoted;
			}
			else if (c == '}' && !quoted) {
				this.at++;
				return;
			}
		}
		throw bad("the labels are not closed by }");
	}

	private String token(String what) {
		int start = this.at;
		while (!atLineEnd() && !blank(this.text.charAt(this.at))) {
			this.at++;
		}
		if (start == this.at) {
			throw bad(what + " is missing");
		}
		return this.text.substring(start, this.at);
	}

	private double value(String token) {
		switch (token.toLowerCase(Locale.ROOT)) {
			case "nan":
				return Double.NaN;
			case "+inf", "inf", "+infinity", "infinity":
				return Double.POSITIVE_INFINITY;
			case "-inf", "-infinity":
				return Double.NEGATIVE_INFINITY;
			default:
				return number(token);
		}
	}

	private double number(String token) {
		char last = token.charAt(token.length() - 1);
		try {
			if (Character.isLetter(last)) {
				throw new NumberFormatException(token);
			}
			return Double.parseDouble(token);
		}
		catch (NumberFormatException ex) {
			throw bad("'" + token + "' is not a number");
		}
	}

	/** Milliseconds; OpenMetrics gives seconds with a fraction. */
	private long timestamp(String token) {
		try {
			return (token.indexOf('.') >= 0) ? Math.round(Double.parseDouble(token) * 1000) : Long.parseLong(token);
		}
		catch (NumberFormatException ex) {
			throw bad("'" + token + "' is not a timestamp");
		}
	}

	private void skipBlanks() {
		while (this.at < this.text.length() && blank(this.text.charAt(this.at))) {
			this.at++;
		}
	}

	private boolean atLineEnd() {
		return this.at >= this.text.length() || this.text.charAt(this.at) == '\n';
	}

	private static boolean blank(char c) {
		return c == ' ' || c == '\t' || c == '\r';
	}

	private BadExposition bad(String message) {
		return new BadExposition(this.line, message);
	}

}
