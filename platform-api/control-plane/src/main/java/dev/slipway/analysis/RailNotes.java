package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;

/**
 * Writes what one guard rail has seen into the memory: the first time, when it trips, and
 * else what is new every few seconds, less often when it is much. What a crash takes from
 * it is counted again by the counters, which live in the pods.
 */
final class RailNotes {

	private static final System.Logger log = System.getLogger(RailNotes.class.getName());

	static final Duration EVERY = Duration.ofSeconds(5);

	private static final int COUNTERS_A_SECOND = 100;

	private final RailMemory memory;

	private final Release release;

	private final String rail;

	private long version;

	private @Nullable RailState state;

	private Instant next = Instant.MIN;

	private boolean told;

	/** Reads what is kept. */
	RailNotes(RailMemory memory, Release release, String rail) {
		this.memory = memory;
		this.release = release;
		this.rail = rail;
		RailMemory.Kept kept = memory.find(release, rail);
		if (kept != null) {
			this.version = kept.version();
			this.state = kept.state();
		}
	}

	/** What was kept last; null when nothing was. */
	@Nullable RailState kept() {
		return this.state;
	}

	/**
	 * Keeps it, unless it was kept a moment ago.
	 * @return false when somebody else watches as well and has kept more: then what is
	 * kept is the truth
	 */
	boolean keep(RailState seen, boolean tripped, Instant now) {
		boolean due = tripped || !now.isBefore(this.next);
		if (!due || Objects.equals(seen, this.state)) {
			return true;
		}
		this.next = now.plus(EVERY).plusSeconds(seen.size() / COUNTERS_A_SECOND);
		try {
			if (!this.memory.keep(this.release, this.rail, this.version, seen)) {
				return false;
			}
			this.version++;
			this.state = seen;
		}
		catch (RuntimeException ex) {
			notKept(ex);
		}
		return true;
	}

	/** Said once: what was decided counts, kept or not. */
	private void notKept(RuntimeException ex) {
		if (!this.told) {
			this.told = true;
			log.log(System.Logger.Level.WARNING,
					"What guard rail " + this.rail + " has seen of " + this.release.objectName()
							+ " cannot be kept; it watches on, but a restart of the platform " + "lets it begin anew",
					ex);
		}
	}

}
