package dev.slipway.observability;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How a store is, as a value: asking never throws.
 *
 * @param store {@code logs}, {@code metrics} or {@code traces}
 * @param adapter such as {@code lucene (embedded)}
 * @param up whether it answers
 * @param detail one sentence: what is wrong and what to do, or what it holds
 * @param figures counts and sizes
 * @param connection where it is; null when it is part of this process
 */
public record StoreHealth(String store, String adapter, boolean up, String detail, Map<String, Long> figures,
		@Nullable Connection connection) {

	public StoreHealth {
		figures = Map.copyOf(figures);
	}

	/** A store that is part of this process. */
	public StoreHealth(String store, String adapter, boolean up, String detail, Map<String, Long> figures) {
		this(store, adapter, up, detail, figures, null);
	}

	/**
	 * The way to a store that runs elsewhere.
	 *
	 * @param address where it is
	 * @param version what it says it is; null when it did not answer
	 * @param latencyMillis how long it took to say so; null when it did not answer
	 * @param lastError what went wrong last; null when nothing has
	 * @param lastErrorAt when that was
	 */
	public record Connection(String address, @Nullable String version, @Nullable Long latencyMillis,
			@Nullable String lastError, @Nullable Instant lastErrorAt) {
	}

}
