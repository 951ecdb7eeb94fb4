package dev.slipway.preview.web;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.jayway.jsonpath.JsonPath;
import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.preview.Previews;
import dev.slipway.repository.Repositories;
import dev.slipway.test.Api;
import dev.slipway.test.Kubeconfigs;
import dev.slipway.test.OneRepository;
import dev.slipway.test.RestPlatform;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.oneOf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** Previews by REST, on a real API server with simulated pods. */
@NullUnmarked
class PreviewsApiTest {

	private static final String PREVIEWS = "/api/v1/services/orders/previews";

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final Branches repositories = new Branches();

	private Actor actor = new Actor("sam", Role.DEVELOPER, Set.of("shop"));

	private SimulatedCluster cluster;

	private KubernetesClient client;

	private ConfigurableApplicationContext context;

	private MockMvc mvc;

	@BeforeEach
	void start(@TempDir Path folder) throws Exception {
		this.cluster = SimulatedCluster.start(folder, (pod) -> true);
		this.client = Kubeconfigs.client(this.cluster.kubeconfig());
		this.context = new RestPlatform(folder).with(Repositories.class, this.repositories)
			.scanning("dev.slipway.preview.adapter", "dev.slipway.preview.web")
			.start("slipway.environments[0].name=dev", "slipway.environments[0].namespace.quota.pods=7",
					"slipway.environments[1].name=prod", "slipway.previews.per-service=2");
		this.mvc = Api.of(() -> this.actor, this.context.getBean(PreviewsController.class));
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.client.close();
		this.cluster.close();
	}

	@Test
	void showsABranchInANamespaceOfItsOwnAndGoesWithTheBranch() throws Exception {
		this.repositories.heads.put("pr/1", "c0ffee1");
		this.repositories.heads.put("pr/2", "c0ffee2");
		show("pr/1", "a").andExpect(status().isAccepted())
			.andExpect(header().string("Location", PREVIEWS + "/preview-1"))
			.andExpect(jsonPath("$.status").value("STARTING"));
		show("pr/2", "a").andExpect(header().string("Location", PREVIEWS + "/preview-2"));
		show("pr/3", "a").andExpect(status().isConflict())
			.andExpect(jsonPath("$.detail").value(containsString("pr/3")));
		await("preview-1", "RUNNING");
		await("preview-2", "RUNNING");
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> this.mvc.perform(get(PREVIEWS + "/preview-1"))
				.andExpect(jsonPath("$.preview.address").value(containsString("http://"))));

		assertThat(pods("shop-preview-1")).isEqualTo(1);
		assertThat(this.client.resourceQuotas()
			.inNamespace("shop-preview-1")
			.withName("slipway")
			.get()
			.getSpec()
			.getHard()
			.get("pods")
			.getAmount()).isEqualTo("7");
		assertThat(this.client.network().v1().networkPolicies().inNamespace("shop-preview-1").list().getItems())
			.extracting((policy) -> policy.getMetadata().getName())
			.contains("slipway-default-deny");
		this.mvc.perform(get(PREVIEWS + "/preview-1"))
			.andExpect(jsonPath("$.preview.branch").value("pr/1"))
			.andExpect(jsonPath("$.preview.base").value("dev"))
			.andExpect(jsonPath("$.preview.release").value(1));

		show("pr/1", "a").andExpect(jsonPath("$.status").value("RUNNING")).andExpect(jsonPath("$.release").value(1));
		show("pr/1", "b").andExpect(jsonPath("$.name").value("preview-1"))
			.andExpect(jsonPath("$.status").value("STARTING"));
		await("preview-1", "RUNNING");
		this.mvc.perform(get(PREVIEWS + "/preview-1")).andExpect(jsonPath("$.preview.release").value(2));

		this.repositories.heads.remove("pr/1");
		this.context.getBean(Previews.class).branchDeleted("orders", "pr/1");
		await("preview-1", "GONE");
		assertThat(this.client.namespaces().withName("shop-preview-1").get()).isNull();
		assertThat(pods("shop-preview-2")).isEqualTo(1);
		this.mvc.perform(get(PREVIEWS)).andExpect(jsonPath("$.length()").value(1));
	}

	@Test
	void isRemovedWhileItStartsAndComesAgainUnderAnotherName() throws Exception {
		this.repositories.heads.put("pr/1", "c0ffee1");
		show("pr/1", "a");
		this.mvc.perform(delete(PREVIEWS + "/preview-1"))
			.andExpect(status().isAccepted())
			.andExpect(jsonPath("$.status").value(oneOf("REMOVING", "GONE")))
			.andExpect(jsonPath("$.reason").value("Removed by sam"));
		show("pr/1", "a").andExpect(header().string("Location", PREVIEWS + "/preview-2"));
		await("preview-1", "GONE");
		await("preview-2", "RUNNING");
		assertThat(this.client.namespaces().withName("shop-preview-1").get()).isNull();
	}

	@Test
	void leavesANamespaceThatWasThereBefore() throws Exception {
		this.repositories.heads.put("pr/1", "c0ffee1");
		this.client.resource(new NamespaceBuilder().withNewMetadata().withName("shop-preview-1").endMetadata().build())
			.create();
		this.client
			.resource(new ConfigMapBuilder().withNewMetadata()
				.withNamespace("shop-preview-1")
				.withName("mine")
				.endMetadata()
				.build())
			.create();
		show("pr/1", "a");
		await("preview-1", "GONE");
		assertThat(this.client.configMaps().inNamespace("shop-preview-1").withName("mine").get()).isNotNull();
	}

	@Test
	void saysWhyAPreviewDoesNotRunAndHasNoneForOthersAndNoMoreThanAllowed() throws Exception {
		this.repositories.heads.put("pr/1", "c0ffee1");
		this.repositories.heads.put("pr/2", "bad0bad");
		this.repositories.heads.put("pr/3", "c0ffee3");
		show("pr/2", "a");
		await("preview-1", "FAILED");
		this.mvc.perform(get(PREVIEWS + "/preview-1"))
			.andExpect(jsonPath("$.preview.reason").value(containsString("0 Deployments")))
			.andExpect(jsonPath("$.preview.address").doesNotExist());
		show("pr/1", "a").andExpect(status().isAccepted());
		show("pr/3", "a").andExpect(status().isConflict())
			.andExpect(jsonPath("$.detail").value(containsString("slipway.previews.per-service")));
		show("main", "a").andExpect(status().isUnprocessableContent());

		this.actor = new Actor("eve", Role.DEVELOPER, Set.of("mail"));
		show("pr/1", "a").andExpect(status().isNotFound());
		this.mvc.perform(delete(PREVIEWS + "/preview-1")).andExpect(status().isNotFound());
		this.mvc.perform(get("/api/v1/previews")).andExpect(jsonPath("$.length()").value(0));
	}

	private ResultActions show(String branch, String image) throws Exception {
		String commit = this.repositories.heads.getOrDefault(branch, "c0ffee9");
		return this.mvc.perform(post(PREVIEWS).contentType(MediaType.APPLICATION_JSON)
			.content("{\"branch\":\"%s\",\"image\":\"shop/orders@sha256:%s\",\"commit\":\"%s\"}".formatted(branch,
					image, commit)));
	}

	private void await(String name, String wanted) {
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
			String answer = this.mvc.perform(get(PREVIEWS + "/" + name)).andReturn().getResponse().getContentAsString();
			assertThat(JsonPath.<String>read(answer, "$.preview.status")).as(answer).isEqualTo(wanted);
		});
	}

	private long pods(String namespace) {
		return this.client.pods()
			.inNamespace(namespace)
			.list()
			.getItems()
			.stream()
			.filter((pod) -> pod.getMetadata().getDeletionTimestamp() == null)
			.count();
	}

	/** The branches of one repository, whose Deployment wants three pods and scales. */
	private static final class Branches extends OneRepository {

		private final Map<String, String> heads = new ConcurrentHashMap<>(Map.of("main", "c0ffee0"));

		Branches() {
			super(3);
		}

		@Override
		protected String manifests(String commit) {
			return commit.equals("bad0bad") ? "" : deployment(3) + """
					---
					apiVersion: v1
					kind: Service
					metadata: {name: orders}
					spec: {selector: {app.kubernetes.io/name: orders}, ports: [{port: 80, targetPort: 8080}]}
					---
					apiVersion: autoscaling/v2
					kind: HorizontalPodAutoscaler
					metadata: {name: orders}
					spec:
					  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: orders}
					  minReplicas: 3
					  maxReplicas: 6
					""";
		}

		@Override
		public Optional<String> head(String team, String name, String branch) {
			return Optional.ofNullable(this.heads.get(branch));
		}

	}

}
