package dev.slipway.rollout.adapter;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.rollout.adapter.FaultProxy.Fault;
import dev.slipway.rollout.adapter.FaultProxy.Rule;
import dev.slipway.test.Kubeconfigs;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A pod that cannot be labelled at once gets its role all the same. */
@NullUnmarked
class PodRolesTest {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Map<String, String> LABELS = Map.of(Labels.MANAGED_BY, Labels.SLIPWAY, Labels.SERVICE,
			"orders", Labels.RELEASE, "1", Labels.ENVIRONMENT, "dev");

	@TempDir
	Path folder;

	@Test
	void aPodThatIsRefusedKeepsTheOthersFromNothingAndIsTriedAgain() throws Exception {
		try (SimulatedCluster cluster = SimulatedCluster.start(this.folder, (pod) -> true)) {
			Config config = Kubeconfigs.config(cluster.kubeconfig());
			try (FaultProxy proxy = new FaultProxy(URI.create(config.getMasterUrl()), SSLUtils.sslContext(config));
					KubernetesClient direct = new KubernetesClientBuilder().withConfig(config).build();
					KubernetesClient faulty = new KubernetesClientBuilder().withConfig(config)
						.withHttpClientBuilderConsumer((builder) -> builder.addOrReplaceInterceptor("faults", proxy))
						.build()) {
				labelsAll(proxy, direct, faulty);
			}
		}
	}

	private static void labelsAll(FaultProxy proxy, KubernetesClient direct, KubernetesClient faulty) {
		OneEnvironment environments = new OneEnvironment(direct);
		environments.ensureNamespace(environments.get("dev"), "shop");
		direct.resource(deployment()).create();
		Awaitility.await().atMost(PATIENCE).until(() -> pods(direct).size() == 3);
		Views views = new Views(environments, new OneCluster(faulty), Clock.systemUTC());
		// Nothing else than the roles' own trying tells of a change.
		PodRoles roles = new PodRoles(environments, views, Duration.ofMillis(100));
		proxy.start(new Rule("PATCH pods 1", Fault.INVALID));
		roles.changed(direct.apps().deployments().inNamespace("shop-dev").withName("orders-r1").get());
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(pods(direct)).extracting((pod) -> Objects.label(pod, Labels.ROLE))
				.containsOnly("stable"));
		assertThat(proxy.calls()).contains("PATCH pods 4");
	}

	private static List<Pod> pods(KubernetesClient client) {
		return client.pods().inNamespace("shop-dev").withLabels(LABELS).list().getItems();
	}

	private static Deployment deployment() {
		Deployment deployment = SmallDeployment.of("shop-dev", "orders-r1", 3, LABELS);
		deployment.getMetadata().getLabels().put(Labels.ROLE, "stable");
		return deployment;
	}

}
