package dev.slipway.jenkins.adapter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.jenkins.LogWindow;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * Prints how long it takes to open a log of 100 MB at its end, and what heap it takes.
 */
@NullUnmarked
class JenkinsLogBench {

	private static final long SIZE = 100L * 1024 * 1024;

	private static final byte[] LINES = "a line of a long log, with some padding to make it as long....\n".repeat(1024)
		.getBytes(StandardCharsets.UTF_8);

	@Test
	void opensAtItsEnd() throws IOException {
		ExecutorService threads = Executors.newCachedThreadPool();
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setExecutor(threads);
		server.createContext("/", JenkinsLogBench::serve);
		server.start();
		URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
		HttpJenkins jenkins = new HttpJenkins(new JenkinsClient(
				new JenkinsSettings(url, "admin", "secret", true, null, Duration.ofSeconds(5), Duration.ofSeconds(30)),
				Clock.systemUTC(), JenkinsClient.Pause.SLEEP));
		for (int round = 0; round < 5; round++) {
			long before = System.nanoTime();
			long size = jenkins.logSize("/job/big", 1);
			LogWindow tail = jenkins.logTail("/job/big", 1, size - 64 * 1024, JenkinsBuilds.WINDOW);
			long millis = (System.nanoTime() - before) / 1_000_000;
			Runtime heap = Runtime.getRuntime();
			System.out.println("BENCH a log of 100 MB at its end: " + millis + " ms, " + tail.text().length()
					+ " characters, heap in use " + (heap.totalMemory() - heap.freeMemory()) / 1024 / 1024 + " MB");
		}
		server.stop(0);
		threads.shutdownNow();
	}

	private static void serve(HttpExchange exchange) throws IOException {
		try (exchange) {
			long start = Long.parseLong(exchange.getRequestURI().getQuery().replaceFirst("start=", ""));
			exchange.getResponseHeaders().set("X-Text-Size", String.valueOf(SIZE));
			exchange.getResponseHeaders().set("X-Jenkins", "2.528.1");
			exchange.sendResponseHeaders(200, 0);
			for (long at = start; at < SIZE; at += LINES.length) {
				exchange.getResponseBody()
					.write((SIZE - at < LINES.length) ? Arrays.copyOf(LINES, (int) (SIZE - at)) : LINES);
			}
		}
	}

}
