package dev.slipway.observability.logs.query;

import java.time.Instant;
import java.util.List;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.classic.MultiFieldQueryParser;
import org.apache.lucene.queryparser.classic.ParseException;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/**
 * The query-string syntax with the habits of Elasticsearch: {@code _exists_:field},
 * {@code status:>=500}, ranges of dates and numbers, and a query of exclusions alone
 * finds the rest. A text without blanks that holds several words is a phrase:
 * {@code 10.0.0.1}, {@code orders-r12}.
 */
final class LogQueryParser extends MultiFieldQueryParser {

	private final Instant now;

	LogQueryParser(Analyzer analyzer, Instant now) {
		super(LogFields.DEFAULT.toArray(String[]::new), analyzer);
		this.now = now;
		setDefaultOperator(Operator.AND);
		setAllowLeadingWildcard(true);
		setSplitOnWhitespace(true);
		setAutoGeneratePhraseQueries(true);
	}

	@Override
	protected @Nullable Query getFieldQuery(@Nullable String name, String text, boolean quoted) throws ParseException {
		if (name == null) {
			return super.getFieldQuery(null, text, quoted);
		}
		String field = LogFields.resolve(name);
		if (field.equals("_exists_")) {
			return exists(LogFields.resolve(text));
		}
		if (!quoted && text.length() > 1 && (text.charAt(0) == '>' || text.charAt(0) == '<')) {
			return comparison(field, text);
		}
		if (field.equals(LogFields.TIMESTAMP)) {
			return getRangeQuery(field, text, text, true, true);
		}
		return super.getFieldQuery(field, text, quoted);
	}

	@Override
	protected @Nullable Query getFieldQuery(@Nullable String name, String text, int slop) throws ParseException {
		if (name != null && name.equals("_exists_")) {
			return exists(LogFields.resolve(text));
		}
		return super.getFieldQuery((name != null) ? LogFields.resolve(name) : null, text, slop);
	}

	private static Query exists(String field) {
		return LogFields.ALWAYS_PRESENT.contains(field) ? new MatchAllDocsQuery()
				: new TermQuery(new Term(LogFields.PRESENT, field));
	}

	private Query comparison(String field, String text) throws ParseException {
		boolean inclusive = text.charAt(1) == '=';
		String bound = text.substring(inclusive ? 2 : 1);
		return (text.charAt(0) == '>') ? getRangeQuery(field, bound, null, inclusive, true)
				: getRangeQuery(field, null, bound, true, inclusive);
	}

	@Override
	protected Query getRangeQuery(@Nullable String name, @Nullable String low, @Nullable String high,
			boolean startInclusive, boolean endInclusive) throws ParseException {
		if (name == null) {
			return super.getRangeQuery(null, low, high, startInclusive, endInclusive);
		}
		String field = LogFields.resolve(name);
		if (field.equals(LogFields.TIMESTAMP)) {
			return dates(low, high, startInclusive, endInclusive);
		}
		Double from = (low != null) ? LogLanguage.number(low) : Double.valueOf(Double.NEGATIVE_INFINITY);
		Double to = (high != null) ? LogLanguage.number(high) : Double.valueOf(Double.POSITIVE_INFINITY);
		boolean bounded = low != null || high != null;
		if (bounded && from != null && to != null && LogFields.indexableExtra(field)) {
			return DoublePoint.newRangeQuery(field + LogFields.NUMERIC_SUFFIX,
					(startInclusive || low == null) ? from : DoublePoint.nextUp(from),
					(endInclusive || high == null) ? to : DoublePoint.nextDown(to));
		}
		return super.getRangeQuery(field, low, high, startInclusive, endInclusive);
	}

	private Query dates(@Nullable String low, @Nullable String high, boolean startInclusive, boolean endInclusive)
			throws ParseException {
		try {
			long from = (low != null) ? LogDates.parse(low, this.now, !startInclusive) : Long.MIN_VALUE;
			long to = (high != null) ? LogDates.parse(high, this.now, endInclusive) : Long.MAX_VALUE;
			return LongPoint.newRangeQuery(LogFields.TIMESTAMP, (startInclusive || low == null) ? from : from + 1,
					(endInclusive || high == null) ? to : to - 1);
		}
		catch (LogDates.BadDate ex) {
			throw (ParseException) new ParseException(ex.getMessage()).initCause(ex);
		}
	}

	@Override
	protected Query getWildcardQuery(@Nullable String name, String text) throws ParseException {
		if (name != null && text.equals("*")) {
			String field = LogFields.resolve(name);
			return field.equals("*") ? new MatchAllDocsQuery() : exists(field);
		}
		if (name == null && text.equals("*")) {
			return new MatchAllDocsQuery();
		}
		return super.getWildcardQuery((name != null) ? LogFields.resolve(name) : null, text);
	}

	@Override
	protected Query getPrefixQuery(@Nullable String name, String text) throws ParseException {
		return super.getPrefixQuery((name != null) ? LogFields.resolve(name) : null, text);
	}

	@Override
	protected Query getFuzzyQuery(@Nullable String name, String text, float similarity) throws ParseException {
		return super.getFuzzyQuery((name != null) ? LogFields.resolve(name) : null, text, similarity);
	}

	@Override
	protected Query getRegexpQuery(@Nullable String name, String text) throws ParseException {
		return super.getRegexpQuery((name != null) ? LogFields.resolve(name) : null, text);
	}

	@Override
	protected @Nullable Query getBooleanQuery(List<BooleanClause> clauses) throws ParseException {
		Query query = super.getBooleanQuery(clauses);
		if (query instanceof BooleanQuery some && !some.clauses().isEmpty()
				&& some.clauses().stream().allMatch(BooleanClause::isProhibited)) {
			BooleanQuery.Builder rest = new BooleanQuery.Builder().add(new MatchAllDocsQuery(),
					BooleanClause.Occur.MUST);
			some.clauses().forEach(rest::add);
			return rest.build();
		}
		return query;
	}

}
