package dev.slipway.analysis.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;

/** A server on the loopback that answers as a test says and notes what it was asked. */
final class Answering implements AutoCloseable {

	private final HttpServer server;

	private final List<Asked> asked = new CopyOnWriteArrayList<>();

	private volatile int status = 200;

	private volatile String body = "";

	Answering() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", (exchange) -> {
			String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			this.asked.add(new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(), sent,
					exchange.getRequestHeaders()));
			byte[] bytes = this.body.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
			exchange.sendResponseHeaders(this.status, (bytes.length > 0) ? bytes.length : -1);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		});
		this.server.start();
	}

	void answer(int newStatus, String newBody) {
		this.status = newStatus;
		this.body = newBody;
	}

	String address() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	List<Asked> asked() {
		return this.asked;
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/** A request. */
	record Asked(String method, String path, String body, Map<String, List<String>> headers) {

		String header(String name) {
			return this.headers.getOrDefault(name, List.of("")).get(0);
		}

	}

}
