package dev.slipway.observability.metrics.prometheus;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.metrics.LabelNames;
import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.MetricsUnavailable;
import dev.slipway.observability.metrics.Selector;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A handshake that fails says what to set; with its authority named it succeeds. */
@NullUnmarked
class PrometheusTlsTest {

	private static final String PASSWORD = "changeit";

	private HttpsServer server;

	private Path certificate;

	@BeforeEach
	void start(@TempDir Path folder) throws Exception {
		Path store = folder.resolve("keys.p12");
		this.certificate = folder.resolve("ca.pem");
		keytool(folder, "-genkeypair", "-alias", "prometheus", "-keyalg", "EC", "-dname", "CN=prometheus", "-ext",
				"SAN=ip:127.0.0.1", "-validity", "30", "-storetype", "PKCS12", "-keystore", store.toString(),
				"-storepass", PASSWORD);
		keytool(folder, "-exportcert", "-rfc", "-alias", "prometheus", "-keystore", store.toString(), "-storepass",
				PASSWORD, "-file", this.certificate.toString());
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream file = Files.newInputStream(store)) {
			keys.load(file, PASSWORD.toCharArray());
		}
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setHttpsConfigurator(new HttpsConfigurator(context));
		this.server.setExecutor(Executors.newCachedThreadPool());
		this.server.createContext("/", PrometheusTlsTest::answer);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	private static void keytool(Path folder, String... arguments) throws Exception {
		Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
		List<String> command = new ArrayList<>(List.of(tool.toString()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(folder.resolve("keytool.log").toFile())
			.start();
		assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).as(Files.readString(folder.resolve("keytool.log"))).isZero();
	}

	private static void answer(HttpExchange exchange) throws IOException {
		byte[] body = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}"
			.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	private void ask(String scheme, int port, @Nullable Path trusted) {
		URI url = URI.create(scheme + "://127.0.0.1:" + port);
		new PrometheusMetricStore(
				new PrometheusOptions(url, null, trusted, Duration.ofSeconds(90), 1 << 20, 2, LabelNames.DEFAULT),
				Clock.systemUTC())
			.instant(new MetricQuery.Gauge(Selector.of("up"), MetricQuery.Aggregation.SUM, List.of()),
					QueryScope.everything(), Instant.EPOCH);
	}

	/** A machine that is slow may need more than one handshake. */
	private void awaitRefusal(int port, @Nullable Path trusted, String why, String remedy) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(3))
			.untilAsserted(() -> assertThatExceptionOfType(MetricsUnavailable.class)
				.isThrownBy(() -> ask("https", port, trusted))
				.withMessageContaining(why)
				.withMessageContaining(remedy));
	}

	@Test
	void anAuthorityThatIsNotKnownIsNamedWithTheRemedy() {
		int port = this.server.getAddress().getPort();
		awaitRefusal(port, null, "certificate is not trusted", "slipway.metrics.prometheus.ca-file");
		Awaitility.await()
			.atMost(Duration.ofMinutes(3))
			.untilAsserted(() -> assertThatCode(() -> ask("https", port, this.certificate)).doesNotThrowAnyException());
	}

	/** Answers as Go does to a handshake where none is awaited. */
	@Test
	void aServerWithoutTlsIsToldFromOneThatIsNotTrusted() throws IOException {
		try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			Thread thread = new Thread(() -> {
				while (!plain.isClosed()) {
					answerPlainly(plain);
				}
			});
			thread.setDaemon(true);
			thread.start();
			awaitRefusal(plain.getLocalPort(), this.certificate, "does not speak TLS", "http://");
		}
	}

	private static void answerPlainly(ServerSocket server) {
		try (Socket socket = server.accept()) {
			socket.getInputStream().read(new byte[100]);
			socket.getOutputStream()
				.write("HTTP/1.0 400 Bad Request\r\n\r\nClient sent what is no request"
					.getBytes(StandardCharsets.US_ASCII));
			socket.getInputStream().readAllBytes();
		}
		catch (IOException ex) {
			assertThat(ex).as("the client, or the test, has ended").isNotNull();
		}
	}

}
