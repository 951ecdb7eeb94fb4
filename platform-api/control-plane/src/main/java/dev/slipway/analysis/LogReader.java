package dev.slipway.analysis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.slipway.observability.logs.LogFilter;
import dev.slipway.observability.logs.LogHit;
import dev.slipway.observability.logs.LogPage;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;

/** Reads what a release logged. */
final class LogReader {

	private static final Set<String> ERRORS = Set.of("ERROR", "FATAL");

	private static final int PAGES = 5;

	private static final int EXAMPLE = 500;

	private final LogStore store;

	LogReader(LogStore store) {
		this.store = store;
	}

	/** The newest errors of a time, oldest first, at most five thousand. */
	List<LogRecord> errors(Release release, Instant from, Instant to) {
		List<LogRecord> records = new ArrayList<>();
		String cursor = null;
		for (int i = 0; i < PAGES; i++) {
			LogPage page = page("", Scopes.logs(release, ERRORS), release, from, to, LogQuery.MAX_LIMIT, cursor);
			page.hits().forEach((hit) -> records.add(0, hit.record()));
			cursor = page.nextCursor();
			if (cursor == null) {
				break;
			}
		}
		return records;
	}

	/** What matches a query, the newest first, with the number of all. */
	LogPage matching(String query, Release release, Instant from, Instant to, int examples) {
		return page(query, Scopes.logs(release, Set.of()), release, from, to, examples, null);
	}

	/** How many lines it wrote. */
	long lines(Release release, Instant from, Instant to) {
		return matching("", release, from, to, 1).total();
	}

	private LogPage page(String query, LogFilter filter, Release release, Instant from, Instant to, int limit,
			@Nullable String cursor) {
		return this.store.search(new LogQuery(query, filter, from, to, limit, cursor), Scopes.of(release));
	}

	/** The message, or where there is none the first line of the stack trace. */
	static String message(LogRecord record) {
		String trace = record.stackTrace();
		return (record.message().isBlank() && trace != null) ? trace.lines().findFirst().orElse("") : record.message();
	}

	/** Lines as examples: time, pod, message. */
	static List<String> examples(List<LogHit> hits) {
		return hits.stream().map(LogHit::record).map(LogReader::example).toList();
	}

	static String example(LogRecord record) {
		String line = record.timestamp() + " " + record.origin().pod() + " " + message(record);
		return (line.length() > EXAMPLE) ? line.substring(0, EXAMPLE) + "…" : line;
	}

}
