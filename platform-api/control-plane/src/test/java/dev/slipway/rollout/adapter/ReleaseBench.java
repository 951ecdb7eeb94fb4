package dev.slipway.rollout.adapter;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Releases;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints how many canaries of three steps without pauses, four pods each, the engine
 * finishes a second over HTTPS, from the request to the end. Pods are simulated as ready
 * at once. Amazon published 1.5 deployments a second. Then how long the first page of
 * 10,000 finished releases takes.
 */
class ReleaseBench {

	private static final int SERVICES = 60;

	private static final int FINISHED = 10_000;

	private static final int PAGE = 20;

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	@Test
	void canariesASecond(@TempDir Path folder) throws Exception {
		try (SimulatedCluster cluster = SimulatedCluster.start(folder, (pod) -> true);
				ConfigurableApplicationContext context = new SpringApplicationBuilder(RealReleasesTest.Wiring.class)
					.web(WebApplicationType.NONE)
					.properties("slipway.state=" + cluster.kubeconfig().getParent(), "spring.main.banner-mode=off",
							"slipway.environments[0].name=dev", "slipway.environments[0].namespace.guards=false")
					.run()) {
			Releases releases = context.getBean(Releases.class);
			round(releases, "a1:four");
			// Warm.
			round(releases, "b2:four:three");
			long begin = System.nanoTime();
			round(releases, "c3:four:three");
			double seconds = (System.nanoTime() - begin) / 1e9;
			System.out.printf("BENCH %d canaries of three steps over HTTPS: %.1f s, %.1f releases/s%n", SERVICES,
					seconds, SERVICES / seconds);
			list(context.getBean(ReleaseStore.class));
		}
	}

	/** The first page of all releases, as the fleet page asks for it, among 10,000. */
	private static void list(ReleaseStore store) {
		Release.Draft draft = store.stable("orders0", "dev").orElseThrow().draft();
		for (int i = store.list("orders0", "dev", Integer.MAX_VALUE, 100).size(); i < FINISHED; i++) {
			Release added = store.add(draft, (release) -> {
			});
			store.record(added, Outcome.SUCCEEDED, "bench");
		}
		for (int look = 0; look < 3; look++) {
			long begin = System.nanoTime();
			int found = store.list("orders0", "dev", Integer.MAX_VALUE, PAGE).size();
			System.out.printf("BENCH the newest %d of %d finished releases: %.1f ms%n", found, FINISHED,
					(System.nanoTime() - begin) / 1e6);
		}
	}

	private static void round(Releases releases, String commit) {
		List<Release> round = new ArrayList<>();
		for (int i = 0; i < SERVICES; i++) {
			round.add(releases.request(new ReleaseRequest("shop", "orders" + i, "dev", "shop/orders@sha256:1", commit,
					1, StrategyChanges.none(), "sam")));
		}
		for (Release release : round) {
			Awaitility.await()
				.atMost(PATIENCE)
				.pollInterval(Duration.ofMillis(20))
				.until(() -> releases.flow(release).orElseThrow().ended());
			assertThat(releases.find(release.draft().service(), "dev", release.number()).map(Release::outcome))
				.contains(Outcome.SUCCEEDED);
		}
	}

}
