package dev.slipway.rollout.adapter;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.slipway.analysis.GateKit;
import dev.slipway.cluster.LocalCluster;
import dev.slipway.cluster.LocalClusterSettings;
import dev.slipway.environments.Environments;
import dev.slipway.environments.OwnDatabaseServer;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Placement;
import dev.slipway.rollout.Release;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints how long it takes from the end of the scrape by which a guard rail is broken to
 * the candidate's weight 0 in the route, and what users lost before. Real processes that
 * fail 5 % of their requests, scraped every second; a second guard rail of the bench's
 * own looks at the same samples, one scrape at a time, to tell which scrape decides.
 */
@NullUnmarked
@EnabledOnOs(OS.LINUX)
class GuardRailBench {

	private static final int SERVICES = 4;

	private static final int ABORTS = 6;

	private static final int PER_SECOND = 60;

	private final Map<String, Long> exposed = new ConcurrentHashMap<>();

	private final Map<String, Long> off = new ConcurrentHashMap<>();

	private final List<Double> millis = new CopyOnWriteArrayList<>();

	private final List<Double> lost = new CopyOnWriteArrayList<>();

	private final AtomicInteger unknown = new AtomicInteger();

	@Test
	void brokenGuardRailToWeightZero(@TempDir Path folder) throws Exception {
		LocalCluster cluster = LocalCluster.start(LocalClusterSettings.in(folder));
		try (BenchPlatform platform = BenchPlatform.start(folder, JudgedReleasesTest.Telemetry.class)) {
			String image = RealReleasesTest.push(cluster.registryAddress(), folder);
			DecidingScrapes scrapes = new DecidingScrapes(platform.bean(MetricStore.class),
					platform.bean(GateKit.class));
			ExecutorService users = Executors.newFixedThreadPool(SERVICES);
			try (AutoCloseable routes = platform.kubernetes()
				.resources(HTTPRoute.class)
				.inNamespace(BenchPlatform.NAMESPACE)
				.watch(new Routes())) {
				List<Future<?>> all = new ArrayList<>();
				for (int i = 0; i < SERVICES; i++) {
					String service = "orders" + i;
					all.add(users.submit(() -> aborts(platform, scrapes, service, image)));
				}
				for (Future<?> one : all) {
					one.get(15, TimeUnit.MINUTES);
				}
			}
			finally {
				users.shutdownNow();
			}
			Figures.say("guard rail decidable to weight 0, %d releases at once: %s, aim 1000 ms; %d not seen to decide",
					SERVICES, Figures.quantiles(this.millis, "ms"), this.unknown.get());
			Figures.say("requests that users lost to a candidate with 5 %% errors and half of %d requests/s: %s",
					PER_SECOND, Figures.quantiles(this.lost, "requests"));
			platform.bean(OwnDatabaseServer.class).stopServer();
		}
		finally {
			cluster.stopPodsAndClose(Duration.ofSeconds(5));
		}
	}

	private Void aborts(BenchPlatform platform, DecidingScrapes scrapes, String service, String image)
			throws Exception {
		platform.succeed(platform.request(service, image, "a1:one"));
		String address = platform.bean(Placement.class)
			.look(platform.bean(Environments.class).get("dev"), "shop", service)
			.address();
		for (int i = 0; i < ABORTS; i++) {
			try (OpenLoad load = new OpenLoad(address, PER_SECOND)) {
				Release bad = platform.request(service, image, "b2:one:faulty:guarded");
				scrapes.watch(bad);
				assertThat(platform.end(bad).outcome()).isEqualTo(Outcome.FAILED);
				load.finish();
				Long decided = scrapes.decided(bad);
				Long zero = this.off.get(bad.objectName());
				if (decided == null || zero == null) {
					this.unknown.incrementAndGet();
				}
				else {
					this.millis.add(Figures.millis(decided, zero));
				}
				this.lost.add((double) load.failures().size());
			}
		}
		return null;
	}

	/** When a candidate first has a weight, and when it has none any more. */
	private final class Routes implements Watcher<HTTPRoute> {

		@Override
		public void eventReceived(Action action, HTTPRoute route) {
			long now = System.nanoTime();
			String service = route.getMetadata().getName();
			List<String> backends = route.getSpec()
				.getRules()
				.stream()
				.flatMap((rule) -> rule.getBackendRefs().stream())
				.filter((backend) -> backend.getWeight() == null || backend.getWeight() > 0)
				.map(HTTPBackendRef::getName)
				.toList();
			backends.forEach((backend) -> GuardRailBench.this.exposed.putIfAbsent(backend, now));
			GuardRailBench.this.exposed.keySet()
				.stream()
				.filter((release) -> release.startsWith(service + "-r") && !backends.contains(release))
				.forEach((release) -> GuardRailBench.this.off.putIfAbsent(release, now));
		}

		@Override
		public void onClose(WatcherException cause) {
			if (cause != null) {
				throw new IllegalStateException("The bench sees nothing any more", cause);
			}
		}

	}

}
