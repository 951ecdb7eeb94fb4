package dev.slipway.observability.logs.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.slipway.observability.LogPosition;
import dev.slipway.observability.Origin;
import dev.slipway.observability.logs.LogRecord;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** A record as the index stores it: a JSON array, as names would only take room. */
final class StoredRecord {

	private static final JsonFactory FACTORY = new JsonFactory();

	private StoredRecord() {
	}

	static byte[] write(LogRecord record) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
		try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
			json.writeStartArray();
			json.writeString(record.timestamp().toString());
			json.writeString(record.message());
			json.writeString(record.level());
			json.writeString(record.logger());
			json.writeString(record.traceId());
			json.writeString(record.spanId());
			json.writeString(record.stackTrace());
			Origin origin = record.origin();
			json.writeString(origin.service());
			json.writeString(origin.team());
			json.writeString(origin.environment());
			json.writeString(origin.release());
			json.writeString(origin.pod());
			json.writeString(record.stream());
			json.writeString(record.position().time().toString());
			json.writeString(Integer.toString(record.position().lines()));
			for (Map.Entry<String, String> extra : record.extra().entrySet()) {
				json.writeString(extra.getKey());
				json.writeString(extra.getValue());
			}
			json.writeEndArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	static LogRecord read(BytesRef bytes) {
		List<@Nullable String> values = new ArrayList<>();
		try (JsonParser json = FACTORY.createParser(bytes.bytes, bytes.offset, bytes.length)) {
			json.nextToken();
			for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
				values.add((token == JsonToken.VALUE_NULL) ? null : json.getText());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Map<String, String> extra = new HashMap<>();
		for (int i = 15; i + 1 < values.size(); i += 2) {
			extra.put(text(values, i), text(values, i + 1));
		}
		Origin origin = new Origin(text(values, 7), text(values, 8), text(values, 9), text(values, 10),
				text(values, 11));
		return new LogRecord(Instant.parse(text(values, 0)), text(values, 1), values.get(2), values.get(3),
				values.get(4), values.get(5), values.get(6), origin, extra, text(values, 12),
				new LogPosition(Instant.parse(text(values, 13)), Integer.parseInt(text(values, 14))));
	}

	private static String text(List<@Nullable String> values, int index) {
		String value = values.get(index);
		return (value != null) ? value : "";
	}

}
