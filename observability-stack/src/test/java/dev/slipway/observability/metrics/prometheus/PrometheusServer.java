package dev.slipway.observability.metrics.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.observability.ScrapeTarget;
import dev.slipway.observability.metrics.LabelNames;
import org.awaitility.Awaitility;

/**
 * A real Prometheus with the scrape configuration that is shipped, its discovery of pods
 * exchanged for a file that says of each target what Kubernetes would.
 */
final class PrometheusServer implements AutoCloseable {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private final HttpClient http = HttpClient.newHttpClient();

	private final Path folder;

	private final Process process;

	private final int port;

	/**
	 * Starts it.
	 * @param targets what it scrapes first
	 */
	PrometheusServer(Path folder, Map<ScrapeTarget, Duration> targets) {
		this.folder = folder;
		try {
			configure(folder);
			targets(targets);
			this.port = freePort();
			this.process = new ProcessBuilder(DebianPrometheus.find("prometheus").toString(),
					"--config.file=" + folder.resolve("prometheus.yml"),
					"--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=127.0.0.1:" + this.port,
					"--log.level=warn")
				.redirectErrorStream(true)
				.redirectOutput(folder.resolve("prometheus.log").toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Awaitility.await("Prometheus is ready").atMost(PATIENCE).ignoreExceptions().until(() -> {
			if (!this.process.isAlive()) {
				throw new AssertionError(Files.readString(folder.resolve("prometheus.log")));
			}
			return get("/-/ready").statusCode() == 200;
		});
	}

	/** Puts what is shipped into a folder, the discovery of pods exchanged for a file. */
	static void configure(Path folder) throws IOException {
		Path shipped = Path.of("deploy/prometheus");
		if (!Files.exists(shipped)) {
			shipped = Path.of("observability-stack").resolve(shipped);
		}
		String config = Files.readString(shipped.resolve("prometheus.yml"));
		String changed = config.replace("    kubernetes_sd_configs:\n      - role: pod\n",
				"    file_sd_configs:\n      - files: [" + folder.resolve("targets.json") + "]\n");
		if (changed.equals(config)) {
			throw new IllegalStateException("The shipped configuration does not discover pods as this test knows it");
		}
		// There is no Alertmanager here, and nobody is to be told.
		changed = changed.replaceFirst("(?m)^alerting:\\n(^ .*\\n)+", "");
		Files.writeString(folder.resolve("prometheus.yml"), changed);
		Files.createDirectories(folder.resolve("rules"));
		for (String file : List.of("rules/services.yml", "rules-test.yml")) {
			Files.copy(shipped.resolve(file), folder.resolve(file));
		}
	}

	/** Says what is to be scraped from now on, and how often. */
	void targets(Map<ScrapeTarget, Duration> targets) {
		List<Map<String, Object>> groups = new ArrayList<>();
		targets.forEach((target, interval) -> {
			Map<String, String> labels = new LinkedHashMap<>();
			String pod = "__meta_kubernetes_pod_";
			labels.put(pod + "label_app_kubernetes_io_managed_by", "slipway");
			labels.put(pod + "label_slipway_dev_service", target.origin().service());
			labels.put(pod + "label_slipway_dev_team", target.origin().team());
			labels.put(pod + "label_slipway_dev_environment", target.origin().environment());
			labels.put(pod + "label_slipway_dev_release", target.origin().release());
			labels.put(pod + "name", target.origin().pod());
			labels.put(pod + "phase", "Running");
			labels.put(pod + "ip", target.uri().getHost());
			labels.put(pod + "annotation_prometheus_io_scrape", "true");
			labels.put(pod + "annotation_prometheus_io_port", String.valueOf(target.uri().getPort()));
			labels.put(pod + "annotation_prometheus_io_path", target.uri().getPath());
			labels.put("__scrape_interval__", interval.toMillis() + "ms");
			labels.put("__scrape_timeout__", interval.toMillis() + "ms");
			groups.add(Map.of("targets", List.of("10.0.0.1:1"), "labels", labels));
		});
		try {
			Path written = Files.write(this.folder.resolve("targets.tmp"), JSON.writeValueAsBytes(groups));
			Files.move(written, this.folder.resolve("targets.json"), StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Asks it with all the patience of a busy machine. */
	PrometheusMetricStore store() {
		return new PrometheusMetricStore(
				new PrometheusOptions(uri(), null, null, PATIENCE, 16 << 20, 8, LabelNames.DEFAULT), Clock.systemUTC());
	}

	private URI uri() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	/** What it answers to an expression now, not through the adapter. */
	JsonNode query(String expression) {
		try {
			return JSON
				.readTree(get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).body())
				.path("data")
				.path("result");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private HttpResponse<String> get(String path) throws IOException {
		try {
			return this.http.send(HttpRequest.newBuilder(uri().resolve(path)).timeout(PATIENCE).build(),
					HttpResponse.BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
