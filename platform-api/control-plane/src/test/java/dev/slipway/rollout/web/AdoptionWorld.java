package dev.slipway.rollout.web;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
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
import dev.slipway.test.Api;
import dev.slipway.test.Kubeconfigs;
import dev.slipway.test.NoRepositories;
import dev.slipway.test.RestPlatform;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;

/** Adoption by REST, of what runs on a real API server with simulated pods. */
@NullUnmarked
abstract class AdoptionWorld {

	static final String CANDIDATES = "/api/v1/environments/dev/adoptable";

	static final String ADOPT = "/api/v1/services/carts/environments/dev/adopt";

	static final Actor SAM = new Actor("sam", Role.DEVELOPER, Set.of("shop"));

	static final Duration PATIENCE = Duration.ofMinutes(2);

	final KeptRepositories repositories = new KeptRepositories();

	final KeptServices catalog = new KeptServices();

	Actor actor = SAM;

	SimulatedCluster cluster;

	KubernetesClient client;

	ConfigurableApplicationContext context;

	MockMvc mvc;

	@BeforeEach
	void start(@TempDir Path folder) throws Exception {
		this.cluster = SimulatedCluster.start(folder, (pod) -> true);
		this.client = Kubeconfigs.client(this.cluster.kubeconfig());
		this.context = new RestPlatform(folder).with(Repositories.class, this.repositories)
			.with(Catalog.class, this.catalog)
			.scanning("dev.slipway.api.adapter")
			.start("slipway.environments[0].name=dev", "slipway.environments[1].name=prod");
		this.mvc = Api.idempotent(this.context, () -> this.actor, this.context.getBean(AdoptionController.class));
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.client.close();
		this.cluster.close();
	}

	ResultActions adopt(String query) throws Exception {
		return adopt(query, "dev");
	}

	ResultActions adopt(String query, String environment) throws Exception {
		return this.mvc.perform(post(ADOPT.replace("/dev/", "/" + environment + "/") + "?" + query)
			.header("Idempotency-Key", environment + query));
	}

	ResultActions candidates() throws Exception {
		return this.mvc.perform(get(CANDIDATES)).andExpect(status().isOk());
	}

	/** As kubectl apply would make it. */
	void run(String namespace, String name, boolean withService) {
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
		apply(namespace, yaml.replace("NAME", name));
	}

	void apply(String namespace, String yaml) {
		if (this.client.namespaces().withName(namespace).get() == null) {
			this.client.resource(new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
				.create();
		}
		this.client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
			.items()
			.forEach((object) -> this.client.resource(object).inNamespace(namespace).create());
	}

	/** One repository, as it was made. */
	static final class KeptRepositories extends NoRepositories {

		final Map<String, byte[]> files = new TreeMap<>();

		@Override
		public String create(String team, String name, Map<String, TreeFile> tree, String author, String message,
				String key) {
			if (this.files.isEmpty()) {
				add(team, name, tree, author, message);
			}
			return "c0ffee1";
		}

		@Override
		public void add(String team, String name, Map<String, TreeFile> files, String author, String message) {
			files.forEach((path, file) -> this.files.put(path, file.content()));
		}

		@Override
		public Optional<String> head(String team, String name, String branch) {
			return this.files.isEmpty() ? Optional.empty() : Optional.of("c0ffee1");
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
	static final class KeptServices implements Catalog {

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
