package dev.slipway.drift.web;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.Releases;
import dev.slipway.test.Api;
import dev.slipway.test.Kubeconfigs;
import dev.slipway.test.OneRepository;
import dev.slipway.test.RestPlatform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
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
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** Drift by REST, of a release on a real API server with simulated pods. */
@NullUnmarked
class DriftApiTest {

	private static final String ENVIRONMENT = "/api/v1/services/orders/environments/dev";

	private static final String DRIFT = ENVIRONMENT + "/drift";

	private static final Actor SAM = new Actor("sam", Role.DEVELOPER, Set.of("shop"));

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private Actor actor = SAM;

	private SimulatedCluster cluster;

	private KubernetesClient client;

	private ConfigurableApplicationContext context;

	private MockMvc mvc;

	@BeforeEach
	void start(@TempDir Path folder) throws Exception {
		this.cluster = SimulatedCluster.start(folder, (pod) -> true);
		this.client = Kubeconfigs.client(this.cluster.kubeconfig());
		this.context = new RestPlatform(folder).with(Repositories.class, new OneRepository(2))
			.scanning("dev.slipway.drift", "dev.slipway.api.adapter")
			.start("slipway.drift.every=1h");
		this.mvc = Api.idempotent(this.context, () -> this.actor, this.context.getBean(DriftController.class));
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.client.close();
		this.cluster.close();
	}

	@Test
	void showsRestoresAndAdoptsWhatSomebodyChanged() throws Exception {
		this.mvc.perform(get(DRIFT)).andExpect(status().isOk()).andExpect(jsonPath("$.items.length()").value(0));
		post("/restore").andExpect(status().isConflict())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.andExpect(jsonPath("$.detail").value(containsString("at rest")))
			.andExpect(jsonPath("$.remedy").exists());
		post("/adopt").andExpect(status().isConflict()).andExpect(jsonPath("$.remedy").exists());
		release();
		post("/adopt").andExpect(status().isConflict())
			.andExpect(jsonPath("$.detail").value(containsString("Nothing that differs")));

		scale(3);
		this.actor = new Actor("val", Role.VIEWER, Set.of("shop"));
		this.mvc.perform(get(DRIFT))
			.andExpect(status().isOk())
			.andExpect(jsonPath("$.policy").value("SHOW"))
			.andExpect(jsonPath("$.items.length()").value(1))
			.andExpect(jsonPath("$.items[0].release").value(1))
			.andExpect(jsonPath("$.items[0].kind").value("Deployment"))
			.andExpect(jsonPath("$.items[0].name").value("orders-r1"))
			.andExpect(jsonPath("$.items[0].path").value("spec.replicas"))
			.andExpect(jsonPath("$.items[0].wanted").value("2"))
			.andExpect(jsonPath("$.items[0].found").value("3"))
			.andExpect(jsonPath("$.items[0].changedBy").value("kubectl-edit"));
		post("/restore").andExpect(status().isForbidden());
		post("/adopt").andExpect(status().isForbidden());

		this.actor = SAM;
		post("/restore").andExpect(status().isOk()).andExpect(jsonPath("$.items.length()").value(0));
		assertThat(replicas("orders-r1")).isEqualTo(2);

		scale(4);
		String location = adopt("once").andExpect(status().isAccepted())
			.andExpect(header().string("Location", ENVIRONMENT + "/releases/2"))
			.andReturn()
			.getResponse()
			.getHeader("Location");
		adopt("once").andExpect(status().isAccepted())
			.andExpect(header().string("Location", location))
			.andExpect(header().string("Idempotency-Replayed", "true"));
		ended(2);
		assertThat(replicas("orders-r2")).isEqualTo(4);
		assertThat(this.context.getBean(Releases.class).find("orders", "dev", 3)).as("one release, once").isEmpty();
	}

	@Test
	void setsWhatIsDoneAboutIt() throws Exception {
		policy("{\"policy\":\"RESTORE\"}").andExpect(status().isOk()).andExpect(jsonPath("$.policy").value("RESTORE"));
		this.mvc.perform(get(DRIFT)).andExpect(jsonPath("$.policy").value("RESTORE"));
		policy("{}").andExpect(status().isUnprocessableContent())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.andExpect(jsonPath("$.fields.policy").value("is missing"))
			.andExpect(jsonPath("$.remedy").value(containsString("SHOW, RESTORE or ADOPT")));
		policy("{\"policy\":\"FORGET\"}").andExpect(status().isBadRequest())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
		this.actor = new Actor("val", Role.VIEWER, Set.of("shop"));
		policy("{\"policy\":\"ADOPT\"}").andExpect(status().isForbidden())
			.andExpect(jsonPath("$.detail").value(containsString("DEVELOPER")));
		this.mvc.perform(get(DRIFT)).andExpect(jsonPath("$.policy").value("RESTORE"));
	}

	@Test
	void isForThoseWhoSeeTheService() throws Exception {
		this.actor = new Actor("eve", Role.DEVELOPER, Set.of("other"));
		for (ResultActions refused : new ResultActions[] { this.mvc.perform(get(DRIFT)),
				policy("{\"policy\":\"SHOW\"}"), post("/restore"), post("/adopt") }) {
			refused.andExpect(status().isNotFound())
				.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
				.andExpect(jsonPath("$.detail").value(containsString("orders")));
		}
		this.actor = SAM;
		this.mvc.perform(get(DRIFT.replace("dev", "moon")))
			.andExpect(status().isNotFound())
			.andExpect(jsonPath("$.detail").value(containsString("moon")));
	}

	@Test
	void saysThatTheClusterIsAwayAndWhyToOperatorsOnly() throws Exception {
		release();
		this.cluster.close();
		this.mvc.perform(get(DRIFT))
			.andExpect(status().isServiceUnavailable())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.andExpect(jsonPath("$.detail").value("The cluster local does not answer"))
			.andExpect(jsonPath("$.remedy").value(containsString("/api/v1/environments")));
		post("/restore").andExpect(status().isServiceUnavailable());
		post("/adopt").andExpect(status().isServiceUnavailable());
		policy("{\"policy\":\"RESTORE\"}").andExpect(status().isOk()).andExpect(jsonPath("$.policy").value("RESTORE"));
		this.actor = new Actor("olga", Role.OPERATOR, Set.of());
		this.mvc.perform(get(DRIFT)).andExpect(jsonPath("$.detail").value(containsString("does not answer: ")));
	}

	private void release() {
		this.context.getBean(Releases.class)
			.request(new ReleaseRequest("shop", "orders", "dev", "localhost:5000/shop/orders@sha256:1", "c0ffee1", 1,
					StrategyChanges.none(), "sam"));
		ended(1);
	}

	private void ended(int number) {
		Releases releases = this.context.getBean(Releases.class);
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> releases.find("orders", "dev", number)
				.filter((one) -> one.outcome() == Outcome.SUCCEEDED)
				.isPresent() && releases.live("orders", "dev").isEmpty());
	}

	private void scale(int replicas) {
		this.client.apps()
			.deployments()
			.inNamespace("shop-dev")
			.withName("orders-r1")
			.patch(new PatchContext.Builder().withPatchType(PatchType.STRATEGIC_MERGE)
				.withFieldManager("kubectl-edit")
				.build(), "{\"spec\":{\"replicas\":" + replicas + "}}");
	}

	private int replicas(String name) {
		return this.client.apps().deployments().inNamespace("shop-dev").withName(name).get().getSpec().getReplicas();
	}

	private ResultActions policy(String body) throws Exception {
		return this.mvc.perform(put(DRIFT).contentType(MediaType.APPLICATION_JSON).content(body));
	}

	private ResultActions post(String path) throws Exception {
		return this.mvc.perform(MockMvcRequestBuilders.post(DRIFT + path));
	}

	private ResultActions adopt(String key) throws Exception {
		return this.mvc.perform(MockMvcRequestBuilders.post(DRIFT + "/adopt").header("Idempotency-Key", key));
	}

}
