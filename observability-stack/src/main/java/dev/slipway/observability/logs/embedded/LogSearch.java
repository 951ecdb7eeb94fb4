package dev.slipway.observability.logs.embedded;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.slipway.observability.LogPosition;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.logs.LogFilter;
import dev.slipway.observability.logs.LogHistogram;
import dev.slipway.observability.logs.LogHit;
import dev.slipway.observability.logs.LogPage;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.query.LogFields;
import dev.slipway.observability.logs.query.LogHighlighter;
import dev.slipway.observability.logs.query.LogLanguage;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.util.BytesRef;

/** The reading half of the store. */
final class LogSearch {

	private static final int MAX_BUCKETS = 2000;

	private static final int THREADS = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));

	private static final Sort NEWEST_FIRST = new Sort(new SortField(LogFields.TIMESTAMP, SortField.Type.LONG, true),
			new SortField(LogFields.SEQUENCE, SortField.Type.LONG, true));

	private static final Sort AS_STORED = new Sort(new SortField(LogFields.SEQUENCE, SortField.Type.LONG));

	private static final Sort LAST_OF_STREAM = new Sort(new SortField(LogFields.STREAM_TIME, SortField.Type.LONG, true),
			new SortField(LogFields.STREAM_LINES, SortField.Type.LONG, true));

	private final Slices slices;

	private final LogLanguage language;

	private final LogQueries queries;

	private final LogHighlighter highlighter;

	private final ThreadPoolExecutor threads;

	LogSearch(Slices slices, Analyzer analyzer, Clock clock) {
		this.slices = slices;
		this.language = new LogLanguage(analyzer, clock);
		this.queries = new LogQueries(this.language);
		this.highlighter = new LogHighlighter(analyzer);
		this.threads = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, "log-search");
					thread.setDaemon(true);
					return thread;
				});
		this.threads.allowCoreThreadTimeOut(true);
	}

	/** Ends; what is under way goes on. */
	void close() {
		this.threads.shutdown();
	}

	LogPage page(LogQuery query, QueryScope scope) throws IOException {
		Query whole = this.queries.whole(query, scope);
		FieldDoc after = null;
		try (LogView view = LogView.of(this.slices, this.threads)) {
			if (query.cursor() != null) {
				after = Cursor.parse(query.cursor()).after(view.documents());
			}
			TopDocs found = view.searcher().searchAfter(after, whole, query.limit() + 1, NEWEST_FIRST);
			boolean more = found.scoreDocs.length > query.limit();
			int size = more ? query.limit() : found.scoreDocs.length;
			List<LogHit> hits = hits(view, found, size, query.text());
			String next = more ? Cursor.of((FieldDoc) found.scoreDocs[size - 1]).toString() : null;
			return new LogPage(hits, next, found.totalHits.value,
					found.totalHits.relation == TotalHits.Relation.EQUAL_TO);
		}
	}

	LogHistogram histogram(LogQuery query, Duration interval, QueryScope scope) throws IOException {
		if (query.from() == null || query.to() == null || interval.toMillis() <= 0) {
			throw new IllegalArgumentException("a histogram needs from, to and an interval of 1 ms or more");
		}
		long width = interval.toMillis();
		long start = Math.floorDiv(query.from().toEpochMilli(), width) * width;
		long buckets = Math.max(0, -Math.floorDiv(-(query.to().toEpochMilli() - start), width));
		if (buckets > MAX_BUCKETS) {
			throw new IllegalArgumentException("a histogram of " + buckets + " intervals: at most " + MAX_BUCKETS);
		}
		LogQuery errors = query.filter(new LogFilter(query.filter().service(), query.filter().environment(),
				query.filter().release(), query.filter().pod(), errorLevels(query)));
		try (LogView view = LogView.of(this.slices, this.threads)) {
			Counts counter = new Counts(query.from().toEpochMilli(), query.to().toEpochMilli(), start, width,
					(int) buckets);
			long[] counts = count(view, counter, query, scope);
			long[] bad = count(view, counter, errors, scope);
			List<LogHistogram.Bucket> list = new ArrayList<>();
			for (int i = 0; i < counts.length; i++) {
				list.add(new LogHistogram.Bucket(Instant.ofEpochMilli(start + i * width), counts[i], bad[i]));
			}
			return new LogHistogram(interval, list);
		}
	}

	private long[] count(LogView view, Counts counts, LogQuery query, QueryScope scope) throws IOException {
		return counts.of(view.searcher(), this.queries.whole(query, scope),
				this.queries.whole(query.between(null, null), scope));
	}

	private static Set<String> errorLevels(LogQuery query) {
		Set<String> errors = LogFields.ERROR_LEVELS;
		if (query.filter().levels().isEmpty()) {
			return errors;
		}
		Set<String> both = new HashSet<>();
		query.filter().levels().forEach((level) -> both.add(level.toLowerCase(Locale.ROOT)));
		both.retainAll(errors);
		return both.isEmpty() ? Set.of("-") : both;
	}

	/** What was stored after the sequence, in that order. */
	Tailed after(long sequence, LogQuery query, QueryScope scope) throws IOException {
		Query whole = new BooleanQuery.Builder().add(this.queries.whole(query, scope), Occur.FILTER)
			.add(LongPoint.newRangeQuery(LogFields.SEQUENCE, sequence + 1, Long.MAX_VALUE), Occur.FILTER)
			.build();
		try (LogView view = LogView.of(this.slices, this.threads)) {
			TopFieldDocs found = view.searcher().search(whole, query.limit(), AS_STORED);
			int size = found.scoreDocs.length;
			long last = (size > 0) ? (Long) ((FieldDoc) found.scoreDocs[size - 1]).fields[0] : sequence;
			return new Tailed(hits(view, found, size, query.text()), last);
		}
	}

	Optional<LogPosition> position(String stream) throws IOException {
		try (LogView view = LogView.of(this.slices, this.threads)) {
			TopFieldDocs last = view.searcher()
				.search(new TermQuery(new Term(LogFields.STREAM, stream)), 1, LAST_OF_STREAM);
			if (last.scoreDocs.length == 0) {
				return Optional.empty();
			}
			FieldDoc hit = (FieldDoc) last.scoreDocs[0];
			long nanos = (Long) hit.fields[0];
			return Optional.of(new LogPosition(Instant.ofEpochSecond(0, nanos), ((Long) hit.fields[1]).intValue()));
		}
	}

	long documents() throws IOException {
		try (LogView view = LogView.of(this.slices, this.threads)) {
			return view.searcher().getIndexReader().numDocs();
		}
	}

	private List<LogHit> hits(LogView view, TopDocs found, int size, String text) throws IOException {
		Query terms = this.language.parse(text);
		StoredFields stored = view.searcher().storedFields();
		List<LogHit> hits = new ArrayList<>(size);
		for (int i = 0; i < size; i++) {
			ScoreDoc doc = found.scoreDocs[i];
			BytesRef source = stored.document(doc.doc, Set.of(LogFields.SOURCE)).getBinaryValue(LogFields.SOURCE);
			LogRecord record = StoredRecord.read(source);
			Object[] sort = ((FieldDoc) doc).fields;
			hits.add(new LogHit(String.valueOf(sort[sort.length - 1]), record,
					this.highlighter.highlight(terms, record)));
		}
		return hits;
	}

	/**
	 * What a tail found.
	 *
	 * @param hits the records
	 * @param last the sequence to go on after
	 */
	record Tailed(List<LogHit> hits, long last) {
	}

}
