package dev.slipway.browser;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * The program of a sample's image: it answers, and tells of 20 requests a second, so that
 * there is something to draw.
 */
public final class PodProgram {

	private PodProgram() {
	}

	/** Starts it. */
	public static void main(String[] arguments) throws IOException {
		long start = System.nanoTime();
		HttpServer server = HttpServer.create(new InetSocketAddress(System.getenv("POD_IP"), 8080), 50);
		server.createContext("/", (exchange) -> answer(exchange, "ready"));
		server.createContext("/actuator/prometheus", (exchange) -> answer(exchange, metrics(start)));
		server.start();
	}

	private static String metrics(long start) {
		long count = 20 * Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000;
		String of = "http_server_requests_seconds";
		String labels = "method=\"GET\",outcome=\"SUCCESS\",status=\"200\",uri=\"/\"";
		return "# TYPE " + of + " histogram\n" + of + "_bucket{" + labels + ",le=\"0.01\"} " + count / 2 + "\n" + of
				+ "_bucket{" + labels + ",le=\"0.1\"} " + count + "\n" + of + "_bucket{" + labels + ",le=\"+Inf\"} "
				+ count + "\n" + of + "_count{" + labels + "} " + count + "\n" + of + "_sum{" + labels + "} "
				+ count * 0.02 + "\n";
	}

	private static void answer(HttpExchange exchange, String text) throws IOException {
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(200, body.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(body);
		}
	}

}
