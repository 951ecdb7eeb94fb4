package dev.slipway.rollout.adapter;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.slipway.environments.Clusters;
import dev.slipway.flow.FlowView;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.Releases;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The engine on a cluster that a bench has started, with its database in a file, as it is
 * at home.
 */
@NullUnmarked
final class BenchPlatform implements AutoCloseable {

	static final String NAMESPACE = "shop-dev";

	private static final Duration PATIENCE = Duration.ofMinutes(10);

	private final ConfigurableApplicationContext context;

	private BenchPlatform(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts it.
	 * @param state the state directory of the cluster, with its kubeconfig
	 * @param more to wire than a release needs
	 */
	static BenchPlatform start(Path state, Class<?>... more) {
		List<Class<?>> wiring = new ArrayList<>(List.of(PlatformProcess.WiringTest.Wiring.class));
		wiring.addAll(Arrays.asList(more));
		return new BenchPlatform(
				new SpringApplicationBuilder(wiring.toArray(Class<?>[]::new)).web(WebApplicationType.NONE)
					.properties("slipway.state=" + state, "slipway.metrics.interval=1s", "spring.main.banner-mode=off",
							"slipway.environments[0].name=dev", "slipway.environments[0].namespace.guards=false")
					.run());
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/** For what the bench itself does and sees. */
	KubernetesClient kubernetes() {
		return bean(Clusters.class).client("local");
	}

	/** The "commit" says how the program behaves, as in {@link FixtureRepositories}. */
	Release request(String service, String image, String commit) {
		return bean(Releases.class)
			.request(new ReleaseRequest("shop", service, "dev", image, commit, 1, StrategyChanges.none(), "sam"));
	}

	Release succeed(Release release) {
		Release end = end(release);
		assertThat(end.outcome()).as(end.reason()).isEqualTo(Outcome.SUCCEEDED);
		return end;
	}

	Release end(Release release) {
		Releases releases = bean(Releases.class);
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(50))
			.until(() -> releases.flow(release).map(FlowView::ended).orElse(false));
		return releases.find(release.draft().service(), "dev", release.number()).orElseThrow();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
