package dev.slipway.chaos;

import java.time.Instant;
import java.util.Optional;

/** Reads schedules. */
public interface Timetable {

	/**
	 * When a schedule starts next after a time, window and jitter included; empty when
	 * never.
	 * @param seed differs between experiments, so that their jitter does
	 */
	Optional<Instant> next(Schedule schedule, Instant after, long seed);

}
