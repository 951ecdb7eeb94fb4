package dev.slipway.environments.adapter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.environments.ClusterChecks.Checked;
import dev.slipway.environments.Clusters.Health;
import dev.slipway.environments.Environment;
import dev.slipway.environments.adapter.EnvironmentSettings.ClusterSettings;
import dev.slipway.test.Kubeconfigs;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What is said of clusters in each of the ways in which they cannot be used. */
@NullUnmarked
class ClusterHealthTest {

	@TempDir
	static Path folder;

	private static SimulatedCluster cluster;

	@BeforeAll
	static void start() throws Exception {
		cluster = SimulatedCluster.start(Files.createDirectory(folder.resolve("one")), (pod) -> true);
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@Test
	void aClusterThatAnswersTellsItsVersionAndWhatThePlatformMayDo() {
		Map<String, ClusterSettings> settings = Map.of("one", file(cluster.kubeconfig().toString()));
		try (KubeconfigClusters clusters = patient(
				new EnvironmentSettings(List.of(new Environment("dev", "one")), settings, Map.of(), Map.of()))) {
			Health health = clusters.health("one");
			assertThat(health.up()).as(health.detail()).isTrue();
			assertThat(health.version()).startsWith("v1.32");
			Checked checked = clusters.all().get(0);
			assertThat(checked.environments()).containsExactly("dev");
			assertThat(checked.address()).startsWith("https://127.0.0.1:");
			assertThat(checked.rights().missing()).isEmpty();
			assertThat(checked.rights().asked()).isGreaterThan(50);
		}
	}

	@Test
	void anUnknownTokenIsTold() throws Exception {
		Path file = changed("token", (text) -> text.replaceAll("token: .*", "token: wrong"));
		assertTold(file(file.toString()), "does not know the platform: 401", "has expired or was revoked");
	}

	@Test
	void aStrangeAuthorityIsTold() throws Exception {
		String certificate = Base64.getEncoder().encodeToString(strangeAuthority().getBytes(StandardCharsets.UTF_8));
		Path file = changed("authority", (text) -> text.replaceAll("certificate-authority-data: .*",
				"certificate-authority-data: " + certificate));
		assertTold(file(file.toString()), "cannot be trusted", "certificate-authority-data");
	}

	@Test
	void aServerThatIsNotThereIsTold() throws Exception {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		Path file = changed("gone", (text) -> text.replaceAll("server: .*", "server: https://127.0.0.1:" + port));
		assertTold(file(file.toString()), "nothing listens at https://127.0.0.1:" + port, "Is it started?");
	}

	@Test
	void aPlatformWithoutRightsIsTold() throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
		server.createContext("/", (exchange) -> {
			boolean version = exchange.getRequestURI().getPath().equals("/version");
			byte[] body = (version ? "{\"major\":\"1\",\"minor\":\"32\",\"gitVersion\":\"v1.32.0\"}"
					: "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":403,"
							+ "\"message\":\"sam cannot create resource\",\"reason\":\"Forbidden\"}")
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(version ? 200 : 403, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		try {
			Path file = changed("forbidden", (text) -> text.replaceAll("certificate-authority-data: .*", "")
				.replaceAll("server: .*", "server: http://127.0.0.1:" + server.getAddress().getPort()));
			assertTold(file(file.toString()), "lets it do nothing: sam cannot create", "kubectl apply -k");
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void aFileOrAContextThatIsNotThereIsTold() {
		assertTold(file("/nowhere/kubeconfig"), "cannot be read: /nowhere/kubeconfig", "");
		assertTold(new ClusterSettings(cluster.kubeconfig().toString(), "west", null), "There is no context west", "");
	}

	@Test
	void aClusterThatIsAwayDoesNotHideAnother() {
		Map<String, ClusterSettings> settings = Map.of("one", file(cluster.kubeconfig().toString()), "two",
				file("/nowhere/kubeconfig"));
		try (KubeconfigClusters clusters = patient(new EnvironmentSettings(List.of(), settings, Map.of(), Map.of()))) {
			assertThat(clusters.all()).filteredOn((checked) -> checked.health().up())
				.extracting(Checked::name)
				.containsExactly("one");
			assertThat(clusters.client("one").namespaces().withName("default").get()).isNotNull();
		}
	}

	@Test
	void aPodReachesItsOwnClusterWithTheTokenOfTheMoment() throws Exception {
		Config known = Kubeconfigs.config(cluster.kubeconfig());
		URI server = URI.create(known.getMasterUrl());
		Path mounted = Files.createDirectory(folder.resolve("mounted"));
		Files.write(mounted.resolve("ca.crt"), Base64.getDecoder().decode(known.getCaCertData()));
		Files.writeString(mounted.resolve("token"), "not yet\n");
		Access access = new Access("here", new ClusterSettings(null, null, true), mounted,
				Map.of("KUBERNETES_SERVICE_HOST", server.getHost(), "KUBERNETES_SERVICE_PORT",
						Integer.toString(server.getPort())));
		try (KubernetesClient client = new KubernetesClientBuilder().withConfig(access.config()).build()) {
			Matcher token = Pattern.compile("token: (\\S+)").matcher(Files.readString(cluster.kubeconfig()));
			assertThat(token.find()).isTrue();
			Files.writeString(mounted.resolve("token"), token.group(1) + "\n");
			assertThat(client.namespaces().withName("default").get()).isNotNull();
		}
		Access outside = new Access("here", new ClusterSettings(null, null, true), mounted, Map.of());
		assertThatIllegalStateException().isThrownBy(outside::config).withMessageContaining("no pod of it");
	}

	private static void assertTold(ClusterSettings settings, String message, String remedy) {
		try (KubeconfigClusters clusters = patient(
				new EnvironmentSettings(List.of(), Map.of("one", settings), Map.of(), Map.of()))) {
			Health health = clusters.health("one");
			assertThat(health.up()).isFalse();
			assertThat(health.detail()).contains(message);
			assertThat(String.valueOf(health.remedy())).contains(remedy);
			assertThat(clusters.all().get(0).rights().asked()).isZero();
		}
	}

	/** However slow this machine is. */
	private static KubeconfigClusters patient(EnvironmentSettings settings) {
		return new KubeconfigClusters(settings, Duration.ofMinutes(2), Clock.systemUTC());
	}

	private static ClusterSettings file(String path) {
		return new ClusterSettings(path, null, null);
	}

	private static Path changed(String name, UnaryOperator<String> change) throws IOException {
		return Files.writeString(folder.resolve(name), change.apply(Files.readString(cluster.kubeconfig())));
	}

	/** That of another cluster. */
	private static String strangeAuthority() throws Exception {
		Path other = Files.createDirectory(folder.resolve("other"));
		try (SimulatedCluster strange = SimulatedCluster.start(other, (pod) -> true)) {
			Config config = Kubeconfigs.config(strange.kubeconfig());
			return new String(Base64.getDecoder().decode(config.getCaCertData()), StandardCharsets.UTF_8);
		}
	}

}
