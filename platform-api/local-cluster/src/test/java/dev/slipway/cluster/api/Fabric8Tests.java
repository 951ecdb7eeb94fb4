package dev.slipway.cluster.api;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class Fabric8Tests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	static Path directory;

	@SuppressWarnings("NullAway.Init")
	private static TestServer server;

	@SuppressWarnings("NullAway.Init")
	private static KubernetesClient client;

	@BeforeAll
	static void start() throws IOException {
		server = new TestServer(directory);
		client = server.client();
	}

	@AfterAll
	static void stop() {
		client.close();
		server.close();
	}

	@Test
	void deploymentComesBackWithTheServersDefaults() {
		Deployment made = client.resource(deployment("defaults")).create();
		assertThat(made.getSpec().getReplicas()).isEqualTo(1);
		assertThat(made.getSpec().getStrategy().getRollingUpdate().getMaxSurge().getStrVal()).isEqualTo("25%");
		assertThat(made.getMetadata().getGeneration()).isEqualTo(1);
	}

	@Test
	void informerSeesWhatHappens() {
		List<String> seen = new CopyOnWriteArrayList<>();
		try (SharedIndexInformer<ConfigMap> informer = client.configMaps()
			.inNamespace("kube-public")
			.inform(new ResourceEventHandler<>() {
				@Override
				public void onAdd(ConfigMap map) {
					seen.add("add " + map.getMetadata().getName());
				}

				@Override
				public void onUpdate(ConfigMap old, ConfigMap map) {
					seen.add("update " + map.getData());
				}

				@Override
				public void onDelete(ConfigMap map, boolean unknown) {
					seen.add("delete " + map.getMetadata().getName());
				}
			})) {
			ConfigMap map = new ConfigMapBuilder().withNewMetadata()
				.withName("seen")
				.withNamespace("kube-public")
				.endMetadata()
				.build();
			client.resource(map).create();
			client.configMaps().inNamespace("kube-public").withName("seen").edit((found) -> {
				found.setData(Map.of("a", "1"));
				return found;
			});
			client.resource(map).delete();
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(seen).containsExactly("add seen", "update {a=1}", "delete seen"));
		}
	}

	@Test
	void bookmarksGoOnWhenOnlyOtherKindsChange() throws IOException {
		String before = client.configMaps().inAnyNamespace().list().getMetadata().getResourceVersion();
		Deployment other = client.resource(deployment("elsewhere")).create();
		String told = client
			.raw("/api/v1/configmaps?watch=true&allowWatchBookmarks=true&timeoutSeconds=1&resourceVersion=" + before);
		String last = told.lines().reduce("", (earlier, line) -> line);
		assertThat(last).contains("BOOKMARK");
		assertThat(new ObjectMapper().readTree(last).at("/object/metadata/resourceVersion").asLong())
			.isGreaterThanOrEqualTo(Long.parseLong(other.getMetadata().getResourceVersion()));
	}

	@Test
	void fourKindsOfPatch() {
		client.resource(deployment("patched")).create();
		var resource = client.apps().deployments().inNamespace("default").withName("patched");
		resource.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":2}}");
		resource.patch(PatchContext.of(PatchType.JSON), "[{\"op\":\"add\",\"path\":\"/spec/paused\",\"value\":true}]");
		resource.patch(PatchContext.of(PatchType.STRATEGIC_MERGE),
				"{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"side\",\"image\":\"s:1\"}]}}}}");
		Deployment found = resource.get();
		assertThat(found.getSpec().getReplicas()).isEqualTo(2);
		assertThat(found.getSpec().getPaused()).isTrue();
		assertThat(found.getSpec().getTemplate().getSpec().getContainers()).hasSize(2);
		Deployment applied = deployment("patched");
		applied.getSpec().setReplicas(5);
		assertThat(
				client.resource(applied).fieldManager("me").forceConflicts().serverSideApply().getSpec().getReplicas())
			.isEqualTo(5);
	}

	@Test
	void staleUpdateIsAConflict() {
		Deployment made = client.resource(deployment("stale")).create();
		client.apps().deployments().inNamespace("default").withName("stale").scale(3);
		assertThatExceptionOfType(KubernetesClientException.class)
			.isThrownBy(() -> client.resource(made).lockResourceVersion().update())
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(409));
	}

	@Test
	void logOfAPodThatANodeRuns() {
		Pod pod = new PodBuilder().withNewMetadata()
			.withName("logged")
			.withNamespace("default")
			.endMetadata()
			.withNewSpec()
			.withNodeName("here")
			.addNewContainer()
			.withName("app")
			.withImage("app:1")
			.endContainer()
			.endSpec()
			.build();
		client.resource(pod).create();
		assertThat(client.pods().inNamespace("default").withName("logged").getLog()).isEqualTo("log of app\n");
	}

	@Test
	void selectorsAndDeletionByLabel() {
		for (String name : List.of("s1", "s2", "s3")) {
			client
				.resource(new ConfigMapBuilder().withNewMetadata()
					.withName(name)
					.withNamespace("kube-system")
					.addToLabels("n", name)
					.endMetadata()
					.build())
				.create();
		}
		assertThat(client.configMaps().inNamespace("kube-system").withLabelIn("n", "s1", "s3").list().getItems())
			.hasSize(2);
		List<StatusDetails> gone = client.configMaps()
			.inNamespace("kube-system")
			.withLabelNotIn("n", "s1")
			.withLabel("n")
			.delete();
		assertThat(gone).hasSize(2);
		assertThat(client.configMaps().inNamespace("kube-system").withLabel("n").list().getItems()).hasSize(1);
	}

	private static Deployment deployment(String name) {
		return new DeploymentBuilder().withNewMetadata()
			.withName(name)
			.withNamespace("default")
			.endMetadata()
			.withNewSpec()
			.withNewSelector()
			.addToMatchLabels("app", name)
			.endSelector()
			.withNewTemplate()
			.withNewMetadata()
			.addToLabels("app", name)
			.endMetadata()
			.withNewSpec()
			.addNewContainer()
			.withName("app")
			.withImage("app:1")
			.endContainer()
			.endSpec()
			.endTemplate()
			.endSpec()
			.build();
	}

}
