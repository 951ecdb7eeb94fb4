package dev.slipway.observability.logs.elasticsearch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.query.LogFields;
import org.jspecify.annotations.Nullable;

/** Makes documents of records. */
final class Documents {

	/** Longer values are cut for the search; the whole is kept beside it. */
	private static final int MAX_KEYWORD = 1024;

	private static final int MAX_EXTRA = 50;

	private static final JsonFactory JSON = new JsonFactory();

	static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu.MM.dd").withZone(ZoneOffset.UTC);

	private final FieldScheme fields;

	private final String prefix;

	Documents(FieldScheme fields, String prefix) {
		this.fields = fields;
		this.prefix = prefix;
	}

	/**
	 * The document of a record. The name is made of the content and the place in its
	 * stream: what is sent again after a crash is recognised.
	 */
	Document of(LogRecord record, long sequence) {
		return document(record, sequence, true);
	}

	/** The same, with nothing that the process named: for a record that is refused. */
	Document plain(LogRecord record, long sequence) {
		return document(record, sequence, false);
	}

	private Document document(LogRecord record, long sequence, boolean extras) {
		byte[] body = body(record, extras);
		byte[] end = (",\"" + FieldScheme.SEQUENCE + "\":" + sequence + "}").getBytes(StandardCharsets.US_ASCII);
		byte[] whole = Arrays.copyOf(body, body.length - 1 + end.length);
		System.arraycopy(end, 0, whole, body.length - 1, end.length);
		return new Document(this.prefix + "-" + DAY.format(record.timestamp()), id(body), whole);
	}

	private static String id(byte[] body) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
			return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 18));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private byte[] body(LogRecord record, boolean extras) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
		Map<String, String> own = new TreeMap<>();
		Map<String, String> rest = new TreeMap<>();
		try (JsonGenerator json = JSON.createGenerator(bytes)) {
			json.writeStartObject();
			json.writeStringField(LogFields.TIMESTAMP, record.timestamp().toString());
			text(json, LogFields.MESSAGE, record.message());
			text(json, LogFields.STACK_TRACE, record.stackTrace());
			keyword(json, this.fields.name(LogFields.LEVEL), record.level(), own);
			keyword(json, this.fields.name(LogFields.LOGGER), record.logger(), own);
			keyword(json, this.fields.name(LogFields.TRACE_ID), record.traceId(), own);
			keyword(json, this.fields.name(LogFields.SPAN_ID), record.spanId(), own);
			keyword(json, this.fields.name(LogFields.SERVICE), record.origin().service(), own);
			keyword(json, this.fields.name(LogFields.TEAM), record.origin().team(), own);
			keyword(json, this.fields.name(LogFields.ENVIRONMENT), record.origin().environment(), own);
			keyword(json, this.fields.name(LogFields.RELEASE), record.origin().release(), own);
			keyword(json, this.fields.name(LogFields.POD), record.origin().pod(), own);
			keyword(json, FieldScheme.STREAM, record.stream(), own);
			json.writeNumberField(FieldScheme.POSITION, nanos(record.position().time()));
			json.writeNumberField(FieldScheme.LINES, record.position().lines());
			extras(json, record.extra(), extras ? MAX_EXTRA : 0, rest);
			if (!own.isEmpty() || !rest.isEmpty()) {
				json.writeStringField(FieldScheme.REST, Rest.write(own, rest));
			}
			json.writeEndObject();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	private void extras(JsonGenerator json, Map<String, String> extra, int most, Map<String, String> rest)
			throws IOException {
		int count = 0;
		for (Map.Entry<String, String> field : new TreeMap<>(extra).entrySet()) {
			if (count < most && this.fields.mayBeNamed(field.getKey())) {
				keyword(json, field.getKey(), field.getValue(), rest);
				count++;
			}
			else {
				rest.put(field.getKey(), field.getValue());
			}
		}
	}

	private void text(JsonGenerator json, String field, @Nullable String value) throws IOException {
		if (value != null) {
			json.writeStringField(this.fields.name(field), value);
		}
	}

	private static void keyword(JsonGenerator json, String name, @Nullable String value, Map<String, String> rest)
			throws IOException {
		if (value == null) {
			return;
		}
		if (value.length() > MAX_KEYWORD) {
			rest.put(name, value);
		}
		json.writeStringField(name, (value.length() > MAX_KEYWORD) ? value.substring(0, MAX_KEYWORD) : value);
	}

	private static long nanos(Instant time) {
		return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
	}

	/**
	 * A document.
	 *
	 * @param index where it belongs: the day of the record
	 * @param id its name there
	 * @param json its content
	 */
	record Document(String index, String id, byte[] json) {
	}

}
