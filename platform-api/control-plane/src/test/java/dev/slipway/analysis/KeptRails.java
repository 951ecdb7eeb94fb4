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

	private final Map<String, Integer> streaks = new HashMap<>();

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
	public synchronized int streak(Release release, String asked) {
		return this.streaks.getOrDefault(key(release, asked), 0);
	}

	@Override
	public synchronized void keepStreak(Release release, String asked, int streak) {
		if (this.full) {
			throw new IllegalStateException("There is no room left");
		}
		this.writes++;
		this.streaks.put(key(release, asked), streak);
	}

	@Override
	public synchronized void dropEnded() {
		this.streaks.clear();
		this.begun.clear();
		this.kept.clear();
	}

	/** Nothing can be kept any more. */
	public synchronized void fill() {
		this.full = true;
	}

	/** What is kept is of another version: nobody here can read it. */
	synchronized void garble() {
		this.kept.replaceAll((key, one) -> new Kept(one.version(), null));
	}

	/** How often something was kept. */
	public synchronized int writes() {
		return this.writes;
	}

	private static String key(Release release, String rail) {
		return release.plan().flowId() + "/" + rail;
	}

}
