package dev.slipway.telemetry.adapter;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

import dev.slipway.observability.LogSink;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines that the cluster stamped: {@code 2026-11-21T04:00:00.123456789Z text}.
 * Never holds more than a megabyte of a line. A last line without an end is kept back: it
 * comes whole when the log is read again.
 */
final class StampedLines {

	private static final int MAX_LINE = 1 << 20;

	private final InputStream in;

	private final boolean whole;

	/**
	 * Creates one.
	 * @param whole whether nothing will follow, so that a last line without an end counts
	 */
	StampedLines(InputStream in, boolean whole) {
		this.in = new BufferedInputStream(in, 16_384);
		this.whole = whole;
	}

	/** Hands every line over, until the stream ends. */
	void read(LogSink.Feed feed) throws IOException, InterruptedException {
		ByteArrayOutputStream line = new ByteArrayOutputStream(512);
		Instant last = Instant.EPOCH;
		for (int next = this.in.read(); next >= 0; next = this.in.read()) {
			if (next == '\n') {
				last = hand(feed, line, last);
			}
			else if (line.size() < MAX_LINE) {
				line.write(next);
			}
		}
		if (this.whole && line.size() > 0) {
			hand(feed, line, last);
		}
	}

	private static Instant hand(LogSink.Feed feed, ByteArrayOutputStream bytes, Instant last)
			throws InterruptedException {
		String line = bytes.toString(StandardCharsets.UTF_8);
		bytes.reset();
		int space = line.indexOf(' ');
		Instant stamped = stamp((space < 0) ? line : line.substring(0, space));
		String text = (stamped == null) ? line : (space < 0) ? "" : line.substring(space + 1);
		Instant time = (stamped != null) ? stamped : last;
		feed.line(time, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
		return time;
	}

	private static @Nullable Instant stamp(String text) {
		if (text.length() < 20 || text.length() > 35) {
			return null;
		}
		try {
			return text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
