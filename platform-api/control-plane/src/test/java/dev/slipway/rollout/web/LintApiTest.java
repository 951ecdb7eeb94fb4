package dev.slipway.rollout.web;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Surroundings;
import dev.slipway.rollout.Surroundings.Limit;
import dev.slipway.rollout.Surroundings.Seen;
import dev.slipway.test.Api;
import dev.slipway.test.OneRepository;
import dev.slipway.test.RestPlatform;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

@NullUnmarked
class LintApiTest {

	private static final String RELEASES = "/api/v1/services/orders/environments/dev/releases";

	private static Seen surroundings;

	private Actor actor = new Actor("sam", Role.DEVELOPER, Set.of("shop"));

	private ConfigurableApplicationContext context;

	private MockMvc mvc;

	@BeforeEach
	void start(@TempDir Path folder) {
		surroundings = new Seen(4, 0, List.of(), Map.of());
		this.context = new RestPlatform(folder).with(Repositories.class, new CanaryRepository())
			.with(Surroundings.class, (environment, team, service, stable) -> told())
			.start();
		this.mvc = Api.of(() -> this.actor, this.context.getBean(ReleasesController.class),
				this.context.getBean(LintController.class));
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void saysWhatAReleaseWouldDoAndChangesNothing() throws Exception {
		lint("{}").andExpect(status().isOk())
			.andExpect(jsonPath("$.type").value("canary"))
			.andExpect(jsonPath("$.replicas").value(4))
			.andExpect(jsonPath("$.stable").value(4))
			.andExpect(jsonPath("$.peak").value(7))
			.andExpect(jsonPath("$.atLeast").value("PT1M"))
			.andExpect(jsonPath("$.stages.length()").value(2))
			.andExpect(jsonPath("$.stages[0].achievable").value(25))
			.andExpect(jsonPath("$.stages[0].sentence").value(containsString("1 new pod and 3 old pods")))
			.andExpect(jsonPath("$.findings[*].rule").value(hasItem("no-guard-rail")))
			.andExpect(jsonPath("$.findings[*].severity").value(hasItem("WARNING")));
		this.mvc.perform(get(RELEASES)).andExpect(jsonPath("$.items.length()").value(0));
	}

	@Test
	void takesTheStrategyOfTheRequest() throws Exception {
		lint("{\"strategy\":\"blueGreen\"}").andExpect(jsonPath("$.type").value("blueGreen"))
			.andExpect(jsonPath("$.peak").value(8));
		lint("{\"strategy\":{\"steps\":[{\"weight\":5}]}}").andExpect(status().isOk())
			.andExpect(jsonPath("$.findings[0].severity").value("ERROR"))
			.andExpect(jsonPath("$.findings[0].path").value("spec.strategy.steps[0].weight"));
	}

	@Test
	void namesEveryMistakeOfTheRequestWithItsRemedy() throws Exception {
		lint("{\"strategy\":{\"type\":\"canary\",\"steps\":[{\"wieght\":5},{\"weight\":500}]}}")
			.andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields['strategy.steps[0].wieght']").value("is not known here"))
			.andExpect(jsonPath("$.fields['strategy.steps[1].weight']").exists())
			.andExpect(jsonPath("$.remedy").value(containsString("Did you mean weight?")));
	}

	@Test
	void aReleaseThatCannotDoWhatItSaysIsRefused() throws Exception {
		release("{\"image\":\"a\",\"strategy\":{\"steps\":[{\"weight\":5}]}}")
			.andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields['strategy.steps[0].weight']").value(containsString("nearest is 25 %")))
			.andExpect(jsonPath("$.remedy").value(containsString("20 pods")));
		this.mvc.perform(get(RELEASES)).andExpect(jsonPath("$.items.length()").value(0));
	}

	@Test
	void aReleaseThatDoesNotFitTheQuotaIsRefusedUnlessOneUnderWayMakesRoom() throws Exception {
		surroundings = new Seen(4, 0, List.of(new Limit("team", "pods", 8, 6)), Map.of());
		release("{\"image\":\"a\",\"strategy\":\"blueGreen\"}").andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields['ResourceQuota/team pods']").value(containsString("2 pods are missing")));
		surroundings = new Seen(4, 2, List.of(new Limit("team", "pods", 8, 6)), Map.of());
		release("{\"image\":\"a\",\"strategy\":\"blueGreen\"}").andExpect(status().isAccepted());
	}

	@Test
	void aReleaseShowsTheWholeStrategyThatItGoesBy() throws Exception {
		release("{\"image\":\"a\",\"strategy\":{\"minReady\":5}}").andExpect(status().isAccepted());
		this.mvc.perform(get(RELEASES + "/1"))
			.andExpect(jsonPath("$.strategy.definition.type").value("canary"))
			.andExpect(jsonPath("$.strategy.definition.minReady").value("5s"))
			.andExpect(jsonPath("$.strategy.definition.steps[0].pause").value("1m"));
	}

	@Test
	void isForThoseWhoSeeTheService() throws Exception {
		this.actor = new Actor("val", Role.VIEWER, Set.of("shop"));
		lint("{}").andExpect(status().isOk());
		this.actor = new Actor("eve", Role.DEVELOPER, Set.of("other"));
		lint("{}").andExpect(status().isNotFound());
	}

	@Test
	void saysThatTheClusterIsAway() throws Exception {
		surroundings = null;
		lint("{}").andExpect(status().isServiceUnavailable())
			.andExpect(jsonPath("$.remedy").value(containsString("/api/v1/environments")));
		release("{\"image\":\"a\"}").andExpect(status().isAccepted());
	}

	private ResultActions lint(String body) throws Exception {
		return this.mvc.perform(post(RELEASES + "/lint").contentType(MediaType.APPLICATION_JSON).content(body));
	}

	private ResultActions release(String body) throws Exception {
		return this.mvc.perform(post(RELEASES).contentType(MediaType.APPLICATION_JSON).content(body));
	}

	private static Seen told() {
		if (surroundings == null) {
			throw new Surroundings.Unanswered("The cluster local does not answer", new IllegalStateException());
		}
		return surroundings;
	}

	private static final class CanaryRepository extends OneRepository {

		CanaryRepository() {
			super(4);
		}

		@Override
		public Optional<byte[]> read(String team, String name, String commit, String path) {
			return Optional.of("spec: {strategy: {type: canary, steps: [{weight: 25, pause: 60s}]}}"
				.getBytes(StandardCharsets.UTF_8));
		}

	}

}
