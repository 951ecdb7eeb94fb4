package dev.slipway.observability.logs.elasticsearch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What of a record cannot stand under its own name: fields of ours that are too long, and
 * fields of the process that are too long, too many or named like ours.
 *
 * @param own by their names in Elasticsearch
 * @param extra by the names that the process gave
 */
record Rest(Map<String, String> own, Map<String, String> extra) {

	private static final ObjectMapper JSON = new ObjectMapper();

	static String write(Map<String, String> own, Map<String, String> extra) {
		try {
			return JSON.writeValueAsString(new Rest(own, extra));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Reads what was written; from what somebody else wrote, nothing. */
	static Rest read(String json) {
		Map<String, String> own = new HashMap<>();
		Map<String, String> extra = new HashMap<>();
		try {
			JsonNode tree = JSON.readTree(json);
			tree.path("own").fields().forEachRemaining((e) -> own.put(e.getKey(), e.getValue().asText()));
			tree.path("extra").fields().forEachRemaining((e) -> extra.put(e.getKey(), e.getValue().asText()));
		}
		catch (IOException ex) {
			return new Rest(Map.of(), Map.of());
		}
		return new Rest(own, extra);
	}

}
