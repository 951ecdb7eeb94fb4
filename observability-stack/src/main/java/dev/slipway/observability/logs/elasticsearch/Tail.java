package dev.slipway.observability.logs.elasticsearch;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.search.Hit;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.logs.LogHit;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogTail;

/**
 * A live view. Indexes become visible each for itself, so what was stored in the last
 * seconds is asked for again, without what has been seen. Lines that others than the
 * platform wrote have no order of storing: they are followed by their timestamps.
 */
final class Tail implements LogTail {

	/** So much later than others may a line become visible. */
	private static final long LATE_MILLIS = 5_000;

	/** So late may a line of others come, by its timestamp. */
	private static final long LATE_OF_OTHERS_MILLIS = 60_000;

	private static final int MAX_SEEN = 10_000;

	private final Searches searches;

	private final LogQuery query;

	private final QueryScope scope;

	private final Clock clock;

	private final long firstSequence;

	private final long firstMillis;

	private final Map<String, Boolean> seen = new LinkedHashMap<>();

	private long last;

	Tail(Searches searches, LogQuery query, QueryScope scope, long sequence, Clock clock) {
		this.searches = searches;
		this.query = query;
		this.scope = scope;
		this.clock = clock;
		this.firstSequence = sequence;
		this.firstMillis = clock.millis();
		this.last = sequence;
	}

	@Override
	public synchronized List<LogHit> poll() {
		long after = Math.max(this.firstSequence, this.last - LATE_MILLIS * Sequences.PER_MILLI);
		long since = Math.max(this.firstMillis, this.clock.millis() - LATE_OF_OTHERS_MILLIS);
		List<Hit<JsonNode>> found = this.searches
			.stored(this.searches.whole(this.query, this.scope, isNew(after, since)), this.query.limit());
		for (Hit<JsonNode> hit : found) {
			this.seen.put(hit.id(), true);
			if (hit.sort().get(0).isLong()) {
				this.last = Math.max(this.last, own(hit.sort().get(0).longValue()));
			}
		}
		forget();
		return this.searches.hits(found, this.query.text());
	}

	/** A line without a sequence is sorted last, by the greatest number. */
	private static long own(long sequence) {
		return (sequence == Long.MAX_VALUE) ? 0 : sequence;
	}

	private Query isNew(long after, long since) {
		Query ours = Query.of((q) -> q.range((range) -> range
			.untyped((own) -> own.field(FieldScheme.SEQUENCE).gt(co.elastic.clients.json.JsonData.of(after)))));
		Query ofOthers = Query.of((q) -> q
			.bool((bool) -> bool.mustNot((not) -> not.exists((exists) -> exists.field(FieldScheme.SEQUENCE)))
				.filter(this.searches.since(since))));
		List<String> known = new ArrayList<>(this.seen.keySet());
		return Query.of((q) -> q.bool((bool) -> bool.should(ours, ofOthers)
			.minimumShouldMatch("1")
			.mustNot((not) -> not.ids((ids) -> ids.values(known)))));
	}

	private void forget() {
		var oldest = this.seen.keySet().iterator();
		for (int more = this.seen.size() - MAX_SEEN; more > 0; more--) {
			oldest.next();
			oldest.remove();
		}
	}

}
