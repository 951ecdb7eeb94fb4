package dev.slipway.cluster.quota;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import dev.slipway.cluster.SimulatedCluster;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Quotas and limits by the API, as a client sees them; pods are simulated. */
@NullUnmarked
class QuotaTests {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	@TempDir
	static Path folder;

	private static SimulatedCluster cluster;

	private static KubernetesClient client;

	private static int namespaces;

	private final String namespace = "team" + ++namespaces;

	@BeforeAll
	static void start() throws Exception {
		cluster = SimulatedCluster.start(folder, (pod) -> true);
		client = new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile())).build();
	}

	@AfterAll
	static void stop() {
		client.close();
		cluster.close();
	}

	@Test
	void aDeploymentGetsNoMorePodsThanItsQuotaAllowsAndTheRestWhenThereIsRoom() {
		namespace(Map.of("pods", "2"));
		deployment(3);
		Awaitility.await().atMost(PATIENCE).until(() -> used("pods").equals("2"));
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> client.v1()
				.events()
				.inNamespace(this.namespace)
				.list()
				.getItems()
				.stream()
				.anyMatch((event) -> "FailedCreate".equals(event.getReason()) && event.getMessage()
					.contains("is forbidden: exceeded quota: team, requested: pods=1, used: pods=2, limited: pods=2")));
		assertThat(pods()).isEqualTo(2);
		client.resourceQuotas().inNamespace(this.namespace).withName("team").edit((quota) -> {
			quota.getSpec().getHard().put("pods", new Quantity("5"));
			return quota;
		});
		Awaitility.await().atMost(PATIENCE).until(() -> pods() == 3);
		Awaitility.await().atMost(PATIENCE).until(() -> used("pods").equals("3"));
		client.apps().deployments().inNamespace(this.namespace).withName("app").scale(1);
		Awaitility.await().atMost(PATIENCE).until(() -> used("pods").equals("1"));
	}

	@Test
	void aContainerThatSaysNothingIsRefusedWhereTheQuotaCountsIt() {
		namespace(Map.of("requests.cpu", "1"));
		assertThatExceptionOfType(KubernetesClientException.class)
			.isThrownBy(() -> client.resource(pod(Map.of())).create())
			.satisfies((refusal) -> {
				assertThat(refusal.getCode()).isEqualTo(403);
				assertThat(refusal.getStatus().getMessage())
					.contains("is forbidden: failed quota: team: must specify requests.cpu for: app");
			});
	}

	@Test
	void aLimitRangeSpeaksForContainersThatSayNothing() {
		namespace(Map.of("requests.cpu", "1", "limits.memory", "1Gi"));
		client
			.resource(new LimitRangeBuilder().withNewMetadata()
				.withNamespace(this.namespace)
				.withName("usual")
				.endMetadata()
				.withNewSpec()
				.addNewLimit()
				.withType("Container")
				.withDefaultRequest(Map.of("cpu", new Quantity("150m")))
				.withDefault(Map.of("memory", new Quantity("256Mi")))
				.endLimit()
				.endSpec()
				.build())
			.create();
		Pod made = client.resource(pod(Map.of("cpu", new Quantity("400m")))).create();
		assertThat(made.getSpec().getContainers().get(0).getResources()).satisfies((resources) -> {
			assertThat(resources.getRequests()).containsEntry("cpu", new Quantity("400m"))
				.containsEntry("memory", new Quantity("256Mi"));
			assertThat(resources.getLimits()).containsOnly(Map.entry("memory", new Quantity("256Mi")));
		});
		client.resource(pod(Map.of())).create();
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> used("requests.cpu").equals("550m") && used("limits.memory").equals("512Mi"));
		client.resource(pod(Map.of())).dryRun().create();
		assertThatExceptionOfType(KubernetesClientException.class)
			.isThrownBy(() -> client.resource(pod(Map.of("cpu", new Quantity("1")))).create())
			.withMessageContaining(
					"exceeded quota: team, requested: requests.cpu=1, used: requests.cpu=550m, limited: requests.cpu=1");
	}

	@Test
	void amountsAreWrittenAsKubernetesDoes() {
		assertThat(Quotas.text("requests.cpu", new BigDecimal("0.750"))).isEqualTo("750m");
		assertThat(Quotas.text("limits.cpu", new BigDecimal("12.0"))).isEqualTo("12");
		assertThat(Quotas.text("requests.memory", new BigDecimal(3L << 29))).isEqualTo("1536Mi");
		assertThat(Quotas.text("requests.memory", new BigDecimal(1000))).isEqualTo("1000");
		assertThat(Quotas.text("requests.memory", BigDecimal.ZERO)).isEqualTo("0");
		assertThat(Quotas.text("pods", new BigDecimal(2048))).isEqualTo("2048");
	}

	private void namespace(Map<String, String> hard) {
		client.resource(new NamespaceBuilder().withNewMetadata().withName(this.namespace).endMetadata().build())
			.create();
		ResourceQuotaBuilder quota = new ResourceQuotaBuilder().withNewMetadata()
			.withNamespace(this.namespace)
			.withName("team")
			.endMetadata()
			.withNewSpec()
			.endSpec();
		hard.forEach((line, most) -> quota.editSpec().addToHard(line, new Quantity(most)).endSpec());
		client.resource(quota.build()).create();
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> hard.keySet().stream().allMatch((line) -> used(line).equals("0")));
	}

	private String used(String line) {
		ResourceQuota quota = client.resourceQuotas().inNamespace(this.namespace).withName("team").get();
		return (quota.getStatus() != null && quota.getStatus().getUsed().get(line) != null)
				? quota.getStatus().getUsed().get(line).toString() : "";
	}

	private int pods() {
		return client.pods().inNamespace(this.namespace).list().getItems().size();
	}

	private Pod pod(Map<String, Quantity> requests) {
		return new PodBuilder().withNewMetadata()
			.withNamespace(this.namespace)
			.withGenerateName("pod-")
			.endMetadata()
			.withNewSpec()
			.addNewContainer()
			.withName("app")
			.withImage("none")
			.withNewResources()
			.withRequests(requests)
			.endResources()
			.endContainer()
			.endSpec()
			.build();
	}

	private void deployment(int replicas) {
		Map<String, String> labels = Map.of("app", "app");
		client
			.resource(new DeploymentBuilder().withNewMetadata()
				.withNamespace(this.namespace)
				.withName("app")
				.endMetadata()
				.withNewSpec()
				.withReplicas(replicas)
				.withNewSelector()
				.withMatchLabels(labels)
				.endSelector()
				.withNewTemplate()
				.withNewMetadata()
				.withLabels(labels)
				.endMetadata()
				.withSpec(pod(Map.of()).getSpec())
				.endTemplate()
				.endSpec()
				.build())
			.create();
	}

}
