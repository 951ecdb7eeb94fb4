package dev.slipway.observability.logs;

import java.util.List;

/**
 * A record found, with the places that made it match.
 *
 * @param id of the record, unique in its store
 * @param record the record
 * @param highlights where query terms stand in message and stack trace
 */
public record LogHit(String id, LogRecord record, List<Highlight> highlights) {

	public LogHit {
		highlights = List.copyOf(highlights);
	}

	/**
	 * A place in a text. Offsets instead of marks in the text: whoever shows it escapes
	 * the text first.
	 *
	 * @param field {@code message} or {@code stack_trace}
	 * @param start the first character
	 * @param end after the last character
	 */
	public record Highlight(String field, int start, int end) {
	}

}
