package dev.slipway.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpServer;

/**
 * The program in the test's image: a small HTTP server that starts in a moment. What it
 * does is told by its variables: VERSION is its answer, READY=never keeps it unready,
 * EXIT makes it end with that code at once, WILDCARD makes it listen on all addresses.
 */
public final class Fixture {

	private Fixture() {
	}

	/** Starts it. */
	public static void main(String[] arguments) throws Exception {
		System.out.println("starting " + System.getenv("VERSION"));
		System.err.println("to standard error");
		if (System.getenv("EXIT") != null) {
			System.exit(Integer.parseInt(System.getenv("EXIT")));
		}
		if (System.getenv("EAT") != null) {
			byte[][] eaten = new byte[Integer.parseInt(System.getenv("EAT"))][];
			for (int i = 0; i < eaten.length; i++) {
				eaten[i] = new byte[1024 * 1024];
				java.util.Arrays.fill(eaten[i], (byte) i);
			}
			System.out.println("ate " + eaten.length);
		}
		String host = (System.getenv("WILDCARD") != null) ? "0.0.0.0" : System.getenv("POD_IP");
		int port = (System.getenv("PORT") != null) ? Integer.parseInt(System.getenv("PORT")) : 8080;
		HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 200);
		server.setExecutor(Executors.newFixedThreadPool(8));
		server.createContext("/",
				(exchange) -> answer(exchange, 200, System.getenv("VERSION") + " " + System.getenv("HOSTNAME") + "\n"));
		server.createContext("/ready",
				(exchange) -> answer(exchange, "never".equals(System.getenv("READY")) ? 503 : 200, "\n"));
		server.createContext("/env",
				(exchange) -> answer(exchange, 200, new java.util.TreeMap<>(System.getenv()).toString()));
		server.createContext("/file", (exchange) -> answer(exchange, 200,
				java.nio.file.Files.readString(java.nio.file.Path.of(exchange.getRequestURI().getQuery()))));
		server.createContext("/touch", (exchange) -> {
			java.nio.file.Files.createFile(java.nio.file.Path.of(exchange.getRequestURI().getQuery()));
			answer(exchange, 200, "\n");
		});
		server.createContext("/log", (exchange) -> {
			System.out.println("asked " + exchange.getRequestURI().getQuery());
			answer(exchange, 200, "\n");
		});
		server.start();
		System.out.println("listening");
	}

	private static void answer(com.sun.net.httpserver.HttpExchange exchange, int status, String text)
			throws IOException {
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, body.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(body);
		}
	}

}
