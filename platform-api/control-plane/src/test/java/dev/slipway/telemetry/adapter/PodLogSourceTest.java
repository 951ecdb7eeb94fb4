package dev.slipway.telemetry.adapter;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import dev.slipway.environments.Clusters;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogShipper;
import dev.slipway.observability.logs.embedded.LuceneLogOptions;
import dev.slipway.observability.logs.embedded.LuceneLogStore;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** From a container's log over HTTP into the index: nothing lost, nothing doubled. */
class PodLogSourceTest {

	private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.250Z");

	private final LogEndpoint endpoint = new LogEndpoint();

	private final KubernetesClient client = new KubernetesClientBuilder()
		.withConfig(new ConfigBuilder().withMasterUrl(this.endpoint.url()).build())
		.build();

	private final Clusters clusters = new OneCluster(this.client);

	private Path folder = Path.of("");

	@BeforeEach
	void folder(@TempDir Path temporary) {
		this.folder = temporary;
	}

	@AfterEach
	void close() {
		this.client.close();
		this.endpoint.close();
	}

	private static Pod pod(int restarts, boolean running) {
		return new PodBuilder().withNewMetadata()
			.withName("orders-r1-a")
			.withNamespace("shop-dev")
			.withUid("uid-1")
			.addToLabels("slipway.dev/service", "orders")
			.addToLabels("slipway.dev/team", "shop")
			.addToLabels("slipway.dev/environment", "dev")
			.addToLabels("slipway.dev/release", "1")
			.addToAnnotations("prometheus.io/scrape", "true")
			.addToAnnotations("prometheus.io/port", "8080")
			.addToAnnotations("prometheus.io/path", "/actuator/prometheus")
			.endMetadata()
			.withNewStatus()
			.withPhase("Running")
			.withPodIP("127.0.3.7")
			.addNewContainerStatus()
			.withName("app")
			.withRestartCount(restarts)
			.withNewState()
			.withRunning(running ? new ContainerStateRunning() : null)
			.withTerminated(running ? null : new ContainerStateTerminated())
			.endState()
			.endContainerStatus()
			.endStatus()
			.build();
	}

	private static List<String> stored(LuceneLogStore store) {
		List<String> messages = new ArrayList<>();
		store.search(LogQuery.text("").page(1000, null), QueryScope.service("shop", "orders"))
			.hits()
			.forEach((hit) -> messages.add(0, hit.record().message()));
		return messages;
	}

	private static void await(LuceneLogStore store, String... lines) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(50))
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(stored(store)).containsExactly(lines));
	}

	/** The platform's half: store, shipper, watch and source. */
	private final class Platform implements AutoCloseable {

		private final LuceneLogStore store = LuceneLogStore.open(LuceneLogOptions.in(PodLogSourceTest.this.folder),
				Clock.systemUTC());

		private final LogShipper shipper = new LogShipper(this.store, Clock.systemUTC());

		private final PodWatch pods = new PodWatch(PodLogSourceTest.this.clusters);

		private final PodLogSource source = new PodLogSource(this.pods,
				new ContainerLogs(PodLogSourceTest.this.clusters));

		Platform() {
			this.shipper.start();
			this.source.start(this.shipper);
		}

		void sees(Pod pod) {
			this.pods.new Handler("local").onAdd(pod);
		}

		@Override
		public void close() {
			this.source.stop();
			this.shipper.close();
			this.store.close();
		}

	}

	@Test
	void aRunningContainerIsFollowed() {
		try (Platform platform = new Platform()) {
			this.endpoint.line(NOON, "one");
			platform.sees(pod(0, true));
			await(platform.store, "one");
			this.endpoint.line(NOON.plusMillis(1), "two");
			await(platform.store, "one", "two");
		}
	}

	@Test
	void aBrokenConnectionLosesAndDoublesNothing() {
		try (Platform platform = new Platform()) {
			this.endpoint.line(NOON, "one");
			this.endpoint.line(NOON, "two");
			platform.sees(pod(0, true));
			await(platform.store, "one", "two");
			this.endpoint.breakOff();
			this.endpoint.line(NOON, "three");
			this.endpoint.line(NOON.plusSeconds(2), "four");
			await(platform.store, "one", "two", "three", "four");
			assertThat(this.endpoint.requests()).anyMatch((query) -> query.contains("sinceTime=2026-11-21T12:00:00Z"));
		}
	}

	@Test
	void aRestartOfThePlatformGoesOnWhereItEnded() {
		try (Platform platform = new Platform()) {
			this.endpoint.line(NOON, "one");
			this.endpoint.line(NOON.plusMillis(5), "two");
			platform.sees(pod(0, true));
			await(platform.store, "one", "two");
		}
		this.endpoint.line(NOON.plusMillis(5), "three");
		try (Platform platform = new Platform()) {
			platform.sees(pod(0, true));
			this.endpoint.line(NOON.plusMillis(9), "four");
			await(platform.store, "one", "two", "three", "four");
		}
	}

	@Test
	void theLastLinesOfACrashAreRead() {
		try (Platform platform = new Platform()) {
			this.endpoint.line(NOON, "starts");
			this.endpoint.line(NOON.plusMillis(1), "FATAL it crashes");
			this.endpoint.restart();
			this.endpoint.line(NOON.plusSeconds(1), "starts again");
			platform.sees(pod(1, true));
			await(platform.store, "starts", "FATAL it crashes", "starts again");
		}
	}

	@Test
	void anEndedContainerIsReadOnce() {
		try (Platform platform = new Platform()) {
			this.endpoint.line(NOON, "done");
			this.endpoint.end();
			platform.sees(pod(0, false));
			platform.sees(pod(0, false));
			await(platform.store, "done");
			assertThat(this.endpoint.requests()).hasSize(1);
		}
	}

	@Test
	void podsAreTargetsWhileTheyRun() {
		PodWatch pods = new PodWatch(this.clusters);
		AtomicReference<String> proxy = new AtomicReference<>();
		PodTargets targets = new PodTargets(pods, proxy::get);
		pods.new Handler("local").onAdd(pod(0, true));
		assertThat(targets.current()).singleElement().satisfies((target) -> {
			assertThat(target.uri()).hasToString("http://127.0.3.7:8080/actuator/prometheus");
			assertThat(target.origin().team()).isEqualTo("shop");
		});
		pods.new Handler("local").onDelete(pod(0, true), false);
		assertThat(targets.current()).isEmpty();
		targets.platformListensOn(8080);
		assertThat(targets.current()).hasSize(1);
		proxy.set("http://127.0.0.1:9/metrics");
		assertThat(targets.current()).hasSize(2);
	}

	/** One cluster, one client. */
	private record OneCluster(KubernetesClient client) implements Clusters {

		@Override
		public Set<String> names() {
			return Set.of("local");
		}

		@Override
		public KubernetesClient client(String cluster) {
			return this.client;
		}

		@Override
		public Health health(String cluster) {
			return new Health(true, "test");
		}

	}

}
