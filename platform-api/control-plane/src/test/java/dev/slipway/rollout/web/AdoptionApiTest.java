package dev.slipway.rollout.web;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.Releases;
import dev.slipway.test.Api;
import dev.slipway.test.NoRepositories;
import dev.slipway.test.RestPlatform;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
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
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** Adoption by REST, of what runs on a real API server with simulated pods. */
@NullUnmarked
class AdoptionApiTest {

	private static final String CANDIDATES = "/api/v1/environments/dev/adoptable";

	private static final String ADOPT = "/api/v1/services/carts/environments/dev/adopt";

	private static final Actor SAM = new Actor("sam", Role.DEVELOPER, Set.of("shop"));

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final KeptRepositories repositories = new KeptRepositories();

	private final KeptServices catalog = new KeptServices();

	private Actor actor = SAM;

	private SimulatedCluster cluster;

	private KubernetesClient client;

	private ConfigurableApplicationContext context;

	private MockMvc mvc;

	@BeforeEach
	void start(@TempDir Path folder) throws Exception {
		this.cluster = SimulatedCluster.start(folder, (pod) -> true);
		this.client = new KubernetesClientBuilder()
			.withConfig(Config.fromKubeconfig(null, Files.readString(this.cluster.kubeconfig()), null))
			.build();
		this.context = new RestPlatform(folder).with(Repositories.class, this.repositories)
			.with(Catalog.class, this.catalog)
			.scanning("dev.slipway.api.adapter")
			.start();
		this.mvc = Api.idempotent(this.context, () -> this.actor, this.context.getBean(AdoptionController.class));
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.client.close();
		this.cluster.close();
	}

	@Test
	void findsWhatRunsSaysWhatItWouldDoAndAdoptsItOnce() throws Exception {
		run("shop-dev", "carts", true);
		run("shop-dev", "stray-r3", false);
		run("bank-dev", "ledger", true);
		run("kube-system", "dns", true);
		this.mvc.perform(get(CANDIDATES))
			.andExpect(status().isOk())
			.andExpect(jsonPath("$[*].name").value(contains("carts", "stray-r3")))
			.andExpect(jsonPath("$[0].team").value("shop"))
			.andExpect(jsonPath("$[0].namespace").value("shop-dev"))
			.andExpect(jsonPath("$[0].image").value("registry.example/carts:1"))
			.andExpect(jsonPath("$[0].replicas").value(2))
			.andExpect(jsonPath("$[0].known").value(false))
			.andExpect(jsonPath("$[0].problem").isEmpty())
			.andExpect(jsonPath("$[1].problem").value(containsString("must not end like a release")));

		adopt("dryRun=true&team=shop").andExpect(status().isOk())
			.andExpect(jsonPath("$.image").value("registry.example/carts:1"))
			.andExpect(jsonPath("$.obstacles").value(empty()))
			.andExpect(jsonPath("$.warnings").value(hasItem(containsString("readiness probe"))))
			.andExpect(jsonPath("$.steps[0]").value(containsString("into the catalog")))
			.andExpect(jsonPath("$.steps[1]").value(containsString("no pod is restarted")));
		assertThat(this.catalog.find("carts")).as("a dry run changes nothing").isEmpty();
		assertThat(this.repositories.files).isEmpty();

		String location = "/api/v1/services/carts/environments/dev/releases/0";
		adopt("team=shop").andExpect(status().isCreated()).andExpect(header().string("Location", location));
		adopt("team=shop").andExpect(status().isCreated())
			.andExpect(header().string("Location", location))
			.andExpect(header().string("Idempotency-Replayed", "true"));
		assertThat(this.catalog.find("carts")).map(Service::team).hasValue("shop");
		assertThat(this.repositories.files).containsOnlyKeys("deploy/deployment.yaml", "deploy/service.yaml",
				"slipway.yaml");
		this.mvc.perform(post(ADOPT))
			.andExpect(status().isConflict())
			.andExpect(jsonPath("$.detail").value(containsString("has releases of carts in dev already")));
		this.mvc.perform(get(CANDIDATES)).andExpect(jsonPath("$[*].name").value(not(hasItem("carts"))));
		replacedByTheFirstRelease();
	}

	/** Its repository is what the release is made of. */
	private void replacedByTheFirstRelease() {
		Releases releases = this.context.getBean(Releases.class);
		releases.request(new ReleaseRequest("shop", "carts", "dev", "registry.example/carts:2", "c0ffee1", null,
				new StrategyChanges(Map.of("type", "rolling")), "sam"));
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> releases.find("carts", "dev", 1).filter((one) -> one.outcome() != null).isPresent());
		assertThat(releases.find("carts", "dev", 1).orElseThrow().outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(this.client.apps()
			.deployments()
			.inNamespace("shop-dev")
			.withName("carts-r1")
			.get()
			.getSpec()
			.getReplicas()).isEqualTo(2);
	}

	@Test
	void namesEveryObstacle() throws Exception {
		adopt("dryRun=true&team=shop").andExpect(status().isOk())
			.andExpect(jsonPath("$.obstacles[0]").value(containsString("There is no Deployment carts")));
		adopt("team=shop").andExpect(status().isConflict())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.andExpect(jsonPath("$.detail").value(containsString("There is no Deployment carts")))
			.andExpect(jsonPath("$.remedy").exists());
		run("shop-dev", "carts", false);
		adopt("team=shop").andExpect(status().isConflict())
			.andExpect(jsonPath("$.detail").value(containsString("There is no Service carts")));
		this.mvc.perform(post(ADOPT.replace("carts", "carts-r3") + "?team=shop"))
			.andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields.service").exists())
			.andExpect(jsonPath("$.remedy").exists());
		this.mvc.perform(post(ADOPT + "?dryRun=perhaps")).andExpect(status().isUnprocessableContent());
		this.mvc.perform(get(CANDIDATES.replace("dev", "moon")))
			.andExpect(status().isNotFound())
			.andExpect(jsonPath("$.remedy").value(containsString("dev")));
		this.mvc.perform(post(ADOPT.replace("dev", "moon") + "?team=shop")).andExpect(status().isNotFound());
		assertThat(this.catalog.find("carts")).isEmpty();
	}

	@Test
	void isForDevelopersOfTheTeam() throws Exception {
		run("shop-dev", "carts", true);
		this.mvc.perform(post(ADOPT)).andExpect(status().isNotFound());
		this.actor = new Actor("val", Role.VIEWER, Set.of("shop"));
		this.mvc.perform(get(CANDIDATES)).andExpect(jsonPath("$.length()").value(1));
		adopt("team=shop").andExpect(status().isForbidden())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
		this.actor = new Actor("eve", Role.DEVELOPER, Set.of("other"));
		this.mvc.perform(get(CANDIDATES)).andExpect(jsonPath("$.length()").value(0));
		adopt("team=shop").andExpect(status().isForbidden());
		this.catalog.add(new Service("carts", "other", "", "", "", "eve", java.time.Instant.EPOCH));
		this.actor = SAM;
		this.mvc.perform(get(CANDIDATES)).andExpect(jsonPath("$[0].problem").value(containsString("Another team")));
		adopt("team=shop").andExpect(status().isUnprocessableContent());
		this.actor = new Actor("olga", Role.OPERATOR, Set.of());
		this.mvc.perform(get(CANDIDATES)).andExpect(jsonPath("$.length()").value(1));
	}

	@Test
	void saysThatTheClusterIsAway() throws Exception {
		this.cluster.close();
		this.mvc.perform(get(CANDIDATES))
			.andExpect(status().isServiceUnavailable())
			.andExpect(jsonPath("$.detail").value("The cluster local does not answer"));
		adopt("team=shop").andExpect(status().isServiceUnavailable()).andExpect(jsonPath("$.remedy").exists());
	}

	private ResultActions adopt(String query) throws Exception {
		return this.mvc.perform(post(ADOPT + "?" + query).header("Idempotency-Key", query));
	}

	/** As kubectl apply would make it. */
	private void run(String namespace, String name, boolean withService) {
		if (this.client.namespaces().withName(namespace).get() == null) {
			this.client.resource(new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
				.create();
		}
		String yaml = """
				apiVersion: apps/v1
				kind: Deployment
				metadata: {name: NAME}
				spec:
				  replicas: 2
				  selector: {matchLabels: {app: NAME}}
				  template:
				    metadata: {labels: {app: NAME}}
				    spec: {containers: [{name: web, image: "registry.example/NAME:1"}]}
				""" + (withService ? """
				---
				apiVersion: v1
				kind: Service
				metadata: {name: NAME}
				spec: {selector: {app: NAME}, ports: [{port: 80, targetPort: 8080}]}
				""" : "");
		this.client.load(new ByteArrayInputStream(yaml.replace("NAME", name).getBytes(StandardCharsets.UTF_8)))
			.items()
			.forEach((object) -> this.client.resource(object).inNamespace(namespace).create());
	}

	/** One repository, as it was made. */
	private static final class KeptRepositories extends NoRepositories {

		private final Map<String, byte[]> files = new TreeMap<>();

		@Override
		public String create(String team, String name, Map<String, TreeFile> tree, String author, String message,
				String key) {
			tree.forEach((path, file) -> this.files.put(path, file.content()));
			return "c0ffee1";
		}

		@Override
		public Optional<byte[]> read(String team, String name, String commit, String path) {
			return Optional.ofNullable(this.files.get(path));
		}

		@Override
		public Map<String, byte[]> readTree(String team, String name, String commit, String folder) {
			Map<String, byte[]> below = new LinkedHashMap<>(this.files);
			below.keySet().removeIf((path) -> !path.startsWith(folder));
			return below;
		}

	}

	/** A catalog in memory. */
	private static final class KeptServices implements Catalog {

		private final Map<String, Service> services = new TreeMap<>();

		@Override
		public Optional<Service> find(String name) {
			return Optional.ofNullable(this.services.get(name));
		}

		@Override
		public java.util.List<Service> search(String query, String team, String afterName, int limit) {
			return java.util.List.copyOf(this.services.values());
		}

		@Override
		public void add(Service service) {
			this.services.putIfAbsent(service.name(), service);
		}

		@Override
		public void remove(String name) {
			this.services.remove(name);
		}

	}

}
