package dev.slipway.rollout.web;

import java.util.Map;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.catalog.Service;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.Releases;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

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

/** Finding and adopting what runs. */
@NullUnmarked
class AdoptionApiTest extends AdoptionWorld {

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
		assertThat(this.repositories.files).containsOnlyKeys("deploy/dev/deployment.yaml", "deploy/dev/service.yaml",
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

}
