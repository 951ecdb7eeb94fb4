package dev.slipway.observability.logs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.slipway.observability.LogPosition;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;

/**
 * Keeps records and finds them. What is stored can be found within a second. Every query
 * takes the scope of who asks. A query text that cannot be read is a {@link BadLogQuery}.
 */
public interface LogStore extends AutoCloseable {

	/** Stores records; returns when the store has taken them. */
	void append(List<LogRecord> records);

	/** Newest first. */
	LogPage search(LogQuery query, QueryScope scope);

	/** Counts by interval over the query's time range, which must be bounded. */
	LogHistogram histogram(LogQuery query, Duration interval, QueryScope scope);

	/** Follows what is stored from now on. */
	LogTail tail(LogQuery query, QueryScope scope);

	/** The place of the last line that the store holds durably of a stream. */
	Optional<LogPosition> position(String stream);

	StoreHealth health();

	@Override
	void close();

}
