package dev.slipway.analysis;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;

/** The memory of guard rails, which outlives every platform of a test. */
public final class KeptRails implements RailMemory {

	private final Map<String, Kept> kept = new HashMap<>();

	private final Map<String, Instant> begun = new HashMap<>();

	private int writes;

	private boolean full;

	@Override
	public synchronized @Nullable Kept find(Release release, String rail) {
		return this.kept.get(key(release, rail));
	}

	@Override
	public synchronized boolean keep(Release release, String rail, long version, RailState state) {
		if (this.full) {
			throw new IllegalStateException("There is no room left");
		}
		Kept before = this.kept.get(key(release, rail));
		if (((before != null) ? before.version() : 0) != version) {
			return false;
		}
		this.kept.put(key(release, rail), new Kept(version + 1, state));
		this.writes++;
		return true;
	}

	@Override
	public synchronized Instant begun(Release release, String rail, Instant now) {
		return this.begun.computeIfAbsent(key(release, rail), (first) -> now);
	}

	@Override
	public synchronized void dropEnded() {
		this.begun.clear();
		this.kept.clear();
	}

	/** Nothing can be kept any more. */
	synchronized void fill() {
		this.full = true;
	}

	/** What is kept is of another version: nobody here can read it. */
	synchronized void garble() {
		this.kept.replaceAll((key, one) -> new Kept(one.version(), null));
	}

	synchronized int writes() {
		return this.writes;
	}

	private static String key(Release release, String rail) {
		return release.plan().flowId() + "/" + rail;
	}

}
