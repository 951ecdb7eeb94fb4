package dev.slipway.telemetry.adapter;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * The log endpoint of a Kubernetes API server over real HTTP, as strict as the real one
 * about follow, previous and sinceTime (whole seconds), and able to break off.
 */
final class LogEndpoint implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Map<String, List<String>> lines = new ConcurrentHashMap<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private volatile int connection;

	private volatile boolean ended;

	LogEndpoint() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::answer);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/** Writes a line to the current log, stamped. */
	void line(Instant time, String text) {
		log("current").add(time + " " + text + "\n");
	}

	/** The container starts anew: what was current is previous. */
	void restart() {
		this.lines.put("previous", log("current"));
		this.lines.put("current", new CopyOnWriteArrayList<>());
		this.connection++;
	}

	/** Every open connection breaks off. */
	void breakOff() {
		this.connection++;
	}

	/** The container has ended, and so do those who follow. */
	void end() {
		this.ended = true;
	}

	List<String> requests() {
		return this.requests;
	}

	private List<String> log(String which) {
		return this.lines.computeIfAbsent(which, (key) -> new CopyOnWriteArrayList<>());
	}

	private void answer(HttpExchange exchange) throws IOException {
		String query = String.valueOf(exchange.getRequestURI().getQuery());
		this.requests.add(query);
		int mine = this.connection;
		List<String> log = log(query.contains("previous=true") ? "previous" : "current");
		Instant since = since(query);
		exchange.getResponseHeaders().set("Content-Type", "text/plain");
		exchange.sendResponseHeaders(200, 0);
		try (OutputStream out = exchange.getResponseBody()) {
			int sent = 0;
			do {
				for (; sent < log.size(); sent++) {
					String line = log.get(sent);
					if (!Instant.parse(line.substring(0, line.indexOf(' '))).isBefore(since)) {
						out.write(line.getBytes(StandardCharsets.UTF_8));
					}
				}
				out.flush();
				if (query.contains("follow=true")) {
					Thread.sleep(10);
				}
			}
			while (query.contains("follow=true") && mine == this.connection && !this.ended);
			if (mine != this.connection && query.contains("follow=true")) {
				out.write("2026-11-21T12:59:59Z half a li".getBytes(StandardCharsets.UTF_8));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static Instant since(String query) {
		for (String parameter : query.split("&")) {
			if (parameter.startsWith("sinceTime=")) {
				return Instant.parse(parameter.substring(10));
			}
		}
		return Instant.EPOCH;
	}

	@Override
	public void close() {
		this.ended = true;
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
