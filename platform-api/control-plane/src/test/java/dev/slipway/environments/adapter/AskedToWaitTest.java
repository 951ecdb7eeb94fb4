package dev.slipway.environments.adapter;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.environments.Environment;
import dev.slipway.environments.adapter.EnvironmentSettings.ClusterSettings;
import dev.slipway.flow.RetryAfter;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What an API server asks for that is busy reaches who asked it, and is not ignored. */
@NullUnmarked
class AskedToWaitTest {

	@Test
	void keepsTheWaitThatABusyServerAsksForAndDoesNotAskAgain(@TempDir Path folder) throws Exception {
		assertThat(RetryAfter.Asked.of(failure(folder, 429, "7"))).isEqualTo(Duration.ofSeconds(7));
		assertThat(RetryAfter.Asked.of(failure(folder, 503, "60"))).isEqualTo(Duration.ofSeconds(60));
		assertThat(failure(folder, 429, "7")).hasMessageContaining("cluster one is busy (429)");
	}

	@Test
	void leavesOtherFailuresAsTheyAre(@TempDir Path folder) throws Exception {
		assertThat(RetryAfter.Asked.of(failure(folder, 429, ""))).isZero();
		assertThat(RetryAfter.Asked.of(failure(folder, 500, "7"))).isZero();
		assertThat(failure(folder, 503, "soon")).hasMessageContaining("no room");
	}

	private static KubernetesClientException failure(Path folder, int code, String wait) throws Exception {
		AtomicInteger asked = new AtomicInteger();
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
		server.createContext("/", (exchange) -> {
			asked.incrementAndGet();
			byte[] body = ("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":" + code
					+ ",\"message\":\"no room\"}")
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			if (!wait.isEmpty()) {
				exchange.getResponseHeaders().set("Retry-After", wait);
			}
			exchange.sendResponseHeaders(code, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		Path file = Files.writeString(folder.resolve("kubeconfig"), """
				apiVersion: v1
				kind: Config
				clusters: [{name: it, cluster: {server: "http://127.0.0.1:%d"}}]
				users: [{name: it, user: {token: it}}]
				contexts: [{name: it, context: {cluster: it, user: it}}]
				current-context: it
				""".formatted(server.getAddress().getPort()));
		EnvironmentSettings settings = new EnvironmentSettings(List.of(new Environment("dev", "one")),
				Map.of("one", new ClusterSettings(file.toString(), null, null)), Map.of(), Map.of());
		try (KubeconfigClusters clusters = new KubeconfigClusters(settings)) {
			KubernetesClientException failure = catchThrowableOfType(KubernetesClientException.class,
					() -> clusters.client("one").pods().inNamespace("shop").withName("it").get());
			assertThat(failure.getCode()).isEqualTo(code);
			assertThat(asked).as("the engine says when it is asked again").hasValue(1);
			return failure;
		}
		finally {
			server.stop(0);
		}
	}

}
