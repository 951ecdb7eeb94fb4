package dev.slipway.cluster.proxy.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/** A real HTTP server behind the proxy. */
final class Backend implements AutoCloseable {

	static {
		// Else each answer waits 40 ms for an acknowledgement.
		System.setProperty("sun.net.httpserver.nodelay", "true");
	}

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicInteger requests = new AtomicInteger();

	private final List<String> heads = new CopyOnWriteArrayList<>();

	private Backend(HttpHandler handler) throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", (exchange) -> {
			this.requests.incrementAndGet();
			this.heads.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
					+ new java.util.TreeMap<>(exchange.getRequestHeaders()));
			handler.handle(exchange);
		});
		this.server.start();
	}

	/** Says its name, after it has read the request's body. */
	static Backend named(String name) throws IOException {
		return new Backend((exchange) -> {
			exchange.getRequestBody().readAllBytes();
			answer(exchange, 200, name);
		});
	}

	static Backend of(HttpHandler handler) throws IOException {
		return new Backend(handler);
	}

	static void answer(HttpExchange exchange, int status, String text) throws IOException {
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, (body.length == 0) ? -1 : body.length);
		try (OutputStream out = exchange.getResponseBody()) {
			if (body.length > 0) {
				out.write(body);
			}
		}
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	int requests() {
		return this.requests.get();
	}

	List<String> heads() {
		return this.heads;
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
