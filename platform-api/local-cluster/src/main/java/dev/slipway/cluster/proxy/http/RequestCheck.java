package dev.slipway.cluster.proxy.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/**
 * Refuses requests that are malformed, that two programs could read in two ways, or that
 * want what is not served.
 */
final class RequestCheck {

	private RequestCheck() {
	}

	/** What is wrong with a request's head, if anything. */
	static Optional<Refusal> check(HttpRequest request) {
		if (request.decoderResult().isFailure()) {
			return Optional.of(undecodable(request.decoderResult().cause()));
		}
		boolean old = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
		if (!old && !request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
			return Optional.of(new Refusal(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 only"));
		}
		if (request.method().equals(HttpMethod.CONNECT)) {
			return Optional.of(new Refusal(HttpResponseStatus.NOT_IMPLEMENTED, "CONNECT is not served"));
		}
		return target(request).or(() -> host(request, old)).or(() -> framing(request, old)).or(() -> upgrade(request));
	}

	private static Refusal undecodable(Throwable cause) {
		if (cause instanceof TooLongHttpLineException) {
			return new Refusal(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request line is too long");
		}
		if (cause instanceof TooLongHttpHeaderException) {
			return new Refusal(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the headers are too large");
		}
		return Refusal.malformed("malformed request: " + cause.getMessage());
	}

	private static Optional<Refusal> target(HttpRequest request) {
		String uri = request.uri();
		boolean plain = uri.chars().allMatch((letter) -> letter > 0x20 && letter < 0x7f && letter != '#');
		boolean form = uri.startsWith("/") || uri.regionMatches(true, 0, "http://", 0, "http://".length())
				|| uri.equals("*") && request.method().equals(HttpMethod.OPTIONS);
		return (plain && form) ? Optional.empty() : Optional.of(Refusal.malformed("malformed request target"));
	}

	private static Optional<Refusal> host(HttpRequest request, boolean old) {
		List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
		boolean plain = hosts.stream()
			.allMatch((host) -> host.chars()
				.allMatch((letter) -> letter > 0x20 && letter < 0x7f && "/?#@\\,".indexOf(letter) < 0));
		return (plain && (hosts.size() == 1 || old && hosts.isEmpty())) ? Optional.empty()
				: Optional.of(Refusal.malformed("a request needs exactly one Host"));
	}

	private static Optional<Refusal> framing(HttpRequest request, boolean old) {
		List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
		if (codings.isEmpty()) {
			return Optional.empty();
		}
		boolean chunked = codings.size() == 1 && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0));
		if (old || !chunked || request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
			return Optional.of(Refusal.malformed("Transfer-Encoding may only be: chunked, and stand without a length"));
		}
		return Optional.empty();
	}

	/** Any other upgrade may be ignored, and is: the client goes on with HTTP/1.1. */
	private static Optional<Refusal> upgrade(HttpRequest request) {
		String wanted = request.headers().get(HttpHeaderNames.UPGRADE, "").toLowerCase(Locale.ROOT);
		return wanted.contains("websocket") ? Optional.of(new Refusal(HttpResponseStatus.NOT_IMPLEMENTED,
				"the local cluster passes no WebSockets through an address with a route")) : Optional.empty();
	}

}
