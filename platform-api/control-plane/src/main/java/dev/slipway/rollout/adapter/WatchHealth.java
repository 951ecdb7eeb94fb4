package dev.slipway.rollout.adapter;

import java.time.Duration;
import java.time.Instant;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jspecify.annotations.Nullable;

/** Tells whether a watch can be believed, and when it is to be opened again. */
final class WatchHealth {

	/**
	 * A watch of which nothing was heard so long, not even a bookmark, may be dead: an
	 * API server sends one about each minute. Shorter than the deadlines of releases,
	 * which must not be missed for want of news.
	 */
	static final Duration SILENCE = Duration.ofSeconds(75);

	/** What was heard of so lately is not dead, whatever the other watches are. */
	private static final Duration LATELY = Duration.ofSeconds(5);

	static final String SILENT = "silent";

	/** A watch that does not come back by itself is opened again. */
	private static final Duration GONE = Duration.ofSeconds(20);

	/** A watch that was cut has told by then what was missed. */
	private static final Duration CATCH_UP = Duration.ofMillis(300);

	private static final Duration MARGIN = Duration.ofSeconds(5);

	private boolean lost = true;

	/** Since when it has been gone, or back again. */
	private Instant turnedAt = Instant.MIN;

	private Instant heardAt = Instant.MIN;

	private @Nullable String heardVersion;

	/** It was opened. */
	synchronized void opened(Instant now) {
		this.lost = true;
		this.turnedAt = now;
		this.heardAt = now;
		this.heardVersion = null;
	}

	/** Whether it is connected, told what was missed, and was heard of lately. */
	synchronized boolean believable(SharedIndexInformer<?> watch, Instant now) {
		look(watch, now);
		return !this.lost && !now.isBefore(this.turnedAt.plus(CATCH_UP))
				&& now.isBefore(this.heardAt.plus(SILENCE).plus(MARGIN));
	}

	/** Why it has to be opened again; null when it has not. */
	synchronized @Nullable String trouble(SharedIndexInformer<?> watch, Instant now) {
		look(watch, now);
		String version = watch.lastSyncResourceVersion();
		if (version != null && !version.equals(this.heardVersion)) {
			this.heardVersion = version;
			this.heardAt = now;
		}
		if (this.lost) {
			return this.turnedAt.plus(GONE).isBefore(now) ? "gone" : null;
		}
		return this.heardAt.plus(SILENCE).isBefore(now) ? SILENT : null;
	}

	/** Whether it may be as dead as another one of the same cluster. */
	synchronized boolean quiet(SharedIndexInformer<?> watch, Instant now) {
		trouble(watch, now);
		return this.heardAt.plus(LATELY).isBefore(now);
	}

	private void look(SharedIndexInformer<?> watch, Instant now) {
		boolean gone = !watch.hasSynced() || !watch.isWatching();
		if (gone != this.lost) {
			this.lost = gone;
			this.turnedAt = now;
		}
	}

}
