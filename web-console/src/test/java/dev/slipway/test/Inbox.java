package dev.slipway.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpServer;

/** Where notifications go: {@code /hook} takes them, {@code /down} is broken. */
public final class Inbox implements AutoCloseable {

	private final HttpServer server;

	Inbox() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		answer("/hook", 200, "ok");
		answer("/down", 503, "Down for maintenance");
		this.server.start();
	}

	private void answer(String path, int status, String text) {
		this.server.createContext(path, (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			byte[] body = text.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(status, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
	}

	/** Its address. */
	public String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
