package dev.slipway.observability.traces.zipkin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Zipkin with its memory store, one a test JVM. The build puts it into the folder
 * target.
 */
@NullUnmarked
final class ZipkinServer {

	static final Duration PATIENCE = Duration.ofSeconds(120);

	private static ZipkinServer started;

	private final HttpClient http = HttpClient.newHttpClient();

	private final Process process;

	private final Path log;

	private final int port;

	private ZipkinServer(Path jar) throws IOException {
		this.port = freePort();
		this.log = jar.resolveSibling("zipkin-" + this.port + ".log");
		this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar.toString(),
				"--armeria.ports[0].port=" + this.port, "--armeria.ports[0].ip=127.0.0.1", "--zipkin.storage.type=mem",
				"--zipkin.storage.mem.max-spans=200000", "--logging.level.root=WARN")
			.redirectErrorStream(true)
			.redirectOutput(this.log.toFile())
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
	}

	/** The one of this JVM; started when first asked for. */
	static synchronized ZipkinServer shared() {
		if (started == null) {
			try {
				started = new ZipkinServer(jar());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		started.awaitReady();
		return started;
	}

	private static Path jar() {
		Optional<Path> jar = Stream.of("target/zipkin/zipkin.jar", "observability-stack/target/zipkin/zipkin.jar")
			.map((name) -> Path.of(name).toAbsolutePath())
			.filter(Files::exists)
			.findFirst();
		if (jar.isEmpty()) {
			String message = "There is no target/zipkin/zipkin.jar: Maven's phase process-test-resources fetches it";
			if (Boolean.parseBoolean(System.getenv("SLIPWAY_REQUIRE_ALL"))) {
				Assertions.fail(message);
			}
			Assumptions.abort(message);
		}
		return jar.get();
	}

	private void awaitReady() {
		Awaitility.await("Zipkin is ready").atMost(PATIENCE).ignoreExceptions().until(() -> {
			if (!this.process.isAlive()) {
				throw new AssertionError(Files.readString(this.log));
			}
			return get("/health").statusCode() == 200;
		});
	}

	URI uri() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	/** How a store asks it, with all the patience of a busy machine. */
	ZipkinOptions options() {
		return ZipkinOptions.of(uri(), null, null, PATIENCE, 32 << 20, 8, true);
	}

	/** What it answers, not through the adapter. */
	HttpResponse<byte[]> get(String path) {
		try {
			return this.http.send(HttpRequest.newBuilder(uri().resolve(path)).timeout(PATIENCE).build(),
					HttpResponse.BodyHandlers.ofByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
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

	private void stop() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
		}
	}

}
