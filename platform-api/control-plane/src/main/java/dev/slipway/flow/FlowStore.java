package dev.slipway.flow;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Keeps flows, their history and who drives them. Every method is one short transaction;
 * {@link #insert}, {@link #wake} and {@link #desire} join the caller's.
 */
public interface FlowStore {

	/**
	 * Adds a flow that is due at once.
	 * @return false when it is there already; nothing changed then
	 */
	boolean insert(FlowKey key, Saved initial);

	/**
	 * Counts a wake-up and makes the flow due, unless it backs off from a failure.
	 * @return false when there is no such flow or it has ended
	 */
	boolean wake(FlowKey key, Instant now);

	/**
	 * Writes a desire, raises the epoch and makes the flow due.
	 * @return false when there is no such flow
	 */
	boolean desire(FlowKey key, String desire, String actor, Instant now);

	/** Finds a flow. */
	Optional<StoredFlow> find(FlowKey key);

	/** Flows whose id starts with the prefix, newest first. */
	List<StoredFlow> list(String kind, String idPrefix, int limit);

	/** The history, oldest first. */
	List<Transition> history(FlowKey key);

	/** Flows of those kinds that are due and not leased, the longest due first. */
	List<FlowKey> due(Collection<String> kinds, Instant now, int limit);

	/**
	 * Leases a flow that is due and not leased to another; a take-over from a lease that
	 * ran out raises the epoch.
	 * @return false when it is not due, leased, or not there
	 */
	boolean claim(FlowKey key, String owner, Instant now, Instant leaseUntil);

	/**
	 * Leases a flow as {@link #claim} does, also one that is not due yet, unless it backs
	 * off from a failure. It is due from then on, so that another takes over when the
	 * owner dies.
	 * @return false when it has ended, backs off, is leased, or not there
	 */
	boolean claimEarly(FlowKey key, String owner, Instant now, Instant leaseUntil);

	/** Extends the lease; false when it is lost. */
	boolean renew(FlowKey key, String owner, Instant leaseUntil);

	/** Loads a flow that the owner leases; empty when the lease is lost. */
	Optional<StoredFlow> load(FlowKey key, String owner);

	/**
	 * Saves the last of some new states, each a version, and the lines of history of all,
	 * if the version, the owner and the desire are still what was loaded. A terminal
	 * state raises the epoch.
	 * @param states at least one, in the order in which the flow went through them
	 * @return false when they are not; nothing changed then
	 */
	boolean save(StoredFlow loaded, String owner, List<Saved> states);

	/**
	 * Gives up the lease until then, if nothing woke the flow since it was loaded.
	 * @return false when something did, or the lease is lost
	 */
	boolean sleep(StoredFlow loaded, String owner, @Nullable Instant dueAt);

	/** Gives up the lease after a failure; a desire that came meanwhile wins. */
	void fail(StoredFlow loaded, String owner, String failure, Instant retryAt);

	/** Gives up the lease and leaves the flow due. */
	void release(FlowKey key, String owner);

	/**
	 * A state to save.
	 *
	 * @param text the state as text
	 * @param name the simple name of its record
	 * @param ended whether it is terminal
	 * @param reason why the flow goes there
	 * @param at when
	 */
	record Saved(String text, String name, boolean ended, String reason, Instant at) {
	}

}
