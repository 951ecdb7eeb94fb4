package dev.slipway.observability;

import java.time.Instant;

/**
 * A place in a stream of lines. Lines may share an instant, so the count of lines at it
 * belongs to the place: of three lines at 10:00:00.5, the second is at (10:00:00.5, 2).
 *
 * @param time the time of the last line
 * @param lines how many lines of that time there were up to and with it
 */
public record LogPosition(Instant time, int lines) {

	/** Before every line. */
	public static final LogPosition START = new LogPosition(Instant.EPOCH, 0);

	/** The place after one more line. A clock that steps back does not move the place. */
	public LogPosition next(Instant lineTime) {
		if (lineTime.isAfter(this.time)) {
			return new LogPosition(lineTime, 1);
		}
		return lineTime.equals(this.time) ? new LogPosition(this.time, this.lines + 1) : this;
	}

}
