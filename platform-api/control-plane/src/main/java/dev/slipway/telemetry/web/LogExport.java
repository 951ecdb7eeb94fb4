package dev.slipway.telemetry.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreUnavailable;
import dev.slipway.observability.logs.LogHit;
import dev.slipway.observability.logs.LogPage;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.LogStore;
import org.jspecify.annotations.Nullable;

/**
 * All records that a question finds, newest first, as lines of JSON
 * (<a href="https://github.com/ndjson/ndjson-spec">NDJSON</a>). Only a page is held in
 * memory. A last line with the single member {@code continues} says that there are more,
 * and the cursor to ask on with.
 */
final class LogExport {

	/** Records of one export when nobody says how many. */
	static final int DEFAULT = 100_000;

	/** The most records of one export. */
	static final int MOST = 1_000_000;

	static final String MEDIA_TYPE = "application/x-ndjson";

	private static final ObjectMapper JSON = new ObjectMapper();

	private final LogStore store;

	private final QueryScope scope;

	private final LogQuery question;

	private final LogPage first;

	private int left;

	/**
	 * Asks for the first page, so that what cannot be answered fails before a line is
	 * written.
	 */
	LogExport(LogStore store, LogQuery question, @Nullable Integer most, QueryScope scope) {
		this.store = store;
		this.scope = scope;
		this.question = question;
		this.left = Math.max(1, Math.min((most != null) ? most : DEFAULT, MOST));
		this.first = store.search(page(question.cursor()), scope);
	}

	void write(OutputStream out) throws IOException {
		LogPage page = this.first;
		while (true) {
			for (LogHit hit : page.hits()) {
				line(out, fields(hit.record()));
				this.left--;
			}
			String next = page.nextCursor();
			if (next == null) {
				return;
			}
			if (this.left == 0) {
				continues(out, next, "So many records were asked for");
				return;
			}
			try {
				page = this.store.search(page(next), this.scope);
			}
			catch (StoreUnavailable ex) {
				continues(out, next, "The log store did not answer any more");
				return;
			}
		}
	}

	private LogQuery page(@Nullable String cursor) {
		return this.question.page(Math.min(this.left, LogQuery.MAX_LIMIT), cursor);
	}

	private static void continues(OutputStream out, String cursor, String reason) throws IOException {
		line(out, Map.of("continues", Map.of("cursor", cursor, "reason", reason)));
	}

	private static void line(OutputStream out, Map<String, ?> fields) throws IOException {
		out.write((JSON.writeValueAsString(fields) + '\n').getBytes(StandardCharsets.UTF_8));
	}

	private static Map<String, Object> fields(LogRecord record) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		fields.put("timestamp", record.timestamp().toString());
		fields.put("level", record.level());
		fields.put("message", record.message());
		fields.put("logger", record.logger());
		fields.put("service", record.origin().service());
		fields.put("environment", record.origin().environment());
		fields.put("release", record.origin().release());
		fields.put("pod", record.origin().pod());
		fields.put("traceId", record.traceId());
		fields.put("spanId", record.spanId());
		fields.put("stackTrace", record.stackTrace());
		fields.put("fields", record.extra().isEmpty() ? null : record.extra());
		Map<String, Object> present = new LinkedHashMap<>();
		fields.forEach((name, value) -> {
			if (value != null) {
				present.put(name, value);
			}
		});
		return present;
	}

}
