package dev.slipway.pipeline;

import java.nio.charset.StandardCharsets;

/**
 * A piece of a build's log with the offset where it begins, so that one can read on in
 * both directions. Offsets are those of the build server; they need not be bytes of the
 * text, for what people do not see of a log is left out of it.
 *
 * @param text whole lines, unless one is longer than the piece
 * @param start the offset where it begins
 * @param next the offset where it ends, to ask for next
 * @param complete whether the build has ended and nothing follows
 */
public record LogPiece(String text, long start, long next, boolean complete) {

	/** Of a log whose offsets are bytes of the text: what came, cut to so many bytes. */
	static LogPiece of(LogChunk chunk, int most) {
		byte[] bytes = chunk.text().getBytes(StandardCharsets.UTF_8);
		long begin = Math.max(0, chunk.next() - bytes.length);
		if (bytes.length <= most) {
			return new LogPiece(chunk.text(), begin, chunk.next(), chunk.complete());
		}
		int end = most;
		while (end > 0 && bytes[end - 1] != '\n') {
			end--;
		}
		end = (end > 0) ? end : wholeCharacters(bytes, 0, most);
		return new LogPiece(new String(bytes, 0, end, StandardCharsets.UTF_8), begin, begin + end, false);
	}

	/** Of such a log: of what came from an offset on the whole lines up to another. */
	static LogPiece before(LogChunk chunk, long from, long before) {
		byte[] bytes = chunk.text().getBytes(StandardCharsets.UTF_8);
		int end = (int) Math.min(bytes.length, before - from);
		int begin = (from > 0) ? afterBreak(bytes, end) : 0;
		String text = new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
		return new LogPiece(text, from + begin, before, false);
	}

	/**
	 * Where to cut a line of UTF-8 that is longer than a piece: at the end or, when a
	 * character would be cut, at its first byte. Read on from within a character, what
	 * follows could not be decoded.
	 * @param from where the piece begins
	 * @param end where it should end
	 */
	public static int wholeCharacters(byte[] bytes, int from, int end) {
		int first = end - 1;
		while (first > from && (bytes[first] & 0xc0) == 0x80) {
			first--;
		}
		if (first <= from) {
			return end; // a piece of one character: better cut than read for ever
		}
		int lead = bytes[first] & 0xff;
		int length = (lead >= 0xf0) ? 4 : (lead >= 0xe0) ? 3 : (lead >= 0xc0) ? 2 : 1;
		return (first + length > end) ? first : end;
	}

	private static int afterBreak(byte[] bytes, int end) {
		for (int i = 0; i < end - 1; i++) {
			if (bytes[i] == '\n') {
				return i + 1;
			}
		}
		return 0;
	}

}
