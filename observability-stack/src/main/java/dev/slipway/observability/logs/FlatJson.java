package dev.slipway.observability.logs;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object into dotted names, so that {@code {"log":{"level":"INFO"}}} and
 * {@code {"log.level":"INFO"}} are the same. Elements of arrays are joined by a comma.
 */
final class FlatJson {

	private static final int MAX_FIELDS = 200;

	private static final int MAX_DEPTH = 20;

	private static final JsonFactory FACTORY = new JsonFactory();

	private FlatJson() {
	}

	/** The fields of the object; null when the line is not one whole JSON object. */
	static @Nullable Map<String, String> read(String line) {
		try (JsonParser json = FACTORY.createParser(line)) {
			if (json.nextToken() != JsonToken.START_OBJECT) {
				return null;
			}
			Map<String, String> fields = new LinkedHashMap<>();
			object(json, "", fields, 0);
			return (json.nextToken() == null) ? fields : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static void object(JsonParser json, String prefix, Map<String, String> fields, int depth)
			throws IOException {
		if (depth > MAX_DEPTH) {
			throw new IOException("nested too deeply");
		}
		for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
			value(json, json.nextToken(), prefix + name, fields, depth);
		}
		if (json.currentToken() != JsonToken.END_OBJECT) {
			throw new IOException("cut off");
		}
	}

	private static void value(JsonParser json, @Nullable JsonToken token, String name, Map<String, String> fields,
			int depth) throws IOException {
		if (token == null) {
			throw new IOException("cut off");
		}
		if (token == JsonToken.START_OBJECT) {
			object(json, name + ".", fields, depth + 1);
		}
		else if (token == JsonToken.START_ARRAY) {
			if (depth > MAX_DEPTH) {
				throw new IOException("nested too deeply");
			}
			for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
				value(json, next, name, fields, depth + 1);
			}
		}
		else if (token != JsonToken.VALUE_NULL && (fields.size() < MAX_FIELDS || fields.containsKey(name))) {
			fields.merge(name, json.getText(), (old, more) -> old + "," + more);
		}
	}

}
