package dev.slipway.observability;

import java.time.Instant;
import java.util.Optional;

/** Takes lines from a {@link LogSource}. */
public interface LogSink {

	/** Opens a stream, or opens it again after a broken connection or a restart. */
	Feed open(LogStream stream);

	/**
	 * One opening of a stream. What was taken before is recognised by its time and
	 * dropped, so a source may ask the container for everything since {@link #since()},
	 * that instant included, without losing or doubling a line.
	 */
	interface Feed {

		/** The time of the last line taken; empty for a stream never seen. */
		Optional<Instant> since();

		/**
		 * Takes one line; waits while the sink is behind.
		 * @param time the time the container runtime stamped on the line
		 */
		void line(Instant time, String text) throws InterruptedException;

	}

}
