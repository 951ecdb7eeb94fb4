package dev.slipway.observability.logs;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of hits, newest first.
 *
 * @param hits the hits
 * @param nextCursor for the next older page; null on the last
 * @param total how many match
 * @param totalExact false when the store stopped counting at {@code total}
 */
public record LogPage(List<LogHit> hits, @Nullable String nextCursor, long total, boolean totalExact) {

	public LogPage {
		hits = List.copyOf(hits);
	}

}
