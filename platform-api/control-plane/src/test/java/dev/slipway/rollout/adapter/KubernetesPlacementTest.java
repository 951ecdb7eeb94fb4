package dev.slipway.rollout.adapter;

import java.nio.file.Path;
import java.util.Map;

import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.environments.Environment;
import dev.slipway.rollout.Placement.Placed;
import dev.slipway.test.Kubeconfigs;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A service's address and those of its single releases, seen in a cluster. */
@NullUnmarked
class KubernetesPlacementTest {

	@Test
	void findsWhereEachReleaseAnswersAlone(@TempDir Path folder) throws Exception {
		try (SimulatedCluster cluster = SimulatedCluster.start(folder, (pod) -> true);
				KubernetesClient client = new KubernetesClientBuilder()
					.withConfig(Kubeconfigs.config(cluster.kubeconfig()))
					.build()) {
			OneEnvironment environments = new OneEnvironment(client);
			Environment dev = environments.get("dev");
			environments.ensureNamespace(dev, "shop");
			KubernetesPlacement placement = new KubernetesPlacement(new OneCluster(client));
			assertThat(placement.look(dev, "shop", "orders").own()).isEmpty();
			String entry = made(client, "orders", Map.of(Labels.SERVICE, "orders"));
			String one = made(client, "orders-r1", Map.of(Labels.SERVICE, "orders", Labels.RELEASE, "1"));
			String two = made(client, "orders-r2", Map.of(Labels.SERVICE, "orders", Labels.RELEASE, "2"));
			made(client, "payments-r2", Map.of(Labels.SERVICE, "payments", Labels.RELEASE, "2"));
			Placed placed = placement.look(dev, "shop", "orders");
			assertThat(placed.address()).isEqualTo(entry);
			assertThat(placed.own()).containsOnly(Map.entry(1, one), Map.entry(2, two));
		}
	}

	private static String made(KubernetesClient client, String name, Map<String, String> labels) {
		Service service = client
			.resource(new ServiceBuilder().withNewMetadata()
				.withName(name)
				.withNamespace("shop-dev")
				.withLabels(labels)
				.endMetadata()
				.withNewSpec()
				.withSelector(labels)
				.addNewPort()
				.withPort(8080)
				.endPort()
				.endSpec()
				.build())
			.create();
		return "http://" + service.getSpec().getClusterIP() + ":8080";
	}

}
