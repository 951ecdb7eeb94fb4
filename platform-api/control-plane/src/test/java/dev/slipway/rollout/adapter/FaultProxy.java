package dev.slipway.rollout.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.WebSocket;
import org.jspecify.annotations.NullUnmarked;

/**
 * Counts the calls of a client, and lets the so-manyth of a kind fail once, in one of the
 * ways in which calls fail: that one goes to a server which fails it.
 */
@NullUnmarked
final class FaultProxy implements Interceptor, AutoCloseable {

	private static final Set<String> NOT_PASSED_ON = Set.of("host", "connection", "content-length", "upgrade",
			"http2-settings", "transfer-encoding");

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpClient client;

	private final URI target;

	private final List<String> calls = new ArrayList<>();

	private final Watches watches = new Watches(this::open);

	private final CountDownLatch closed = new CountDownLatch(1);

	private Rule rule;

	FaultProxy(URI target, SSLContext trust) throws IOException {
		this.target = target;
		this.client = HttpClient.newBuilder().sslContext(trust).version(HttpClient.Version.HTTP_1_1).build();
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	@Override
	public void before(BasicBuilder builder, io.fabric8.kubernetes.client.http.HttpRequest request, RequestTags tags) {
		String asked = String.valueOf(request.uri().getQuery());
		if (builder instanceof WebSocket.Builder) {
			// What is no web socket makes the client watch by plain HTTP.
			builder.uri(this.target.resolve("/version"));
			return;
		}
		Fault fault = asked.contains("watch=true") ? Fault.WATCHED : fault(request.method(), request.uri().getPath());
		if (fault != null) {
			String query = (request.uri().getRawQuery() != null) ? "?" + request.uri().getRawQuery() : "";
			builder.setHeader("X-Fault", fault.name());
			builder.uri(URI
				.create("http://127.0.0.1:" + this.server.getAddress().getPort() + request.uri().getRawPath() + query));
		}
	}

	/**
	 * Forgets the calls so far; the next ones are subject to the rule, if there is one.
	 */
	synchronized void start(Rule rule) {
		this.calls.clear();
		this.rule = rule;
	}

	/** The calls since the start, such as {@code PUT deployments 2}: the second such. */
	synchronized List<String> calls() {
		return List.copyOf(this.calls);
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			Fault fault = Fault.valueOf(exchange.getRequestHeaders().getFirst("X-Fault"));
			switch (fault) {
				case WATCHED -> this.watches.relay(exchange);
				case CUT_BEFORE -> {
				}
				case CUT_AFTER -> forward(exchange, body);
				case LATE_BEFORE -> this.closed.await();
				case LATE_AFTER -> {
					forward(exchange, body);
					this.closed.await();
				}
				default -> refuse(exchange, fault.status);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized Fault fault(String method, String path) {
		if (!path.contains("/namespaces/")) {
			return null; // the watches' own lists, which come when they like
		}
		String kind = method + " " + resource(path);
		long before = this.calls.stream().filter((call) -> call.startsWith(kind + " ")).count();
		String call = kind + " " + (before + 1);
		this.calls.add(call);
		return (this.rule != null && this.rule.call.equals(call)) ? this.rule.fault : null;
	}

	/** {@code /apis/apps/v1/namespaces/shop-dev/deployments/orders-r2} → deployments. */
	private static String resource(String path) {
		String[] parts = path.split("/");
		for (int i = 1; i < parts.length - 2; i++) {
			if (parts[i].equals("namespaces")) {
				return parts[i + 2];
			}
		}
		return parts[parts.length - 1];
	}

	static void refuse(HttpExchange exchange, int code) throws IOException {
		byte[] status = ("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"a planted "
				+ code + "\",\"code\":" + code + "}")
			.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		if (code == Fault.TOO_MANY.status) {
			exchange.getResponseHeaders().set("Retry-After", "1");
		}
		exchange.sendResponseHeaders(code, status.length);
		exchange.getResponseBody().write(status);
	}

	private void forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
		this.client.send(request(exchange, body), HttpResponse.BodyHandlers.discarding());
	}

	private InputStream open(HttpExchange watch) throws IOException, InterruptedException {
		return this.client.send(request(watch, new byte[0]), HttpResponse.BodyHandlers.ofInputStream()).body();
	}

	private HttpRequest request(HttpExchange exchange, byte[] body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.target.resolve(exchange.getRequestURI()))
			.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
		exchange.getRequestHeaders().forEach((name, values) -> {
			if (!NOT_PASSED_ON.contains(name.toLowerCase(java.util.Locale.ROOT))) {
				values.forEach((value) -> request.header(name, value));
			}
		});
		return request.build();
	}

	/** The watches that go through here. */
	Watches watches() {
		return this.watches;
	}

	@Override
	public void close() {
		this.watches.cut();
		this.closed.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	/** How a call fails. */
	enum Fault {

		/** Somebody else wrote in between. */
		CONFLICT(409),
		/** The server will not have it. */
		INVALID(422),
		/** The server is busy. */
		TOO_MANY(429),
		/** The server is broken. */
		BROKEN(500),
		/** The connection ends before the call has an effect. */
		CUT_BEFORE(0),
		/** The connection ends after the call has had its effect. */
		CUT_AFTER(0),
		/** No answer comes, and the call has no effect. */
		LATE_BEFORE(0),
		/** No answer comes, but the call has had its effect. */
		LATE_AFTER(0),
		/** It is a watch, which fails on command. */
		WATCHED(0);

		private final int status;

		Fault(int status) {
			this.status = status;
		}

	}

	/** Which call fails, and how. */
	record Rule(String call, Fault fault) {
	}

}
