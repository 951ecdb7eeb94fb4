package dev.slipway.rollout.adapter;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * The program of the test's image. VERSION is its answer, READY=never keeps it unready,
 * EXIT ends it with that code, RUDE=true lets it end without a word to its clients,
 * ERRORS is the percentage of requests that it fails, DELAY how many milliseconds each
 * takes, and TIRED how many seconds it needs to begin when a process of that version was
 * there before.
 */
public final class FixtureServer {

	private static volatile boolean draining;

	private FixtureServer() {
	}

	/** Starts it. */
	public static void main(String[] arguments) throws IOException {
		String version = System.getenv("VERSION");
		System.out.println("starting version " + version);
		if (System.getenv("EXIT") != null) {
			System.out.println("no luck with version " + version);
			System.exit(Integer.parseInt(System.getenv("EXIT")));
		}
		rest(number("TIRED"), version);
		HttpServer server = HttpServer.create(new InetSocketAddress(System.getenv("POD_IP"), 8080), 500);
		server.setExecutor(Executors.newFixedThreadPool(16));
		FixtureMeter meter = new FixtureMeter(number("ERRORS"), number("DELAY"));
		server.createContext("/", (exchange) -> {
			int status = meter.serve();
			answer(exchange, status, version);
		});
		server.createContext("/metrics", (exchange) -> answer(exchange, 200, meter.text()));
		server.createContext("/ready",
				(exchange) -> answer(exchange, "never".equals(System.getenv("READY")) ? 503 : 200, "ready"));
		if (!"true".equals(System.getenv("RUDE"))) {
			Runtime.getRuntime().addShutdownHook(new Thread(() -> sayGoodbye(server)));
		}
		server.start();
	}

	private static void rest(int seconds, String version) throws IOException {
		try {
			if (seconds > 0 && !trace(version).toFile().createNewFile()) {
				TimeUnit.SECONDS.sleep(seconds);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** What a tired program leaves behind for the next of its version. */
	public static Path trace(String version) {
		return Path.of(System.getProperty("java.io.tmpdir"), "slipway-tired-" + version);
	}

	private static int number(String variable) {
		String value = System.getenv(variable);
		return (value != null) ? Integer.parseInt(value) : 0;
	}

	/** As a web server does that shuts down gracefully. */
	private static void sayGoodbye(HttpServer server) {
		draining = true;
		try {
			TimeUnit.MILLISECONDS.sleep(1500);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		server.stop(1);
	}

	private static void answer(HttpExchange exchange, int status, String text) throws IOException {
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		if (draining) {
			exchange.getResponseHeaders().set("Connection", "close");
		}
		exchange.sendResponseHeaders(status, body.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(body);
		}
	}

}
