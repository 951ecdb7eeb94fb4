package dev.slipway.promotion.web;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.promotion.Promotions;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Releases;
import dev.slipway.test.Api;
import dev.slipway.test.OneRepository;
import dev.slipway.test.RestPlatform;
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
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.nullValue;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** Promotions by REST, driven by the real engine; the clusters are away. */
@NullUnmarked
class PromotionApiTest {

	private static final String IMAGE = "localhost:5000/shop/orders@sha256:" + "a".repeat(64);

	private static final String PROMOTIONS = "/api/v1/services/orders/environments/staging/promotions";

	private static final Actor SAM = new Actor("sam", Role.DEVELOPER, Set.of("shop"));

	private static final Actor OLGA = new Actor("olga", Role.OPERATOR, Set.of());

	private static final Actor OTTO = new Actor("otto", Role.OPERATOR, Set.of());

	private static Actor actor;

	private ConfigurableApplicationContext context;

	private MockMvc mvc;

	@BeforeEach
	void start(@TempDir Path folder) {
		actor = SAM;
		this.context = new RestPlatform(folder).with(Repositories.class, new ThreeCommits())
			.scanning("dev.slipway.promotion")
			.start("slipway.environments[0].name=dev", "slipway.environments[1].name=staging",
					"slipway.environments[1].after=dev", "slipway.environments[1].approvals.count=2",
					"slipway.environments[1].approvals.role=operator", "slipway.environments[2].name=prod",
					"slipway.environments[2].after=staging", "slipway.environments[2].promote=automatic");
		this.mvc = Api.of(() -> actor, this.context.getBean(PromotionController.class),
				this.context.getBean(LaneController.class));
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void promotesTheSameDigestOnceEnoughPeopleApproved() throws Exception {
		post(PROMOTIONS).andExpect(status().isConflict())
			.andExpect(jsonPath("$.detail").value("No release has succeeded in dev"));
		succeed(release("dev"));
		this.mvc.perform(get("/api/v1/services/orders/lane"))
			.andExpect(jsonPath("$[1].candidate.release").value(1))
			.andExpect(jsonPath("$[1].obstacle").value(nullValue()))
			.andExpect(jsonPath("$[1].approvals").value(2))
			.andExpect(jsonPath("$[2].obstacle").value("No release has succeeded in staging"));
		post(PROMOTIONS).andExpect(status().isAccepted()).andExpect(header().string("Location", PROMOTIONS + "/1"));
		post(PROMOTIONS).andExpect(status().isConflict())
			.andExpect(jsonPath("$.detail").value("Promotion 1 is under way"));
		post(PROMOTIONS + "/1/approve").andExpect(status().isForbidden());
		actor = OLGA;
		post(PROMOTIONS + "/1/approve").andExpect(status().isOk())
			.andExpect(jsonPath("$.commits[*].title", contains("Third", "Second")));
		await("ASKING");
		assertThat(this.context.getBean(ReleaseStore.class).list("orders", "staging", 99, 9)).isEmpty();
		actor = OTTO;
		post(PROMOTIONS + "/1/approve").andExpect(status().isOk());
		await("FOLLOWING");
		List<Release> releases = this.context.getBean(ReleaseStore.class).list("orders", "staging", 99, 9);
		assertThat(releases).hasSize(1);
		assertThat(releases.get(0).draft().image()).isEqualTo(IMAGE);
		assertThat(releases.get(0).draft().commit()).isEqualTo("c0ffee3");
		assertThat(releases.get(0).draft().requestedBy()).isEqualTo("sam");
		post(PROMOTIONS + "/1/withdraw").andExpect(status().isConflict());
		succeed(releases.get(0));
		await("SUCCEEDED");
		this.mvc.perform(get(PROMOTIONS)).andExpect(jsonPath("$.items[0].release").value(1));
	}

	@Test
	void promotesNoOtherImageThanTheOneAskedFor() throws Exception {
		succeed(release("dev"));
		String other = IMAGE.replace("aaaa", "bbbb");
		this.mvc
			.perform(MockMvcRequestBuilders.post(PROMOTIONS)
				.contentType(MediaType.APPLICATION_JSON)
				.content("{\"image\":\"" + other + "\"}"))
			.andExpect(status().isConflict())
			.andExpect(jsonPath("$.detail").value("dev runs another image: " + IMAGE + " of release 1"));
		this.mvc
			.perform(MockMvcRequestBuilders.post(PROMOTIONS)
				.contentType(MediaType.APPLICATION_JSON)
				.content("{\"image\":\"mirror.example/o@" + IMAGE.split("@")[1] + "\"}"))
			.andExpect(status().isAccepted());
	}

	@Test
	void endsWhenSomebodyRefuses() throws Exception {
		succeed(release("dev"));
		post(PROMOTIONS).andExpect(status().isAccepted());
		actor = OLGA;
		post(PROMOTIONS + "/1/refuse").andExpect(status().isOk());
		await("REFUSED");
		post(PROMOTIONS + "/1/approve").andExpect(status().isConflict());
		assertThat(this.context.getBean(ReleaseStore.class).list("orders", "staging", 99, 9)).isEmpty();
	}

	@Test
	void goesOnByItselfWhereTheSettingsSaySo() throws Exception {
		succeed(release("dev"));
		actor = OLGA;
		Release staged = this.context.getBean(Releases.class)
			.request(new ReleaseRequest("shop", "orders", "staging", IMAGE, "c0ffee3", 7,
					ReleaseRequest.StrategyChanges.none(), "olga", "test"));
		succeed(staged);
		// Twice, as a driver that died tells it again.
		succeed(staged);
		Awaitility.await().untilAsserted(() -> {
			assertThat(this.context.getBean(ReleaseStore.class).list("orders", "prod", 99, 9)).hasSize(1);
			this.mvc.perform(get(PROMOTIONS.replace("staging", "prod")))
				.andExpect(jsonPath("$.items[*].automatic", contains(true)))
				.andExpect(jsonPath("$.items[0].status").value("FOLLOWING"));
		});
	}

	private Release release(String environment) {
		return this.context.getBean(Releases.class)
			.request(new ReleaseRequest("shop", "orders", environment, IMAGE, "c0ffee3", 7,
					ReleaseRequest.StrategyChanges.none(), "sam"));
	}

	/** As the engine does at the end. */
	private void succeed(Release release) {
		ReleaseStore store = this.context.getBean(ReleaseStore.class);
		store.record(release, Outcome.SUCCEEDED, "");
		this.context.getBean(Promotions.class)
			.follow(store.find("orders", release.draft().environment(), release.number()).orElseThrow());
	}

	private void await(String status) {
		Awaitility.await()
			.untilAsserted(() -> this.mvc.perform(get(PROMOTIONS + "/1"))
				.andExpect(jsonPath("$.promotion.status").value(status)));
	}

	private ResultActions post(String path) throws Exception {
		return this.mvc.perform(org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post(path));
	}

	private static final class ThreeCommits extends OneRepository {

		ThreeCommits() {
			super(2);
		}

		@Override
		public List<Commit> log(String team, String name, String from, int limit) {
			return List.of(new Commit("c0ffee3", "sam", "Third\n", 3), new Commit("c0ffee2", "sam", "Second", 2));
		}

	}

}
