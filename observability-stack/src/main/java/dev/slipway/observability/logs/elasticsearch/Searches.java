package dev.slipway.observability.logs.elasticsearch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.DateHistogramBucket;
import co.elastic.clients.elasticsearch._types.mapping.FieldType;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.elasticsearch.core.search.TotalHitsRelation;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.observability.LogPosition;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.logs.LogFilter;
import dev.slipway.observability.logs.LogHistogram;
import dev.slipway.observability.logs.LogHit;
import dev.slipway.observability.logs.LogPage;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.LogsUnavailable;
import dev.slipway.observability.logs.query.LogAnalyzers;
import dev.slipway.observability.logs.query.LogFields;
import dev.slipway.observability.logs.query.LogHighlighter;
import dev.slipway.observability.logs.query.LogLanguage;
import org.apache.lucene.analysis.Analyzer;
import org.jspecify.annotations.Nullable;

/** The questions to Elasticsearch. */
final class Searches {

	private static final int MAX_BUCKETS = 2000;

	private static final int MAX_TOTAL = 10_000;

	private final ElasticsearchApi api;

	private final Mapping mapping;

	private final ElasticsearchOptions options;

	private final LogLanguage language;

	private final LogHighlighter highlighter;

	private final QueryWriter writer;

	private final Sources sources;

	Searches(ElasticsearchApi api, Mapping mapping, ElasticsearchOptions options, Clock clock) {
		Analyzer analyzer = LogAnalyzers.perField();
		this.api = api;
		this.mapping = mapping;
		this.options = options;
		this.language = new LogLanguage(analyzer, clock);
		this.highlighter = new LogHighlighter(analyzer);
		this.writer = new QueryWriter(options.fields());
		this.sources = new Sources(options.fields());
	}

	/**
	 * Everything together: text, filter, time and scope, each a clause of its own, so
	 * nothing that the text holds can widen another.
	 */
	Query whole(LogQuery query, QueryScope scope, Query... more) {
		BoolQuery.Builder all = new BoolQuery.Builder();
		all.filter(this.writer.write(this.language.parse(query.text())));
		if (!scope.unlimited()) {
			all.filter(this.writer.anyOf(LogFields.TEAM, scope.teams()));
		}
		LogFilter filter = query.filter();
		exact(all, LogFields.SERVICE, filter.service());
		exact(all, LogFields.ENVIRONMENT, filter.environment());
		exact(all, LogFields.RELEASE, filter.release());
		exact(all, LogFields.POD, filter.pod());
		if (!filter.levels().isEmpty()) {
			all.filter(this.writer.anyOf(LogFields.LEVEL,
					filter.levels()
						.stream()
						.map((level) -> level.toLowerCase(Locale.ROOT))
						.collect(Collectors.toSet())));
		}
		if (query.from() != null || query.to() != null) {
			all.filter(this.writer.time((query.from() != null) ? query.from().toEpochMilli() : null,
					(query.to() != null) ? query.to().toEpochMilli() - 1 : null));
		}
		all.filter(List.of(more));
		return all.build()._toQuery();
	}

	/** Not before a time in epoch milliseconds. */
	Query since(long millis) {
		return this.writer.time(millis, null);
	}

	private void exact(BoolQuery.Builder all, String field, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			all.filter(this.writer.anyOf(field, Set.of(value)));
		}
	}

	/** What the request for a page is, for those who compare it with a bare one. */
	SearchRequest pageRequest(LogQuery query, QueryScope scope) {
		SearchRequest.Builder request = request(whole(query, scope)).size(query.limit() + 1)
			.trackTotalHits((track) -> track.count(MAX_TOTAL))
			.sort(by(LogFields.TIMESTAMP, SortOrder.Desc, FieldType.Date))
			.sort(by(FieldScheme.SEQUENCE, SortOrder.Desc, FieldType.Long))
			.sort(by("_seq_no", SortOrder.Desc, null))
			.sort(by("_index", SortOrder.Desc, null));
		if (query.cursor() != null) {
			request.searchAfter(Cursor.parse(query.cursor()).values());
		}
		return request.build();
	}

	LogPage page(LogQuery query, QueryScope scope) {
		SearchRequest request = pageRequest(query, scope);
		SearchResponse<JsonNode> found = ask(request);
		List<Hit<JsonNode>> hits = found.hits().hits();
		boolean more = hits.size() > query.limit();
		List<Hit<JsonNode>> shown = more ? hits.subList(0, query.limit()) : hits;
		String next = more ? Cursor.of(shown.get(shown.size() - 1).sort()).toString() : null;
		var total = found.hits().total();
		return new LogPage(hits(shown, query.text()), next, (total != null) ? total.value() : shown.size(),
				total != null && total.relation() == TotalHitsRelation.Eq);
	}

	LogHistogram histogram(LogQuery query, Duration interval, QueryScope scope) {
		if (query.from() == null || query.to() == null || interval.toMillis() <= 0) {
			throw new IllegalArgumentException("a histogram needs from, to and an interval of 1 ms or more");
		}
		long width = interval.toMillis();
		long start = Math.floorDiv(query.from().toEpochMilli(), width) * width;
		long buckets = Math.max(0, -Math.floorDiv(-(query.to().toEpochMilli() - start), width));
		if (buckets > MAX_BUCKETS) {
			throw new IllegalArgumentException("a histogram of " + buckets + " intervals: at most " + MAX_BUCKETS);
		}
		SearchRequest request = request(whole(query, scope)).size(0)
			.trackTotalHits((track) -> track.enabled(false))
			.aggregations("times",
					(times) -> times
						.dateHistogram((dates) -> dates.field(this.options.fields().name(LogFields.TIMESTAMP))
							.fixedInterval((time) -> time.time(width + "ms"))
							.minDocCount(1))
						.aggregations("errors",
								(errors) -> errors.filter(this.writer.anyOf(LogFields.LEVEL, LogFields.ERROR_LEVELS))))
			.build();
		Map<Long, DateHistogramBucket> counted = new HashMap<>();
		var times = ask(request).aggregations().get("times");
		if (times != null) {
			times.dateHistogram().buckets().array().forEach((bucket) -> counted.put(bucket.key(), bucket));
		}
		List<LogHistogram.Bucket> list = new ArrayList<>();
		for (long at = start; list.size() < buckets; at += width) {
			list.add(bucket(Instant.ofEpochMilli(at), counted.get(at)));
		}
		return new LogHistogram(interval, list);
	}

	private static LogHistogram.Bucket bucket(Instant start, @Nullable DateHistogramBucket counted) {
		if (counted == null) {
			return new LogHistogram.Bucket(start, 0, 0);
		}
		Aggregate errors = counted.aggregations().get("errors");
		return new LogHistogram.Bucket(start, counted.docCount(), (errors != null) ? errors.filter().docCount() : 0);
	}

	/** What matches, in the order of storing. */
	List<Hit<JsonNode>> stored(Query query, int limit) {
		return ask(request(query).size(limit)
			.trackTotalHits((track) -> track.enabled(false))
			.sort(by(FieldScheme.SEQUENCE, SortOrder.Asc, FieldType.Long))
			.sort(by(LogFields.TIMESTAMP, SortOrder.Asc, FieldType.Date))
			.sort(by("_seq_no", SortOrder.Asc, null))
			.build()).hits().hits();
	}

	/** The last line of a stream, what was written a moment ago included. */
	Optional<LogPosition> position(String stream) {
		this.api.read((client) -> client.indices()
			.refresh((refresh) -> refresh.index(this.options.index()).ignoreUnavailable(true).allowNoIndices(true)));
		List<Hit<JsonNode>> last = ask(
				request(Query.of((q) -> q.term((term) -> term.field(FieldScheme.STREAM).value(stream)))).size(1)
					.trackTotalHits((track) -> track.enabled(false))
					.sort(by(FieldScheme.POSITION, SortOrder.Desc, FieldType.Long))
					.sort(by(FieldScheme.LINES, SortOrder.Desc, FieldType.Integer))
					.build())
			.hits()
			.hits();
		return last.stream().findFirst().map((hit) -> this.sources.read(hit.source(), 0).position());
	}

	List<LogHit> hits(List<Hit<JsonNode>> hits, String text) {
		org.apache.lucene.search.Query terms = this.language.parse(text);
		List<LogHit> list = new ArrayList<>(hits.size());
		for (Hit<JsonNode> hit : hits) {
			FieldValue first = hit.sort().isEmpty() ? FieldValue.of(0) : hit.sort().get(0);
			LogRecord record = this.sources.read(hit.source(), first.isLong() ? first.longValue() : 0);
			try {
				list.add(new LogHit(hit.index() + "/" + hit.id(), record, this.highlighter.highlight(terms, record)));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return list;
	}

	private SearchRequest.Builder request(Query query) {
		return new SearchRequest.Builder().index(this.options.index())
			.ignoreUnavailable(true)
			.allowNoIndices(true)
			.allowPartialSearchResults(false)
			.timeout(this.options.timeout().toMillis() + "ms")
			.query(query);
	}

	private SortOptions by(String field, SortOrder order, @Nullable FieldType type) {
		return SortOptions.of((sort) -> sort
			.field((by) -> by.field(this.options.fields().name(field)).order(order).unmappedType(type)));
	}

	/** A part of an answer is none. */
	private SearchResponse<JsonNode> ask(SearchRequest request) {
		return this.api.read((client) -> {
			this.mapping.check();
			SearchResponse<JsonNode> response = client.search(request, JsonNode.class);
			if (response.timedOut() || response.shards().failed().intValue() > 0) {
				throw new LogsUnavailable(this.options + " answers only in part, which is taken for no answer: "
						+ response.shards().failed() + " shards failed"
						+ (response.timedOut() ? ", it ran out of time" : ""));
			}
			return response;
		});
	}

}
