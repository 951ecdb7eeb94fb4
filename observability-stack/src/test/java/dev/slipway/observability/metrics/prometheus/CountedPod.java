package dev.slipway.observability.metrics.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.observability.Origin;
import dev.slipway.observability.ScrapeTarget;

/**
 * A pod whose metrics go on with each scrape, by chance with a seed. It says the number
 * of the scrape, so that one knows afterwards which answer a sample is of. At one scrape
 * it restarts, from another on it answers no more.
 */
final class CountedPod implements AutoCloseable {

	private static final List<Double> BOUNDS = List.of(0.05, 0.1, 0.25, 0.5, 1.0);

	private final Map<Integer, String> answers = new ConcurrentHashMap<>();

	private final Random random;

	private final Origin origin;

	private final int restarts;

	private final int ends;

	private final HttpServer server;

	private final double slow;

	private Map<String, Long> counters = new TreeMap<>();

	private int scrapes;

	/**
	 * Begins to listen.
	 * @param slow the mean latency in seconds
	 * @param restarts the scrape before which its counters begin anew
	 * @param ends the scrape from which on it does not answer
	 */
	CountedPod(Origin origin, double slow, int restarts, int ends) {
		this.origin = origin;
		this.random = new Random(origin.pod().hashCode());
		this.slow = slow;
		this.restarts = restarts;
		this.ends = ends;
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/actuator/prometheus", (exchange) -> {
			byte[] body = next().getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders((body.length > 0) ? 200 : 503, (body.length > 0) ? body.length : -1);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.server.start();
	}

	ScrapeTarget target() {
		return new ScrapeTarget(
				URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/actuator/prometheus"),
				this.origin);
	}

	/** What was answered at the scrape of that number. */
	String answer(int scrape) {
		return Objects.requireNonNull(this.answers.get(scrape), "an answer to each scrape");
	}

	private synchronized String next() {
		int scrape = this.scrapes++;
		if (scrape >= this.ends) {
			return "";
		}
		if (scrape == this.restarts) {
			this.counters = new TreeMap<>();
		}
		int requests = 20 + this.random.nextInt(30);
		for (int i = 0; i < requests; i++) {
			request(this.random.nextInt(10) == 0 ? "500" : "200", -this.slow * Math.log(1 - this.random.nextDouble()));
		}
		StringBuilder text = new StringBuilder("scrape_number " + scrape + "\n");
		this.counters.forEach((name, count) -> text.append(name).append(' ').append(count).append('\n'));
		text.append("process_cpu_usage ").append(this.random.nextDouble()).append('\n');
		for (String area : List.of("Eden Space", "Tenured Gen")) {
			text.append("jvm_memory_used_bytes{area=\"heap\",id=\"" + area + "\"} ")
				.append(1 + this.random.nextInt(1 << 28))
				.append('\n');
		}
		this.answers.put(scrape, text.toString());
		return text.toString();
	}

	private void request(String status, double seconds) {
		String labels = "method=\"GET\",status=\"" + status + "\",uri=\"/orders\"";
		String metric = "http_server_requests_seconds_";
		this.counters.merge(metric + "count{" + labels + "}", 1L, Long::sum);
		for (double bound : BOUNDS) {
			this.counters.merge(metric + "bucket{" + labels + ",le=\"" + bound + "\"}", (seconds <= bound) ? 1L : 0L,
					Long::sum);
		}
		this.counters.merge(metric + "bucket{" + labels + ",le=\"+Inf\"}", 1L, Long::sum);
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
