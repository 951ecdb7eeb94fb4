package dev.slipway.observability.logs.elasticsearch;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.util.BinaryData;
import dev.slipway.observability.http.StoreHttp;
import dev.slipway.observability.logs.BadLogQuery;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.LogsUnavailable;
import dev.slipway.observability.logs.elasticsearch.Documents.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records by bounded bulks. What is there already is not written twice; a record
 * that is refused is tried once more without the fields that the process named, then
 * dropped, for it would hold up all that come after it.
 */
final class Shipping {

	private static final Logger logger = LoggerFactory.getLogger(Shipping.class);

	private static final int MAX_BYTES = 4 << 20;

	private static final int MAX_DOCUMENTS = 1000;

	private static final int THERE_ALREADY = 409;

	private static final int REFUSED = 400;

	/**
	 * Of the cluster, not of the record: no more shards are allowed, an index is closed.
	 */
	private static final Set<String> TROUBLES = Set.of("validation_exception", "index_closed_exception");

	private final ElasticsearchApi api;

	private final Documents documents;

	private final Sequences sequences;

	private final IndexTemplate template;

	private final Retention retention;

	private final AtomicLong dropped = new AtomicLong();

	Shipping(ElasticsearchApi api, ElasticsearchOptions options, Sequences sequences, Clock clock) {
		this.api = api;
		this.documents = new Documents(options.fields(), options.prefix());
		this.sequences = sequences;
		this.template = new IndexTemplate(api, options);
		this.retention = new Retention(api, options, clock);
	}

	/** Stores all of them, or fails: then all may be given again. */
	synchronized void append(List<LogRecord> records) {
		this.template.ensure();
		List<LogRecord> refused = new ArrayList<>();
		send(records, true, refused);
		List<LogRecord> hopeless = new ArrayList<>();
		send(refused, false, hopeless);
		if (!hopeless.isEmpty()) {
			this.dropped.addAndGet(hopeless.size());
			logger.warn("Elasticsearch refuses {} log records for good; the first is of stream {}", hopeless.size(),
					hopeless.get(0).stream());
		}
		this.retention.look();
	}

	/** How many records were refused whatever was left out; never waits for an append. */
	long dropped() {
		return this.dropped.get();
	}

	private void send(List<LogRecord> records, boolean whole, List<LogRecord> refused) {
		List<LogRecord> sent = new ArrayList<>();
		List<BulkOperation> bulk = new ArrayList<>();
		long bytes = 0;
		for (LogRecord record : records) {
			Document document = whole ? this.documents.of(record, this.sequences.next())
					: this.documents.plain(record, this.sequences.next());
			if (!bulk.isEmpty() && (bytes + document.json().length > MAX_BYTES || bulk.size() == MAX_DOCUMENTS)) {
				send(sent, bulk, refused);
				sent.clear();
				bulk.clear();
				bytes = 0;
			}
			sent.add(record);
			bulk.add(BulkOperation.of((one) -> one.create((create) -> create.index(document.index())
				.id(document.id())
				.document(BinaryData.of(document.json(), "application/json")))));
			bytes += document.json().length;
		}
		if (!bulk.isEmpty()) {
			send(sent, bulk, refused);
		}
	}

	private void send(List<LogRecord> records, List<BulkOperation> bulk, List<LogRecord> refused) {
		BulkResponse response = this.api.write((client) -> client.bulk((request) -> request.operations(bulk)));
		if (!response.errors()) {
			return;
		}
		String failure = null;
		for (int i = 0; i < response.items().size(); i++) {
			BulkResponseItem item = response.items().get(i);
			if (item.status() == REFUSED && !troubled(item)) {
				refused.add(records.get(i));
				logger.debug("A log record was refused: {}", why(item));
			}
			else if (item.status() / 100 != 2 && item.status() != THERE_ALREADY) {
				failure = item.status() + ": " + why(item);
			}
		}
		if (failure != null) {
			throw new LogsUnavailable("Elasticsearch did not take some lines, " + failure);
		}
	}

	private static boolean troubled(BulkResponseItem item) {
		return item.error() != null && TROUBLES.contains(String.valueOf(item.error().type()));
	}

	private static String why(BulkResponseItem item) {
		return StoreHttp.line(String.valueOf((item.error() != null) ? item.error().reason() : null));
	}

}
