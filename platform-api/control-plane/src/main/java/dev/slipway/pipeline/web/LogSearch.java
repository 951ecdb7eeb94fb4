package dev.slipway.pipeline.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.regex.Pattern;

import dev.slipway.pipeline.LogChunk;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a text in a log, whatever the case, piece by piece: neither the heap nor the
 * time grows with the log, for one search ends after {@value #MOST_HITS} lines found or
 * {@value #MOST_BYTES} bytes read, and says where to go on.
 */
final class LogSearch {

	static final int MOST_HITS = 200;

	static final long MOST_BYTES = 32L << 20;

	/** So much of a line is shown. */
	private static final int SHOWN = 300;

	/** Escape sequences of terminals: colours, titles, links. */
	private static final Pattern ESCAPES = Pattern
		.compile("\u001b(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|.)");

	private final String wanted;

	private final List<Hit> hits = new ArrayList<>();

	private LogSearch(String wanted) {
		this.wanted = wanted.toLowerCase(Locale.ROOT);
	}

	/**
	 * Searches from the start of a line on.
	 * @param log reads the log from an offset
	 */
	static Found search(LongFunction<LogChunk> log, String wanted, long from) {
		LogSearch search = new LogSearch(wanted);
		long at = from;
		while (at - from < MOST_BYTES) {
			LogChunk chunk = log.apply(at);
			long stopped = search.look(chunk.text(), at);
			if (stopped >= 0) {
				return new Found(search.hits, stopped);
			}
			if (chunk.next() <= at || chunk.complete()) {
				return new Found(search.hits, null);
			}
			at = chunk.next();
		}
		return new Found(search.hits, at);
	}

	/** Gives the offset after the last line that was looked at, or -1 at the end. */
	private long look(String text, long start) {
		long offset = start;
		int begin = 0;
		while (begin < text.length()) {
			int end = text.indexOf('\n', begin);
			String line = text.substring(begin, (end < 0) ? text.length() : end);
			begin = (end < 0) ? text.length() : end + 1;
			String plain = plain(line);
			if (plain.toLowerCase(Locale.ROOT).contains(this.wanted)) {
				this.hits.add(new Hit(offset, shown(plain)));
			}
			offset += bytes(line) + ((end < 0) ? 0 : 1);
			if (this.hits.size() == MOST_HITS) {
				return offset;
			}
		}
		return -1;
	}

	/** Of a long line the part around what was found. */
	private String shown(String line) {
		if (line.length() <= SHOWN) {
			return line;
		}
		int at = Math.max(0, line.toLowerCase(Locale.ROOT).indexOf(this.wanted));
		int begin = Math.max(0, Math.min(at - SHOWN / 3, line.length() - SHOWN));
		return ((begin > 0) ? "…" : "") + line.substring(begin, Math.min(line.length(), begin + SHOWN)) + "…";
	}

	/** A line as a terminal would show it, without colours. */
	static String plain(String line) {
		return (line.indexOf('\u001b') < 0) ? line : ESCAPES.matcher(line).replaceAll("");
	}

	/** How many bytes a text has in UTF-8. */
	static long bytes(CharSequence text) {
		long count = 0;
		for (int i = 0; i < text.length(); i++) {
			char letter = text.charAt(i);
			if (letter < 0x80) {
				count++;
			}
			else if (letter < 0x800) {
				count += 2;
			}
			else {
				count += Character.isSurrogate(letter) ? 2 : 3;
			}
		}
		return count;
	}

	/**
	 * A line that holds the text.
	 *
	 * @param offset where it begins in the log, in bytes
	 * @param line without colours, cut when it is long
	 */
	record Hit(long offset, String line) {
	}

	/**
	 * What was found.
	 *
	 * @param hits in the order of the log
	 * @param next where to search on; null when the log was searched to its end
	 */
	record Found(List<Hit> hits, @Nullable Long next) {
	}

}
