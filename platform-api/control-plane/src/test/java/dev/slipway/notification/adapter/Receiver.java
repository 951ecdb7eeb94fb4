package dev.slipway.notification.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.NullUnmarked;

/** Somebody else's program that takes notifications. */
@NullUnmarked
public final class Receiver implements AutoCloseable {

	/** Hangs up without an answer. */
	public static final Answer DOWN = new Answer(0, Map.of(), "");

	/** Takes it. */
	public static final Answer OK = new Answer(200, Map.of(), "thanks");

	private final HttpServer server;

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private volatile IntFunction<Answer> answers = (number) -> OK;

	/** On a free port of this machine. */
	public Receiver() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::take);
		this.server.start();
	}

	public String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/hooks/secret-path";
	}

	/** What each request is answered with, counted from 1. */
	public void answers(IntFunction<Answer> given) {
		this.answers = given;
	}

	public List<Request> requests() {
		return this.requests;
	}

	private void take(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		this.requests.add(new Request(Map.copyOf(exchange.getRequestHeaders()), body));
		Answer answer = this.answers.apply(this.requests.size());
		if (answer.status() != 0) {
			answer.headers().forEach(exchange.getResponseHeaders()::add);
			byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(answer.status(), text.length);
			exchange.getResponseBody().write(text);
		}
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/** An answer; status 0 hangs up. */
	public record Answer(int status, Map<String, String> headers, String body) {
	}

	/** A request. */
	public record Request(Map<String, List<String>> headers, String body) {

		/** The header's value; null when there is none. */
		public String header(String name) {
			return this.headers.entrySet()
				.stream()
				.filter((entry) -> entry.getKey().equalsIgnoreCase(name))
				.map((entry) -> entry.getValue().get(0))
				.findFirst()
				.orElse(null);
		}

	}

}
