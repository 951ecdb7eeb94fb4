package dev.slipway.access;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Who changed what. */
public interface AuditLog {

	/** Appends an entry; its id is ignored. */
	void append(Entry entry);

	/**
	 * Entries older than one, newest first.
	 * @param before the id of an entry; {@link Long#MAX_VALUE} for the newest
	 * @param actor only this actor's; null for everybody's
	 */
	List<Entry> list(long before, @Nullable String actor, int limit);

	/**
	 * One request that changed something, or was refused.
	 *
	 * @param id rises with time
	 * @param at when it was answered
	 * @param actor who asked
	 * @param method the HTTP method
	 * @param path the path without query
	 * @param status the answer's status
	 */
	record Entry(long id, Instant at, String actor, String method, String path, int status) {
	}

}
