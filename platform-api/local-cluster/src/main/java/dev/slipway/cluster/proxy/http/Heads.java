package dev.slipway.cluster.proxy.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;

import dev.slipway.cluster.routes.HeaderEdits;
import dev.slipway.cluster.routes.RouteRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;

/** What becomes of the heads of requests and answers on their way through. */
final class Heads {

	private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");

	private static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");

	private static final AsciiString FORWARDED_FOR = AsciiString.cached("x-forwarded-for");

	private static final AsciiString FORWARDED_PROTO = AsciiString.cached("x-forwarded-proto");

	/** A request cannot make these vanish by naming them in its Connection header. */
	private static final List<String> LASTING = List.of("host", "content-length", "transfer-encoding", "expect",
			"authorization", "cookie");

	private static final List<String> FRAMING = List.of("content-length", "transfer-encoding", "connection", "trailer",
			"upgrade");

	private Heads() {
	}

	/** Where the path begins in a target that may name a host too. */
	private static String origin(String uri) {
		if (!uri.regionMatches(true, 0, "http://", 0, "http://".length())) {
			return uri;
		}
		int end = "http://".length();
		while (end < uri.length() && uri.charAt(end) != '/' && uri.charAt(end) != '?') {
			end++;
		}
		String rest = uri.substring(end);
		return rest.startsWith("/") ? rest : "/" + rest;
	}

	private static String authority(HttpRequest request) {
		String uri = request.uri();
		if (uri.regionMatches(true, 0, "http://", 0, "http://".length())) {
			String rest = uri.substring("http://".length());
			return rest.split("[/?]", 2)[0];
		}
		return request.headers().get(HttpHeaderNames.HOST, "");
	}

	/** A request as routes see it. */
	static RouteRequest facts(HttpRequest request) {
		String target = origin(request.uri());
		int mark = target.indexOf('?');
		String host = authority(request).toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", "");
		return new RouteRequest(request.method().name(), (mark < 0) ? target : target.substring(0, mark),
				(mark < 0) ? "" : target.substring(mark + 1), host, (name) -> {
					List<String> values = request.headers().getAll(name);
					return values.isEmpty() ? null : String.join(",", values);
				});
	}

	/** The request as it is sent on. */
	static HttpRequest forward(HttpRequest request, SocketAddress client, String service) {
		HttpHeaders headers = request.headers().copy();
		String authority = authority(request);
		dropHops(headers);
		headers.set(HttpHeaderNames.HOST, authority.isEmpty() ? service : authority);
		if (client instanceof InetSocketAddress address) {
			List<String> before = headers.getAll(FORWARDED_FOR);
			String own = address.getAddress().getHostAddress();
			headers.set(FORWARDED_FOR, before.isEmpty() ? own : String.join(", ", before) + ", " + own);
		}
		if (!headers.contains(FORWARDED_PROTO)) {
			headers.set(FORWARDED_PROTO, "http");
		}
		return new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), origin(request.uri()), headers);
	}

	/**
	 * Takes away what concerns one connection only (RFC 9110, 7.6.1), but not how the
	 * body's length is told, which both sides have in common.
	 */
	static void dropHops(HttpHeaders headers) {
		for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
			for (String name : value.split(",")) {
				String plain = name.strip().toLowerCase(Locale.ROOT);
				if (!plain.isEmpty() && !LASTING.contains(plain)) {
					headers.remove(plain);
				}
			}
		}
		headers.remove(HttpHeaderNames.CONNECTION);
		headers.remove(KEEP_ALIVE);
		headers.remove(PROXY_CONNECTION);
		headers.remove(HttpHeaderNames.TE);
		headers.remove(HttpHeaderNames.UPGRADE);
	}

	/** Changes headers as a route wants, but never those that say where a body ends. */
	static void edit(HttpHeaders headers, HeaderEdits edits) {
		edits.set()
			.stream()
			.filter((header) -> editable(header.name()))
			.forEach((header) -> headers.set(header.name(), header.value()));
		edits.add()
			.stream()
			.filter((header) -> editable(header.name()))
			.forEach((header) -> headers.add(header.name(), header.value()));
		edits.remove().stream().filter(Heads::editable).forEach(headers::remove);
	}

	private static boolean editable(String name) {
		return !FRAMING.contains(name.toLowerCase(Locale.ROOT));
	}

	/**
	 * Makes an answer one for this client: what concerns the backend's connection goes,
	 * and the body's end is told in a way that the client knows.
	 * @return whether the backend's connection can serve another request
	 */
	static boolean frame(HttpResponse response, HttpRequest request) {
		boolean keeps = HttpUtil.isKeepAlive(response);
		dropHops(response.headers());
		int status = response.status().code();
		boolean chunked = HttpUtil.isTransferEncodingChunked(response);
		boolean told = chunked || response.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
		response.setProtocolVersion(HttpVersion.HTTP_1_1);
		if (request.method().equals(HttpMethod.HEAD) || status == HttpResponseStatus.NO_CONTENT.code()
				|| status == HttpResponseStatus.NOT_MODIFIED.code()) {
			return keeps;
		}
		if (chunked || !told) {
			HttpUtil.setTransferEncodingChunked(response, !old(request));
		}
		return keeps && told;
	}

	/** Whether the client speaks HTTP/1.0: no chunks, no interim answers. */
	static boolean old(HttpRequest request) {
		return request.protocolVersion().equals(HttpVersion.HTTP_1_0);
	}

	/** Whether a request may be sent twice without harm (RFC 9110, 9.2.1), and can be. */
	static boolean repeatable(HttpRequest request) {
		HttpMethod method = request.method();
		boolean safe = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)
				|| method.equals(HttpMethod.OPTIONS) || method.equals(HttpMethod.TRACE);
		return safe && !HttpUtil.isTransferEncodingChunked(request) && HttpUtil.getContentLength(request, 0L) == 0;
	}

}
