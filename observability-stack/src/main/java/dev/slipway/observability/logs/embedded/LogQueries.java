package dev.slipway.observability.logs.embedded;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.logs.BadLogQuery;
import dev.slipway.observability.logs.LogFilter;
import dev.slipway.observability.logs.LogQuery;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.classic.ParseException;
import org.apache.lucene.queryparser.classic.Token;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.jspecify.annotations.Nullable;

/**
 * Makes index queries. The scope is a clause of its own beside the text's, so nothing
 * that the text holds can widen it.
 */
final class LogQueries {

	private static final int MAX_TEXT = 10_000;

	private static final int MAX_DEPTH = 100;

	private static final Pattern COLUMN = Pattern.compile("column (\\d+)");

	private final Analyzer analyzer;

	private final Clock clock;

	LogQueries(Analyzer analyzer, Clock clock) {
		this.analyzer = analyzer;
		this.clock = clock;
	}

	/** Everything together: text, filter, time and scope. */
	Query whole(LogQuery query, QueryScope scope) {
		BooleanQuery.Builder all = new BooleanQuery.Builder();
		all.add(text(query.text()), Occur.FILTER);
		if (!scope.unlimited()) {
			all.add(anyOf(LogFields.TEAM, scope.teams()), Occur.FILTER);
		}
		LogFilter filter = query.filter();
		exact(all, LogFields.SERVICE, filter.service());
		exact(all, LogFields.ENVIRONMENT, filter.environment());
		exact(all, LogFields.RELEASE, filter.release());
		exact(all, LogFields.POD, filter.pod());
		if (!filter.levels().isEmpty()) {
			all.add(anyOf(LogFields.LEVEL, filter.levels().stream().map((l) -> l.toLowerCase(Locale.ROOT)).toList()),
					Occur.FILTER);
		}
		if (query.from() != null || query.to() != null) {
			all.add(LongPoint.newRangeQuery(LogFields.TIMESTAMP,
					(query.from() != null) ? query.from().toEpochMilli() : Long.MIN_VALUE,
					(query.to() != null) ? query.to().toEpochMilli() - 1 : Long.MAX_VALUE), Occur.FILTER);
		}
		return all.build();
	}

	/** The query of a text alone. */
	Query text(String text) {
		if (text.isBlank()) {
			return new MatchAllDocsQuery();
		}
		bound(text);
		try {
			return new LogQueryParser(this.analyzer, this.clock.instant()).parse(text);
		}
		catch (ParseException ex) {
			throw bad(text, ex);
		}
		catch (TooComplexToDeterminizeException | IllegalArgumentException ex) {
			throw new BadLogQuery("The query is too complex or not valid: " + ex.getMessage(), 0);
		}
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
		Matcher column = COLUMN.matcher(message);
		int at = column.find() ? Math.min(Integer.parseInt(column.group(1)), text.length()) : 0;
		return new BadLogQuery("The query cannot be read: " + message, at);
	}

	private static Query anyOf(String field, Iterable<String> values) {
		List<BytesRef> terms = new ArrayList<>();
		values.forEach((value) -> terms.add(new BytesRef(value)));
		return new TermInSetQuery(field, terms);
	}

	private static void exact(BooleanQuery.Builder all, String field, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			all.add(new TermQuery(new Term(field, value)), Occur.FILTER);
		}
	}

}
