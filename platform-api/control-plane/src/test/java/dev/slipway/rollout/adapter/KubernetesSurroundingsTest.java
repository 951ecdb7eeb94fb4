package dev.slipway.rollout.adapter;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import dev.slipway.cluster.LocalCluster;
import dev.slipway.cluster.LocalClusterSettings;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environment;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Release.Draft;
import dev.slipway.rollout.Surroundings.Limit;
import dev.slipway.rollout.Surroundings.Seen;
import dev.slipway.rollout.Surroundings.Unanswered;
import dev.slipway.strategy.Strategy;
import dev.slipway.test.Kubeconfigs;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** On a real API server; no pod needs to run. */
@NullUnmarked
@EnabledOnOs(OS.LINUX)
class KubernetesSurroundingsTest {

	private static final Environment DEV = new Environment("dev", "local");

	@TempDir
	static Path folder;

	private static LocalCluster cluster;

	private static KubernetesClient client;

	private final KubernetesSurroundings surroundings = new KubernetesSurroundings(new OnlyClient(client));

	@BeforeAll
	static void start() throws Exception {
		cluster = LocalCluster.start(LocalClusterSettings.in(folder));
		client = Kubeconfigs.client(cluster.kubeconfig());
	}

	@AfterAll
	static void stop() {
		if (client != null) {
			client.close();
		}
		if (cluster != null) {
			cluster.stopPodsAndClose(Duration.ofSeconds(5));
		}
	}

	@Test
	void findNothingWhereNothingIs() {
		assertThat(this.surroundings.look(DEV, "nobody", "orders", null))
			.isEqualTo(new Seen(0, 0, java.util.List.of(), Map.of()));
	}

	@Test
	void tellWhatServesWhatPassesAndWhatMayBeUsed() {
		namespace("shop-dev");
		deployment("shop-dev", "orders", 2, 3);
		deployment("shop-dev", "orders", 3, 1);
		deployment("shop-dev", "stock", 1, 5);
		quota("shop-dev");
		client.limitRanges()
			.inNamespace("shop-dev")
			.resource(new LimitRangeBuilder().withNewMetadata()
				.withName("usual")
				.endMetadata()
				.withNewSpec()
				.addNewLimit()
				.withType("Container")
				.withDefault(Map.of("memory", new Quantity("1Gi"), "cpu", new Quantity("1")))
				.withDefaultRequest(Map.of("cpu", new Quantity("100m")))
				.endLimit()
				.endSpec()
				.build())
			.create();
		Seen seen = this.surroundings.look(DEV, "shop", "orders", release(2));
		assertThat(seen.stable()).isEqualTo(3);
		assertThat(seen.passing()).isEqualTo(1);
		assertThat(seen.limits()).containsExactly(new Limit("team", "pods", 10, 3),
				new Limit("team", "requests.cpu", 2000, 750));
		assertThat(seen.defaults()).containsEntry("requests.cpu", 100L)
			.containsEntry("limits.cpu", 1000L)
			.containsEntry("requests.memory", 1024L * 1024 * 1024);
	}

	@Test
	void countAStableReleaseThatIsGoneAsItWasAskedFor() {
		assertThat(this.surroundings.look(DEV, "gone", "orders", release(2)).stable()).isEqualTo(4);
	}

	@Test
	void sayThatTheClusterDoesNotAnswer() {
		Config nowhere = new io.fabric8.kubernetes.client.ConfigBuilder().withMasterUrl("https://127.0.0.1:1/")
			.withRequestRetryBackoffLimit(0)
			.build();
		try (KubernetesClient away = new KubernetesClientBuilder().withConfig(nowhere).build()) {
			assertThatExceptionOfType(Unanswered.class)
				.isThrownBy(() -> new KubernetesSurroundings(new OnlyClient(away)).look(DEV, "shop", "orders", null))
				.withMessageContaining("The cluster local does not answer");
		}
	}

	private static void namespace(String name) {
		client.namespaces()
			.resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
			.create();
	}

	private static void deployment(String namespace, String service, int number, int replicas) {
		Map<String, String> labels = Map.of(Labels.MANAGED_BY, Labels.SLIPWAY, Labels.SERVICE, service, Labels.RELEASE,
				Integer.toString(number));
		Deployment deployment = SmallDeployment.of(namespace, service + "-r" + number, replicas, labels);
		deployment.getSpec().setPaused(true);
		client.resource(deployment).create();
	}

	/** What three pods that nobody runs use of it is counted by the cluster. */
	private static void quota(String namespace) {
		client.resourceQuotas()
			.inNamespace(namespace)
			.resource(new ResourceQuotaBuilder().withNewMetadata()
				.withName("team")
				.endMetadata()
				.withNewSpec()
				.addToHard("pods", new Quantity("10"))
				.addToHard("requests.cpu", new Quantity("2"))
				.addToHard("count/secrets", new Quantity("5"))
				.endSpec()
				.build())
			.create();
		for (int i = 0; i < 3; i++) {
			client.resource(idle(namespace, "idle" + i)).create();
		}
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
			ResourceQuota now = client.resourceQuotas().inNamespace(namespace).withName("team").get();
			return now.getStatus() != null && now.getStatus().getHard().containsKey("pods")
					&& new Quantity("3").equals(now.getStatus().getUsed().get("pods"));
		});
	}

	private static Pod idle(String namespace, String name) {
		return new PodBuilder().withNewMetadata()
			.withNamespace(namespace)
			.withName(name)
			.endMetadata()
			.withNewSpec()
			.withNodeSelector(Map.of("nowhere", "true"))
			.addNewContainer()
			.withName("app")
			.withImage("none")
			.withNewResources()
			.addToRequests("cpu", new Quantity("250m"))
			.endResources()
			.endContainer()
			.endSpec()
			.build();
	}

	private static Release release(int number) {
		return new Release(number, new Draft("orders", "dev", "shop", "image", "c0ffee1", null, 4, Strategy.defaults(),
				"[]", null, "sam", Instant.EPOCH), null, null);
	}

	/** The one cluster there is. */
	private record OnlyClient(KubernetesClient one) implements Clusters {

		@Override
		public Set<String> names() {
			return Set.of("local");
		}

		@Override
		public KubernetesClient client(String name) {
			return this.one;
		}

		@Override
		public Health health(String name) {
			return new Health(true, "");
		}

	}

}
