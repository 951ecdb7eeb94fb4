package dev.slipway.observability.traces.zipkin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import zipkin2.DependencyLink;
import zipkin2.Span;
import zipkin2.codec.DependencyLinkBytesDecoder;
import zipkin2.codec.SpanBytesDecoder;

/**
 * Reads answers. Whatever is wrong with one is an {@link IllegalArgumentException}.
 */
final class ZipkinAnswers {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final JsonFactory PARSERS = JSON.getFactory();

	private ZipkinAnswers() {
	}

	static List<Span> spans(byte[] answer) {
		return SpanBytesDecoder.JSON_V2.decodeList(answer);
	}

	static List<DependencyLink> links(byte[] answer) {
		return DependencyLinkBytesDecoder.JSON_V1.decodeList(answer);
	}

	static List<String> names(byte[] answer) {
		try {
			List<String> names = new ArrayList<>();
			for (JsonNode name : JSON.readTree(answer)) {
				if (!name.isTextual()) {
					throw new IllegalArgumentException("a name is no text");
				}
				names.add(name.textValue());
			}
			return names;
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

	/** Zipkin's codec reads one list of spans; the lists within a list are cut out. */
	static List<List<Span>> traces(byte[] answer) {
		List<List<Span>> traces = new ArrayList<>();
		try (JsonParser parser = PARSERS.createParser(answer)) {
			if (parser.nextToken() != JsonToken.START_ARRAY) {
				throw new IllegalArgumentException("it is no list of traces");
			}
			while (parser.nextToken() != JsonToken.END_ARRAY) {
				if (parser.currentToken() != JsonToken.START_ARRAY) {
					throw new IllegalArgumentException("a trace is no list of spans");
				}
				int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
				parser.skipChildren();
				int to = Math.toIntExact(parser.currentLocation().getByteOffset());
				List<Span> trace = spans(Arrays.copyOfRange(answer, from, to));
				if (!trace.isEmpty()) {
					traces.add(trace);
				}
			}
			return traces;
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

}
