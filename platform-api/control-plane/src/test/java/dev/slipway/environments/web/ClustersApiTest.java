package dev.slipway.environments.web;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.repository.Repositories;
import dev.slipway.test.Api;
import dev.slipway.test.NoRepositories;
import dev.slipway.test.RestPlatform;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.nullValue;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** Clusters, environments and namespaces by REST: one cluster answers, one is away. */
@NullUnmarked
class ClustersApiTest {

	private static final Actor VAL = new Actor("val", Role.VIEWER, Set.of("shop"));

	private static final Actor SAM = new Actor("sam", Role.DEVELOPER, Set.of("shop"));

	private static final Actor OLGA = new Actor("olga", Role.OPERATOR, Set.of());

	private static final Actor ADA = new Actor("ada", Role.ADMIN, Set.of());

	private static final String NAMESPACES = "/api/v1/environments/dev/namespaces";

	@TempDir
	static Path folder;

	private static SimulatedCluster cluster;

	private static ConfigurableApplicationContext context;

	private Actor actor;

	private MockMvc mvc;

	@BeforeAll
	static void start() throws Exception {
		cluster = SimulatedCluster.start(folder, (pod) -> true);
		Path away = Files.writeString(folder.resolve("away"),
				Files.readString(cluster.kubeconfig()).replaceAll("server: .*", "server: https://127.0.0.1:1"));
		context = new RestPlatform(folder).with(Repositories.class, new NoRepositories())
			.scanning("dev.slipway.environments.web")
			.start("slipway.environments[0].name=dev", "slipway.environments[1].name=prod",
					"slipway.environments[1].cluster=east", "slipway.clusters.east.kubeconfig=" + away);
	}

	@AfterAll
	static void stop() {
		context.close();
		cluster.close();
	}

	@BeforeEach
	void serve() {
		this.mvc = Api.of(() -> this.actor, context.getBean(ClustersController.class),
				context.getBean(EnvironmentsController.class));
	}

	@Test
	void clustersAreShownAndWhatIsWrongToOperatorsOnly() throws Exception {
		this.actor = VAL;
		this.mvc.perform(get("/api/v1/clusters"))
			.andExpect(status().isOk())
			.andExpect(jsonPath("$[?(@.name=='local')].reachable").value(contains(true)))
			.andExpect(jsonPath("$[?(@.name=='local')].environments[*]").value(contains("dev")))
			.andExpect(jsonPath("$[?(@.name=='local')].since").value(contains(nullValue())))
			.andExpect(jsonPath("$[?(@.name=='local')].address").value(contains(nullValue())))
			.andExpect(jsonPath("$[?(@.name=='local')].rights").value(contains(nullValue())))
			.andExpect(jsonPath("$[?(@.name=='east')].reachable").value(contains(false)))
			.andExpect(jsonPath("$[?(@.name=='east')].message").value(contains("Not reachable")))
			.andExpect(jsonPath("$[?(@.name=='east')].remedy").value(contains(nullValue())))
			.andExpect(jsonPath("$[?(@.name=='east')].reached").value(contains(nullValue())))
			.andExpect(jsonPath("$[?(@.name=='east')].since").isNotEmpty());
		this.actor = OLGA;
		this.mvc.perform(get("/api/v1/clusters"))
			.andExpect(jsonPath("$[?(@.name=='local')].rights.missing[*]").value(empty()))
			.andExpect(jsonPath("$[?(@.name=='east')].message")
				.value(contains(containsString("nothing listens at https://127.0.0.1:1"))))
			.andExpect(jsonPath("$[?(@.name=='east')].remedy").isNotEmpty())
			.andExpect(jsonPath("$[?(@.name=='east')].address").value(contains("https://127.0.0.1:1")));
	}

	@Test
	void environmentsAreShownInTheirOrder() throws Exception {
		this.actor = VAL;
		this.mvc.perform(get("/api/v1/environments"))
			.andExpect(jsonPath("$[*].name").value(contains("dev", "prod")))
			.andExpect(jsonPath("$[0].health.up").value(true))
			.andExpect(jsonPath("$[1].health.up").value(false))
			.andExpect(jsonPath("$[1].health.detail").value("Not reachable"))
			.andExpect(jsonPath("$[1].health.since").isNotEmpty());
		this.actor = OLGA;
		this.mvc.perform(get("/api/v1/environments"))
			.andExpect(jsonPath("$[1].health.detail").value(containsString("nothing listens")));
	}

	@Test
	void operatorsGiveTeamsTheirNamespaces() throws Exception {
		this.actor = SAM;
		apply("shop", "").andExpect(status().isForbidden())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
		this.actor = OLGA;
		apply("Shop!", "").andExpect(status().isUnprocessableContent()).andExpect(jsonPath("$.fields.team").exists());
		apply("shop", "?force=true").andExpect(status().isForbidden());
		apply("shop", "").andExpect(status().isOk())
			.andExpect(jsonPath("$.name").value("shop-dev"))
			.andExpect(jsonPath("$.managed").value(true));
		apply("bank", "").andExpect(status().isOk());
		this.actor = ADA;
		apply("shop", "?force=true").andExpect(status().isOk()).andExpect(jsonPath("$.kept").value(empty()));
		this.actor = VAL;
		this.mvc.perform(get(NAMESPACES)).andExpect(jsonPath("$[*].name").value(contains("shop-dev")));
		this.actor = OLGA;
		this.mvc.perform(get(NAMESPACES)).andExpect(jsonPath("$[*].name").value(contains("bank-dev", "shop-dev")));
	}

	@Test
	void saysWhichEnvironmentIsMissingOrAway() throws Exception {
		this.actor = VAL;
		this.mvc.perform(get(NAMESPACES.replace("dev", "moon")))
			.andExpect(status().isNotFound())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.andExpect(jsonPath("$.remedy").value(containsString("prod")));
		this.mvc.perform(get(NAMESPACES.replace("dev", "prod")))
			.andExpect(status().isServiceUnavailable())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.andExpect(jsonPath("$.detail").value("The cluster east does not answer"))
			.andExpect(jsonPath("$.remedy").exists());
		this.actor = OLGA;
		this.mvc.perform(put(NAMESPACES.replace("dev", "prod") + "/shop"))
			.andExpect(status().isServiceUnavailable())
			.andExpect(jsonPath("$.detail").value(containsString("nothing listens")));
	}

	private ResultActions apply(String team, String query) throws Exception {
		return this.mvc.perform(put(NAMESPACES + "/{team}" + query, team));
	}

}
