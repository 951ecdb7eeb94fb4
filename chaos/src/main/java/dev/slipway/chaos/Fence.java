package dev.slipway.chaos;

import java.time.Instant;
import java.util.Optional;

/**
 * Orders the writes of drivers: a later run comes after an earlier one, and within a run
 * a higher epoch after a lower one. A pod carries the last one it saw.
 *
 * @param run when the run was started, in milliseconds
 * @param epoch the flow's epoch
 */
public record Fence(long run, long epoch) implements Comparable<Fence> {

	static Fence of(Instant startedAt, long epoch) {
		return new Fence(startedAt.toEpochMilli(), epoch);
	}

	/** Reads what {@link #toString} wrote; empty for anything else. */
	public static Optional<Fence> parse(String text) {
		int dot = text.indexOf('.');
		try {
			return Optional.of(new Fence(Long.parseLong(text, 0, Math.max(dot, 0), 10),
					Long.parseLong(text, dot + 1, text.length(), 10)));
		}
		catch (NumberFormatException ex) {
			return Optional.empty();
		}
	}

	@Override
	public int compareTo(Fence other) {
		int byRun = Long.compare(this.run, other.run);
		return (byRun != 0) ? byRun : Long.compare(this.epoch, other.epoch);
	}

	@Override
	public String toString() {
		return this.run + "." + this.epoch;
	}

}
