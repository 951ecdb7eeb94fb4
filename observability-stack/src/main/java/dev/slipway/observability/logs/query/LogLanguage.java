package dev.slipway.observability.logs.query;

import java.time.Clock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.observability.logs.BadLogQuery;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.queryparser.classic.ParseException;
import org.apache.lucene.queryparser.classic.Token;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.jspecify.annotations.Nullable;

/**
 * The query language of the logs: what a text means is decided here, once, for every
 * store. A store answers the query that comes out, never the text.
 */
public final class LogLanguage {

	private static final int MAX_TEXT = 10_000;

	private static final int MAX_DEPTH = 100;

	/** Elasticsearch takes 30, and a store's own conditions lie around the text's. */
	private static final int MAX_NESTED = 25;

	private static final Pattern COLUMN = Pattern.compile("column (\\d+)");

	private final Analyzer analyzer;

	private final Clock clock;

	public LogLanguage(Analyzer analyzer, Clock clock) {
		this.analyzer = analyzer;
		this.clock = clock;
	}

	/**
	 * The query of a text.
	 * @throws BadLogQuery when it cannot be read, with the place
	 */
	public Query parse(String text) {
		if (text.isBlank()) {
			return new MatchAllDocsQuery();
		}
		bound(text);
		try {
			Query query = new LogQueryParser(this.analyzer, this.clock.instant()).parse(text);
			if (depth(query) > MAX_NESTED) {
				throw new BadLogQuery("AND, OR and NOT are nested more than " + MAX_NESTED + " deep", 0);
			}
			return query;
		}
		catch (ParseException ex) {
			throw bad(text, ex);
		}
		catch (TooComplexToDeterminizeException | IllegalArgumentException ex) {
			throw new BadLogQuery("The query is too complex or not valid: " + ex.getMessage(), 0);
		}
	}

	private static int depth(Query query) {
		if (!(query instanceof BooleanQuery some)) {
			return 0;
		}
		int deepest = 0;
		for (BooleanClause clause : some.clauses()) {
			deepest = Math.max(deepest, depth(clause.getQuery()));
		}
		return deepest + 1;
	}

	private static void bound(String text) {
		if (text.length() > MAX_TEXT) {
			throw new BadLogQuery("The query is longer than " + MAX_TEXT + " characters", MAX_TEXT);
		}
		int depth = 0;
		for (int i = 0; i < text.length(); i++) {
			depth += (text.charAt(i) == '(') ? 1 : (text.charAt(i) == ')') ? -1 : 0;
			if (depth > MAX_DEPTH) {
				throw new BadLogQuery("Parentheses are nested more than " + MAX_DEPTH + " deep", i);
			}
		}
	}

	private static BadLogQuery bad(String text, ParseException failure) {
		Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
		Token token = (cause instanceof ParseException parse) ? parse.currentToken : null;
		if (token != null && token.next != null) {
			int at = Math.min(token.next.beginColumn, text.length());
			String found = (token.next.kind == 0) ? "it ends too early"
					: "'" + token.next.image + "' cannot stand here";
			return new BadLogQuery("The query cannot be read at character " + (at + 1) + ": " + found, at);
		}
		String message = String.valueOf(cause.getMessage());
		for (Throwable deeper = failure; deeper != null; deeper = deeper.getCause()) {
			if (deeper instanceof LogDates.BadDate date) {
				return new BadLogQuery("The query cannot be read: " + date.getMessage(),
						Math.max(0, text.indexOf(date.text())));
			}
		}
		Matcher column = COLUMN.matcher(message);
		int at = column.find() ? Math.min(Integer.parseInt(column.group(1)), text.length()) : 0;
		return new BadLogQuery("The query cannot be read: " + message, at);
	}

	/** The number that a text is; null when it is none. */
	public static @Nullable Double number(String text) {
		if (text.isEmpty() || text.length() > 32 || "+-.0123456789".indexOf(text.charAt(0)) < 0
				|| !Character.isDigit(text.charAt(text.length() - 1))) {
			return null;
		}
		try {
			return Double.valueOf(text);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
