package dev.slipway.flow.adapter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.flow.StateCodec;

/**
 * States as JSON: a record of a sealed interface carries its simple name as
 * {@code @type}, times are ISO texts, nulls are left out, and fields that this version
 * does not know are ignored.
 */
final class JacksonStateCodec implements StateCodec {

	private final ObjectMapper mapper = JsonMapper.builder()
		.addModule(new JavaTimeModule())
		.annotationIntrospector(new SealedTypes())
		.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
				SerializationFeature.FAIL_ON_EMPTY_BEANS)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
				DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
		.serializationInclusion(JsonInclude.Include.NON_NULL)
		.build();

	@Override
	public <S> String write(Class<S> type, S state) {
		try {
			return this.mapper.writerFor(type).writeValueAsString(state);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalArgumentException("Cannot write " + state.getClass().getName() + " as JSON", ex);
		}
	}

	@Override
	public <S> S read(Class<S> type, String text) {
		try {
			return this.mapper.readValue(text, type);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalArgumentException("Cannot read a " + type.getSimpleName() + " of this version from " + text
					+ "; was it written by a newer one?", ex);
		}
	}

}
