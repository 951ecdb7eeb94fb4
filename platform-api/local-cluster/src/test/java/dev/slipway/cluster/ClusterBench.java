package dev.slipway.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints how many create and get pairs fabric8 does in a second over HTTPS. */
class ClusterBench {

	private static final int WARM_UP = 500;

	private static final Duration LENGTH = Duration.ofSeconds(5);

	@Test
	void createAndGetPairsOverHttps(@TempDir Path state) throws Exception {
		try (LocalCluster cluster = LocalCluster.start(LocalClusterSettings.in(state));
				KubernetesClient client = new KubernetesClientBuilder()
					.withConfig(Config.fromKubeconfig(Files.readString(state.resolve("kubeconfig"))))
					.build()) {
			for (int number = 0; number < WARM_UP; number++) {
				pair(client, "warm-" + number);
			}
			long end = System.nanoTime() + LENGTH.toNanos();
			int pairs = 0;
			while (System.nanoTime() < end) {
				pair(client, "measured-" + pairs++);
			}
			System.out.printf(
					"BENCH local cluster over HTTPS with fabric8, one client thread: %,d create+get pairs/s%n",
					pairs / LENGTH.toSeconds());
		}
	}

	private static void pair(KubernetesClient client, String name) {
		ConfigMap object = new ConfigMapBuilder().withNewMetadata()
			.withName(name)
			.endMetadata()
			.withData(Map.of("colour", "blue", "size", "17"))
			.build();
		client.configMaps().inNamespace("default").resource(object).create();
		if (client.configMaps().inNamespace("default").withName(name).get() == null) {
			throw new IllegalStateException(name + " is gone");
		}
	}

}
