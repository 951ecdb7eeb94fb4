package dev.slipway.observability.logs.elasticsearch;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.slipway.observability.LogPosition;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.logs.LogHistogram;
import dev.slipway.observability.logs.LogPage;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.observability.logs.LogTail;

/**
 * Logs in Elasticsearch 8.19 or 9. Lines come from the platform, by {@link #append}, or
 * from a shipper beside it. Nothing is asked before the first question.
 */
public final class ElasticsearchLogStore implements LogStore {

	private final Clock clock;

	private final Sequences sequences;

	private final Searches searches;

	private final Shipping shipping;

	private final ElasticsearchHealth health;

	public ElasticsearchLogStore(ElasticsearchOptions options, Clock clock) {
		ElasticsearchApi api = new ElasticsearchApi(options, clock);
		this.clock = clock;
		this.sequences = new Sequences(clock);
		Mapping mapping = new Mapping(api, options, clock);
		this.searches = new Searches(api, mapping, options, clock);
		this.shipping = new Shipping(api, options, this.sequences, clock);
		this.health = new ElasticsearchHealth(api, mapping, options);
	}

	@Override
	public void append(List<LogRecord> records) {
		this.shipping.append(records);
	}

	@Override
	public LogPage search(LogQuery query, QueryScope scope) {
		return this.searches.page(query, scope);
	}

	@Override
	public LogHistogram histogram(LogQuery query, Duration interval, QueryScope scope) {
		return this.searches.histogram(query, interval, scope);
	}

	@Override
	public LogTail tail(LogQuery query, QueryScope scope) {
		this.searches.whole(query, scope);
		return new Tail(this.searches, query, scope, this.sequences.last(), this.clock);
	}

	@Override
	public Optional<LogPosition> position(String stream) {
		return this.searches.position(stream);
	}

	@Override
	public StoreHealth health() {
		return this.health.look(this.shipping.dropped());
	}

	/** There is nothing to close: what was taken is stored. */
	@Override
	public void close() {
		// Java's HTTP client ends by itself when it is no longer used.
	}

}
