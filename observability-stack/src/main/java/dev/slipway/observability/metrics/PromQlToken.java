package dev.slipway.observability.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of a PromQL expression.
 *
 * @param kind what it is
 * @param text as written; of a string what it says, its escapes resolved
 * @param gap the space before it
 * @param at where it begins, counted from 1
 */
record PromQlToken(Kind kind, String text, String gap, int at) {

	/** Possessive: else each repetition takes a piece of the stack. */
	private static final String DURATION = "(?:[0-9]++(?:ms|[smhdwy]))++";

	private static final Pattern WORD = Pattern.compile("(?<range>\\[\\s*" + DURATION + "\\s*(?::\\s*(?:" + DURATION
			+ ")?\\s*)?\\])|(?<duration>" + DURATION + "(?![a-zA-Z0-9_:.]))"
			+ "|(?<number>(?:0[xX][0-9a-fA-F]+|(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(?![a-zA-Z0-9_:.]))"
			+ "|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)|(?<sign>==|!=|>=|<=|=~|!~|[-+*/%^<>=(){},@])");

	private static final Pattern GAP = Pattern.compile("(?:\\s|#[^\\n]*+)*+");

	/** The kinds of words. */
	enum Kind {

		/** A metric, function, keyword or label. */
		NAME,
		/** A text in quotes. */
		STRING,
		/** Such as {@code 0.5}. */
		NUMBER,
		/** Such as {@code 5m}. */
		DURATION,
		/** Such as {@code [5m]} or {@code [1h:1m]}. */
		RANGE,
		/** An operator, a bracket, a comma. */
		SIGN,
		/** Nothing follows. */
		END

	}

	/** Takes an expression apart. */
	static List<PromQlToken> of(String text) {
		List<PromQlToken> tokens = new ArrayList<>();
		Matcher gap = GAP.matcher(text);
		Matcher word = WORD.matcher(text);
		int at = 0;
		while (true) {
			gap.region(at, text.length()).lookingAt();
			int start = gap.end();
			String space = gap.group().isEmpty() ? "" : " ";
			if (start == text.length()) {
				tokens.add(new PromQlToken(Kind.END, "", "", start + 1));
				return tokens;
			}
			char first = text.charAt(start);
			if (first == '"' || first == '\'' || first == '`') {
				at = string(text, start, space, tokens);
				continue;
			}
			if (!word.region(start, text.length()).useTransparentBounds(true).lookingAt()) {
				throw bad("'" + first + "' cannot be read", start + 1);
			}
			tokens.add(new PromQlToken(kind(word), word.group(), space, start + 1));
			at = word.end();
		}
	}

	private static Kind kind(Matcher word) {
		for (Kind kind : List.of(Kind.RANGE, Kind.DURATION, Kind.NUMBER, Kind.NAME)) {
			if (word.group(kind.name().toLowerCase(Locale.ROOT)) != null) {
				return kind;
			}
		}
		return Kind.SIGN;
	}

	private static int string(String text, int start, String space, List<PromQlToken> tokens) {
		char quote = text.charAt(start);
		StringBuilder value = new StringBuilder();
		for (int i = start + 1; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == quote) {
				tokens.add(new PromQlToken(Kind.STRING, value.toString(), space, start + 1));
				return i + 1;
			}
			if (c == '\n' && quote != '`') {
				break;
			}
			if (c == '\\' && quote != '`' && i + 1 < text.length()) {
				value.append(escaped(text.charAt(++i), i));
			}
			else {
				value.append(c);
			}
		}
		throw bad("the text that begins here is not closed by " + quote, start + 1);
	}

	private static char escaped(char c, int at) {
		return switch (c) {
			case 'n' -> '\n';
			case 't' -> '\t';
			case 'r' -> '\r';
			case '\\', '"', '\'' -> c;
			default -> throw bad("\\" + c + " is not known; write \\\\ for a backslash", at);
		};
	}

	boolean is(String sign) {
		return this.kind == Kind.SIGN && this.text.equals(sign);
	}

	/** The name in lower case, as keywords are compared; empty when it is none. */
	String keyword() {
		return (this.kind == Kind.NAME) ? this.text.toLowerCase(Locale.ROOT) : "";
	}

	static BadMetricQuery bad(String what, int at) {
		return new BadMetricQuery("the expression cannot be read at character " + at + ": " + what);
	}

}
