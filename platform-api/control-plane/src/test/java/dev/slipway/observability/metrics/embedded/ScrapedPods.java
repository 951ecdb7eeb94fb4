package dev.slipway.observability.metrics.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.observability.Origin;
import dev.slipway.observability.ScrapeTarget;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.test.SettableClock;
import org.awaitility.Awaitility;

/**
 * The embedded store with pods that it scrapes over HTTP when a test says so.
 */
public final class ScrapedPods implements AutoCloseable {

	private final SettableClock clock;

	private final List<Pod> pods = new CopyOnWriteArrayList<>();

	private EmbeddedMetricStore store;

	public ScrapedPods(SettableClock clock) {
		this.clock = clock;
		this.store = fresh();
	}

	private EmbeddedMetricStore fresh() {
		// The interval is the time-out of a scrape here: nobody waits for it.
		MetricOptions options = new MetricOptions(Duration.ofMinutes(2), Duration.ofHours(1), 8L << 20, 10_000);
		return new EmbeddedMetricStore(options, () -> this.pods.stream().map(Pod::target).toList(), this.clock);
	}

	/**
	 * The platform is killed and begins anew: what it scraped is lost, the pods live on.
	 */
	public void platformRestarts() {
		this.store.close();
		this.store = fresh();
	}

	/** The platform's, until it restarts. */
	public MetricStore store() {
		return this.store;
	}

	/** A pod that is scraped from now on. */
	public Pod pod(String team, String service, int release, String name) {
		Pod pod = new Pod(new Origin(service, team, "dev", Integer.toString(release), name));
		this.pods.add(pod);
		return pod;
	}

	/** Lets five seconds pass and scrapes every pod. */
	public void scrape() {
		this.clock.advance(Duration.ofSeconds(5));
		this.store.round();
		Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(2)).until(this.store::idle);
	}

	/** Scrapes these pods, while the others do not answer yet. */
	public void scrapeOnly(Pod... some) {
		List<Pod> all = List.copyOf(this.pods);
		this.pods.retainAll(List.of(some));
		scrape();
		this.pods.clear();
		this.pods.addAll(all);
	}

	@Override
	public void close() {
		this.store.close();
		this.pods.forEach((pod) -> pod.server.stop(0));
	}

	/** A pod that counts requests as Micrometer does. */
	public static final class Pod {

		private static final double[] BOUNDS = { 0.05, 0.1, 0.25, 0.5, 1, 2.5 };

		private final Origin origin;

		private final HttpServer server;

		private final Map<String, Double> series = new TreeMap<>();

		Pod(Origin origin) {
			this.origin = origin;
			try {
				this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			this.server.createContext("/", (exchange) -> {
				byte[] body = text().getBytes(StandardCharsets.UTF_8);
				exchange.sendResponseHeaders(200, body.length);
				exchange.getResponseBody().write(body);
				exchange.close();
			});
			this.server.start();
			gauge("process_cpu_usage", 0.1);
		}

		ScrapeTarget target() {
			return new ScrapeTarget(
					URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/actuator/prometheus"),
					this.origin);
		}

		/** Answers so many requests with that status, each in so many milliseconds. */
		public synchronized Pod answers(int requests, int status, double millis) {
			String labels = "method=\"GET\",uri=\"/orders\",status=\"" + status + "\",exception=\"none\"";
			add("http_server_requests_seconds_count{" + labels + "}", requests);
			for (double bound : BOUNDS) {
				add("http_server_requests_seconds_bucket{" + labels + ",le=\"" + bound + "\"}",
						(millis / 1000 <= bound) ? requests : 0);
			}
			add("http_server_requests_seconds_bucket{" + labels + ",le=\"+Inf\"}", requests);
			return this;
		}

		/** What probes ask is not of users. */
		public synchronized Pod probed(int requests) {
			add("http_server_requests_seconds_count{method=\"GET\",uri=\"/actuator/health\",status=\"503\"}", requests);
			return this;
		}

		/** Has that level now. */
		public synchronized Pod gauge(String name, double value) {
			this.series.put(name, value);
			return this;
		}

		/** The process begins anew. */
		public synchronized Pod restarts() {
			this.series.clear();
			return gauge("process_cpu_usage", 0.1);
		}

		private void add(String name, double value) {
			this.series.merge(name, value, Double::sum);
		}

		private synchronized String text() {
			List<String> lines = new ArrayList<>();
			this.series.forEach((name, value) -> lines.add(name + " " + value + "\n"));
			return String.join("", lines);
		}

	}

}
