package dev.slipway.pipeline.adapter;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.pipeline.BuildInput.Parameter;
import org.jspecify.annotations.Nullable;

/** What columns of the pipeline's tables hold as JSON. */
final class BuildJson {

	private static final ObjectMapper JSON = new ObjectMapper();

	private BuildJson() {
	}

	static String text(Object value) {
		try {
			return JSON.writeValueAsString(value);
		}
		catch (JsonProcessingException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Map<String, String> map(@Nullable String text) {
		return (text != null) ? read(text, new TypeReference<>() {
		}) : Map.of();
	}

	static Set<String> names(String text) {
		return read(text, new TypeReference<>() {
		});
	}

	static List<Parameter> parameters(String text) {
		return read(text, new TypeReference<>() {
		});
	}

	private static <T> T read(String text, TypeReference<T> type) {
		try {
			return JSON.readValue(text, type);
		}
		catch (JsonProcessingException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
