package dev.slipway.observability.logs.embedded;

import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.slipway.observability.Origin;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.query.LogFields;
import dev.slipway.observability.logs.query.LogLanguage;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.jspecify.annotations.Nullable;

/** Makes index documents of records. Not safe for more than one thread. */
final class LogDocuments {

	/** More names than this in one slice are stored but not searchable by name. */
	private static final int MAX_EXTRA_NAMES = 1000;

	private static final int MAX_EXTRA_OF_RECORD = 50;

	private static final int MAX_KEYWORD = 1024;

	/** Words and their places. How long a text is matters to scores only. */
	private static final FieldType TEXT = text();

	private final Set<String> extraNames = new HashSet<>();

	private static FieldType text() {
		FieldType type = new FieldType(TextField.TYPE_NOT_STORED);
		type.setOmitNorms(true);
		type.freeze();
		return type;
	}

	Document document(LogRecord record, long sequence) {
		Document document = new Document();
		number(document, LogFields.TIMESTAMP, record.timestamp().toEpochMilli());
		number(document, LogFields.SEQUENCE, sequence);
		document.add(new Field(LogFields.MESSAGE, record.message(), TEXT));
		if (record.stackTrace() != null) {
			document.add(new Field(LogFields.STACK_TRACE, record.stackTrace(), TEXT));
			keyword(document, LogFields.PRESENT, LogFields.STACK_TRACE);
		}
		optional(document, LogFields.LEVEL, (record.level() != null) ? record.level().toLowerCase(Locale.ROOT) : null);
		optional(document, LogFields.LOGGER, record.logger());
		optional(document, LogFields.TRACE_ID, record.traceId());
		optional(document, LogFields.SPAN_ID, record.spanId());
		origin(document, record.origin());
		extra(document, record.extra());
		keyword(document, LogFields.STREAM, record.stream());
		document.add(new NumericDocValuesField(LogFields.STREAM_TIME, nanos(record.position().time())));
		document.add(new NumericDocValuesField(LogFields.STREAM_LINES, record.position().lines()));
		document.add(new StoredField(LogFields.SOURCE, StoredRecord.write(record)));
		return document;
	}

	private static long nanos(Instant time) {
		return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
	}

	private static void origin(Document document, Origin origin) {
		keyword(document, LogFields.SERVICE, origin.service());
		keyword(document, LogFields.TEAM, origin.team());
		keyword(document, LogFields.ENVIRONMENT, origin.environment());
		keyword(document, LogFields.RELEASE, origin.release());
		keyword(document, LogFields.POD, origin.pod());
	}

	private void extra(Document document, Map<String, String> extra) {
		int count = 0;
		for (Map.Entry<String, String> field : extra.entrySet()) {
			String name = field.getKey();
			if (!LogFields.indexableExtra(name) || ++count > MAX_EXTRA_OF_RECORD || !known(name)) {
				continue;
			}
			optional(document, name, field.getValue());
			Double value = LogLanguage.number(field.getValue());
			if (value != null) {
				document.add(new DoublePoint(name + LogFields.NUMERIC_SUFFIX, value));
			}
		}
	}

	private boolean known(String name) {
		return this.extraNames.contains(name)
				|| (this.extraNames.size() < MAX_EXTRA_NAMES && this.extraNames.add(name));
	}

	private static void optional(Document document, String name, @Nullable String value) {
		if (value != null) {
			keyword(document, name, value);
			keyword(document, LogFields.PRESENT, name);
		}
	}

	private static void keyword(Document document, String name, String value) {
		document.add(new StringField(name, (value.length() <= MAX_KEYWORD) ? value : value.substring(0, MAX_KEYWORD),
				Field.Store.NO));
	}

	private static void number(Document document, String name, long value) {
		document.add(new LongPoint(name, value));
		document.add(new NumericDocValuesField(name, value));
	}

}
