package dev.slipway.telemetry.web;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import dev.slipway.api.Problem;
import dev.slipway.observability.traces.TraceStore;
import dev.slipway.observability.traces.zipkin.SpanForwarder;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import zipkin2.Span;
import zipkin2.SpanBytesDecoderDetector;

/**
 * Zipkin's v2 collector: JSON or protobuf, plain or gzip. Pods of this machine need no
 * token; from elsewhere nothing is taken.
 */
@RestController
@Tag(name = "Zipkin")
class SpanCollector {

	private static final int MAX_BYTES = 8 << 20;

	private final TraceStore store;

	SpanCollector(TraceStore store) {
		this.store = store;
	}

	@PostMapping("/api/v2/spans")
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Operation(summary = "Takes spans in Zipkin's v2 format",
			description = "Open to the pods of this machine; needs no token.")
	void collect(HttpServletRequest request) throws IOException {
		if (!InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()) {
			throw new Problem(HttpStatus.FORBIDDEN, "Spans are taken from this machine only")
				.remedy("Let services elsewhere send their spans to a Zipkin of their own");
		}
		if (request.getHeader(SpanForwarder.HEADER) != null) {
			throw new Problem(HttpStatus.BAD_REQUEST, "These spans come from a platform that forwards them, to itself")
				.remedy("Let slipway.traces.zipkin.url name a Zipkin, not the platform");
		}
		byte[] body = body(request);
		if (body.length == 0) {
			return;
		}
		List<Span> spans;
		try {
			spans = SpanBytesDecoderDetector.decoderForListMessage(body).decodeList(body);
		}
		catch (IllegalArgumentException | UnsupportedOperationException ex) {
			throw new Problem(HttpStatus.BAD_REQUEST, "The body is not a list of Zipkin spans: " + ex.getMessage(), ex)
				.remedy("Send Zipkin v2 JSON or protobuf");
		}
		this.store.accept(spans);
	}

	private static byte[] body(HttpServletRequest request) throws IOException {
		boolean gzip = "gzip".equalsIgnoreCase(request.getHeader("Content-Encoding"));
		try (InputStream in = gzip ? new GZIPInputStream(request.getInputStream()) : request.getInputStream()) {
			byte[] body = in.readNBytes(MAX_BYTES + 1);
			if (body.length > MAX_BYTES) {
				throw new Problem(HttpStatus.CONTENT_TOO_LARGE, "More than " + MAX_BYTES + " bytes of spans at once")
					.remedy("Send them in smaller messages");
			}
			return body;
		}
		catch (ZipException | EOFException ex) {
			throw new Problem(HttpStatus.BAD_REQUEST, "The body is not gzip as its header says", ex);
		}
	}

}
