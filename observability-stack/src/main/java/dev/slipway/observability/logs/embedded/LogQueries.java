package dev.slipway.observability.logs.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.logs.LogFilter;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.query.LogFields;
import dev.slipway.observability.logs.query.LogLanguage;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Makes index queries. The scope is a clause of its own beside the text's, so nothing
 * that the text holds can widen it.
 */
final class LogQueries {

	private final LogLanguage language;

	LogQueries(LogLanguage language) {
		this.language = language;
	}

	/** Everything together: text, filter, time and scope. */
	Query whole(LogQuery query, QueryScope scope) {
		BooleanQuery.Builder all = new BooleanQuery.Builder();
		all.add(this.language.parse(query.text()), Occur.FILTER);
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

	private static Query anyOf(String field, Iterable<String> values) {
		List<BytesRef> terms = new ArrayList<>();
		values.forEach((value) -> terms.add(new BytesRef(value)));
		if (terms.size() == 1) {
			return new TermQuery(new Term(field, terms.get(0)));
		}
		return new TermInSetQuery(field, terms);
	}

	private static void exact(BooleanQuery.Builder all, String field, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			all.add(new TermQuery(new Term(field, value)), Occur.FILTER);
		}
	}

}
