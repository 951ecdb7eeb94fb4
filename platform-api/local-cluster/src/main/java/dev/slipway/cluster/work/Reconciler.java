package dev.slipway.cluster.work;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A work queue: each key is reconciled by one thread at a time, once for any number of
 * wishes that came meanwhile, and again later if that fails.
 */
public final class Reconciler {

	private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

	private static final int MAX_DOUBLINGS = 11;

	private final String name;

	private final Workers workers;

	private final Action action;

	private final Map<Key, Integer> failures = new HashMap<>();

	private final Set<Key> queued = new HashSet<>();

	private final Set<Key> running = new HashSet<>();

	private final Set<Key> again = new HashSet<>();

	/** A queue that calls the action for each key. */
	public Reconciler(String name, Workers workers, Action action) {
		this.name = name;
		this.workers = workers;
		this.action = action;
	}

	/** Wishes that a key be reconciled soon. */
	public void enqueue(Key key) {
		synchronized (this.queued) {
			if (this.running.contains(key)) {
				this.again.add(key);
				return;
			}
			if (!this.queued.add(key)) {
				return;
			}
		}
		this.workers.work().execute(() -> run(key));
	}

	/** Wishes that a key be reconciled later. */
	public void enqueueAfter(Key key, Duration delay) {
		this.workers.after(delay, () -> enqueue(key));
	}

	private void run(Key key) {
		synchronized (this.queued) {
			this.queued.remove(key);
			this.running.add(key);
		}
		boolean retry = false;
		try {
			this.action.reconcile(key);
		}
		catch (RuntimeException ex) {
			retry = true;
			report(key, ex);
		}
		finally {
			finish(key, retry);
		}
	}

	private void finish(Key key, boolean retry) {
		boolean more;
		int failed;
		synchronized (this.queued) {
			this.running.remove(key);
			more = this.again.remove(key);
			failed = retry ? this.failures.merge(key, 1, Integer::sum) : 0;
			if (!retry) {
				this.failures.remove(key);
			}
		}
		if (retry) {
			enqueueAfter(key, Duration.ofMillis(5L << Math.min(failed - 1, MAX_DOUBLINGS)));
		}
		else if (more) {
			enqueue(key);
		}
	}

	private void report(Key key, RuntimeException failure) {
		if (failure instanceof StoreException) {
			log.debug("{}: {} again, as {}", this.name, key, failure.getMessage());
		}
		else {
			log.warn("{}: {} failed and is tried again", this.name, key, failure);
		}
	}

	/**
	 * What to do with a key.
	 */
	@FunctionalInterface
	public interface Action {

		/** Makes the world as the object wants it. */
		void reconcile(Key key);

	}

}
