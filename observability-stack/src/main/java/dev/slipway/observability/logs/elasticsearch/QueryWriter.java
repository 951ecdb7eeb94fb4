package dev.slipway.observability.logs.elasticsearch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import dev.slipway.observability.logs.BadLogQuery;
import dev.slipway.observability.logs.query.LogFields;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PointRangeQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.RegexpQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the parser made of a text as Elasticsearch's query. No text is sent, only
 * what it means, so nothing in a text is read a second time.
 */
final class QueryWriter {

	private static final Query NOTHING = Query.of((q) -> q.matchNone((none) -> none));

	private final FieldScheme fields;

	QueryWriter(FieldScheme fields) {
		this.fields = fields;
	}

	Query write(org.apache.lucene.search.Query query) {
		if (query instanceof MatchAllDocsQuery) {
			return Query.of((q) -> q.matchAll((all) -> all));
		}
		if (query instanceof MatchNoDocsQuery) {
			return NOTHING;
		}
		if (query instanceof BoostQuery boost) {
			return write(boost.getQuery());
		}
		if (query instanceof BooleanQuery some) {
			return bool(some);
		}
		if (query instanceof TermQuery one) {
			return term(one.getTerm());
		}
		if (query instanceof PhraseQuery phrase) {
			return phrase(phrase);
		}
		if (query instanceof PointRangeQuery points) {
			return points(points);
		}
		if (query instanceof TermRangeQuery range) {
			return range(range);
		}
		return pattern(query);
	}

	/** Without clauses, or with exclusions alone, it finds nothing, as in Lucene. */
	private Query bool(BooleanQuery some) {
		BoolQuery.Builder bool = new BoolQuery.Builder();
		int wanted = 0;
		int optional = 0;
		for (BooleanClause clause : some.clauses()) {
			Query query = write(clause.getQuery());
			if (clause.isProhibited()) {
				bool.mustNot(query);
			}
			else if (clause.isRequired()) {
				bool.filter(query);
				wanted++;
			}
			else {
				bool.should(query);
				optional++;
			}
		}
		if (wanted + optional == 0) {
			return NOTHING;
		}
		int least = Math.max(some.getMinimumNumberShouldMatch(), (wanted == 0) ? 1 : 0);
		bool.minimumShouldMatch((optional > 0) ? String.valueOf(least) : null);
		return bool.build()._toQuery();
	}

	private Query term(Term term) {
		if (term.field().equals(LogFields.PRESENT)) {
			String present = indexed(term.text());
			return (present == null) ? NOTHING : Query.of((q) -> q.exists((exists) -> exists.field(present)));
		}
		String field = indexed(term.field());
		return (field == null) ? NOTHING : Query.of((q) -> q.term((t) -> t.field(field).value(term.text())));
	}

	/** Words of a phrase hold nothing at which they could be cut again. */
	private Query phrase(PhraseQuery phrase) {
		Term[] terms = phrase.getTerms();
		String field = (terms.length > 0) ? indexed(terms[0].field()) : null;
		if (field == null) {
			return NOTHING;
		}
		String words = java.util.Arrays.stream(terms).map(Term::text).collect(Collectors.joining(" "));
		return Query.of((q) -> q.matchPhrase((m) -> m.field(field).query(words).slop(phrase.getSlop())));
	}

	private Query points(PointRangeQuery points) {
		String name = points.getField();
		if (name.equals(LogFields.TIMESTAMP)) {
			long from = LongPoint.decodeDimension(points.getLowerPoint(), 0);
			long to = LongPoint.decodeDimension(points.getUpperPoint(), 0);
			return time((from > Long.MIN_VALUE) ? from : null, (to < Long.MAX_VALUE) ? to : null);
		}
		String field = this.fields.searched(name.substring(0, name.length() - LogFields.NUMERIC_SUFFIX.length()));
		if (field == null) {
			return NOTHING;
		}
		double from = DoublePoint.decodeDimension(points.getLowerPoint(), 0);
		double to = DoublePoint.decodeDimension(points.getUpperPoint(), 0);
		return Query.of((q) -> q.range((r) -> r.number((n) -> n.field(field + "." + LogFields.NUMERIC_SUFFIX)
			.gte(Double.isInfinite(from) ? null : (Double) from)
			.lte(Double.isInfinite(to) ? null : (Double) to))));
	}

	/** Between two times in epoch milliseconds, both included; null for no bound. */
	Query time(@Nullable Long from, @Nullable Long to) {
		return Query.of((q) -> q.range((r) -> r.date((d) -> d.field(this.fields.name(LogFields.TIMESTAMP))
			.format("epoch_millis")
			.gte((from != null) ? from.toString() : null)
			.lte((to != null) ? to.toString() : null))));
	}

	private Query range(TermRangeQuery range) {
		String field = indexed(range.getField());
		if (field == null) {
			return NOTHING;
		}
		String low = text(range.getLowerTerm());
		String high = text(range.getUpperTerm());
		return Query.of((q) -> q.range((r) -> r.term((t) -> t.field(field)
			.gte(range.includesLower() ? low : null)
			.gt(range.includesLower() ? null : low)
			.lte(range.includesUpper() ? high : null)
			.lt(range.includesUpper() ? null : high))));
	}

	private static @Nullable String text(@Nullable BytesRef term) {
		return (term != null) ? term.utf8ToString() : null;
	}

	private Query pattern(org.apache.lucene.search.Query query) {
		if (query instanceof PrefixQuery prefix) {
			String field = indexed(prefix.getField());
			return (field == null) ? NOTHING
					: Query.of((q) -> q.prefix((p) -> p.field(field).value(prefix.getPrefix().text())));
		}
		if (query instanceof WildcardQuery wildcard) {
			String field = indexed(wildcard.getField());
			return (field == null) ? NOTHING
					: Query.of((q) -> q.wildcard((w) -> w.field(field).value(wildcard.getTerm().text())));
		}
		if (query instanceof RegexpQuery regexp) {
			String field = indexed(regexp.getField());
			return (field == null) ? NOTHING
					: Query.of((q) -> q.regexp((r) -> r.field(field).value(regexp.getRegexp().text())));
		}
		if (query instanceof FuzzyQuery fuzzy) {
			String field = indexed(fuzzy.getField());
			return (field == null) ? NOTHING
					: Query.of((q) -> q.fuzzy((f) -> f.field(field)
						.value(fuzzy.getTerm().text())
						.fuzziness(String.valueOf(fuzzy.getMaxEdits()))
						.prefixLength(fuzzy.getPrefixLength())
						.transpositions(fuzzy.getTranspositions())));
		}
		throw new BadLogQuery("The query cannot be asked of Elasticsearch: " + query.getClass().getSimpleName(), 0);
	}

	/** Times have no text: terms and patterns find nothing in them. */
	private @Nullable String indexed(String field) {
		return field.equals(LogFields.TIMESTAMP) ? null : this.fields.searched(field);
	}

	/** One of some exact values of a field of ours. */
	Query anyOf(String field, Set<String> values) {
		if (values.isEmpty()) {
			return NOTHING;
		}
		List<co.elastic.clients.elasticsearch._types.FieldValue> list = new ArrayList<>();
		values.forEach((value) -> list.add(co.elastic.clients.elasticsearch._types.FieldValue.of(value)));
		return Query.of((q) -> q.terms((t) -> t.field(this.fields.name(field)).terms((v) -> v.value(list))));
	}

}
