package dev.slipway.observability.logs;

import java.time.Instant;
import java.util.function.Consumer;

import dev.slipway.observability.LogPosition;
import org.jspecify.annotations.Nullable;

/**
 * Joins the lines of one stream to records: a plain line with the stack trace that
 * follows is one record. The last plain line is held back until the next line or
 * {@link #flush()}, because only what follows shows whether it is whole.
 */
final class LineJoiner {

	private static final int MAX_LINES = 1000;

	private final Consumer<LogRecord> out;

	private @Nullable LogLine head;

	private LogPosition end = LogPosition.START;

	private int lines;

	private Instant heldSince = Instant.MAX;

	private final StringBuilder stackTrace = new StringBuilder();

	LineJoiner(Consumer<LogRecord> out) {
		this.out = out;
	}

	/** Takes a line that arrived now. */
	void accept(LogLine line, Instant now) {
		if (this.head != null && this.lines < MAX_LINES && PlainText.continuesStackTrace(line.text())) {
			join(line);
			this.heldSince = now;
			return;
		}
		flush();
		if (line.text().startsWith("{")) {
			this.out.accept(LineParser.parse(line));
		}
		else if (!line.text().isBlank()) {
			this.head = line;
			this.end = line.position();
			this.lines = 1;
			this.heldSince = now;
		}
	}

	/** Since when a line is held back; far in the future when none is. */
	Instant heldSince() {
		return this.heldSince;
	}

	/** Gives out the line held back, as nothing more is coming soon. */
	void flush() {
		LogLine line = this.head;
		if (line != null) {
			this.out.accept(
					LineParser.plain(line, this.stackTrace.isEmpty() ? null : this.stackTrace.toString(), this.end));
			this.head = null;
			this.stackTrace.setLength(0);
			this.heldSince = Instant.MAX;
		}
	}

	private void join(LogLine line) {
		if (this.stackTrace.length() < PlainText.MAX_LENGTH) {
			this.stackTrace.append(this.stackTrace.isEmpty() ? "" : "\n").append(line.text());
		}
		this.end = line.position();
		this.lines++;
	}

}
