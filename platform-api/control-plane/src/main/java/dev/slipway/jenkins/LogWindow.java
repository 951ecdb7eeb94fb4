package dev.slipway.jenkins;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.pipeline.LogPiece;

/**
 * A piece of a run's log, ready to be shown. Offsets are those of the log that Jenkins
 * keeps; what it sends is longer, because it ends lines by CRLF where the kept log has
 * LF, and has hidden notes ({@code ESC[8mha:…ESC[0m}).
 *
 * @param text without notes, lines ended by LF
 * @param start the offset where the text begins
 * @param next the offset of what follows
 * @param size how long the log is now, by the header {@code X-Text-Size}
 * @param more whether the log still grows
 */
public record LogWindow(String text, long start, long next, long size, boolean more) {

	private static final Pattern NOTE = Pattern.compile("\u001b\\[8mha:[A-Za-z0-9+/=]*\u001b\\[0m");

	/** What is left of a note that the piece begins in. */
	private static final Pattern REST_OF_NOTE = Pattern
		.compile("^(\u001b?\\[?8mha:|\\[?8mha:|m?ha:|a:|:)?[A-Za-z0-9+/=]*\u001b\\[0m");

	private static final Pattern BEGUN_NOTE = Pattern.compile("\u001b(\\[(8(m(h(a(:[A-Za-z0-9+/=]*)?)?)?)?)?)?$");

	/**
	 * Makes a window of what came.
	 * @param body the bytes that came, all or the first of them
	 * @param length how many there are
	 * @param start the offset that was asked for
	 * @param size what the header says
	 * @param whole whether the body came to its end
	 * @param more whether the log still grows
	 * @param partialFirstLine whether the piece begins somewhere in a line, which is then
	 * left out
	 */
	public static LogWindow of(byte[] body, int length, long start, long size, boolean whole, boolean more,
			boolean partialFirstLine) {
		int from = 0;
		if (partialFirstLine) {
			int line = indexOfNewline(body, length);
			from = (line >= 0) ? line + 1 : 0;
		}
		while (from < length && start > 0 && (body[from] & 0xc0) == 0x80) {
			from++; // the rest of a character
		}
		int to = (whole && !more) ? length : afterLastNewline(body, from, length);
		long next = whole ? size - (length - to) : start + kept(body, to);
		return new LogWindow(clean(new String(body, from, to - from, StandardCharsets.UTF_8), start > 0),
				start + kept(body, from), next, size, more);
	}

	/**
	 * Makes a window of what stands before an offset: whole lines, unless the piece has
	 * none.
	 * @param body the bytes that came from {@code start} on, at least as many as there
	 * are up to {@code before}
	 * @param before the offset where it ends: the start of a line
	 * @param size what the header says
	 */
	public static LogWindow before(byte[] body, long start, long before, long size) {
		int to = 0;
		for (long at = start; to < body.length && at < before; to++) {
			boolean dropped = body[to] == '\r' && to + 1 < body.length && body[to + 1] == '\n';
			at += dropped ? 0 : 1;
		}
		int from = (start > 0) ? indexOfNewline(body, to - 1) + 1 : 0;
		while (from < to && start > 0 && (body[from] & 0xc0) == 0x80) {
			from++;
		}
		boolean inside = start > 0 && from == 0;
		return new LogWindow(clean(new String(body, from, to - from, StandardCharsets.UTF_8), inside),
				start + kept(body, from), before, size, true);
	}

	private static int indexOfNewline(byte[] body, int length) {
		for (int at = 0; at < length; at++) {
			if (body[at] == '\n') {
				return at;
			}
		}
		return -1;
	}

	/**
	 * After the last whole line; after the last whole character when there is none in so
	 * much.
	 */
	private static int afterLastNewline(byte[] body, int from, int length) {
		for (int at = length - 1; at >= from; at--) {
			if (body[at] == '\n') {
				return at + 1;
			}
		}
		return (length == body.length) ? LogPiece.wholeCharacters(body, from, length) : from;
	}

	/**
	 * How many bytes of the kept log so many sent ones are: a CRLF was one. A log that
	 * has CRLF itself makes it too few, and the next piece repeats some lines: better
	 * than to lose them.
	 */
	private static long kept(byte[] body, int length) {
		long kept = length;
		for (int at = 1; at < length; at++) {
			if (body[at] == '\n' && body[at - 1] == '\r') {
				kept--;
			}
		}
		return kept;
	}

	/**
	 * Takes notes out and ends lines by LF.
	 * @param inside whether it may begin inside a note
	 */
	public static String clean(String text, boolean inside) {
		String rest = text;
		if (inside) {
			Matcher begin = REST_OF_NOTE.matcher(rest);
			rest = begin.find() ? rest.substring(begin.end()) : rest;
		}
		rest = NOTE.matcher(rest).replaceAll("");
		rest = BEGUN_NOTE.matcher(rest).replaceFirst("");
		return rest.replace("\r\n", "\n");
	}

}
