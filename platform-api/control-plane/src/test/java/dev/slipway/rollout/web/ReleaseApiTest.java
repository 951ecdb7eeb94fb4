package dev.slipway.rollout.web;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.test.Api;
import dev.slipway.test.OneRepository;
import dev.slipway.test.RestPlatform;
import dev.slipway.timeline.TimelineEntry;
import dev.slipway.timeline.TimelineSource;
import com.jayway.jsonpath.JsonPath;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** Releases by REST, over the real engine and store; the cluster is away. */
@NullUnmarked
class ReleaseApiTest {

	private static final String RELEASES = "/api/v1/services/orders/environments/dev/releases";

	private static final String GOOD = "{\"image\":\"localhost:5000/shop/orders@sha256:1\",\"commit\":\"c0ffee1\",\"build\":7}";

	/** A commit that pins a Secret. */
	private static final String PINNED = "5ec4e75";

	private static Actor actor;

	private ConfigurableApplicationContext context;

	private MockMvc mvc;

	@BeforeEach
	void start(@TempDir Path folder) {
		actor = new Actor("sam", Role.DEVELOPER, Set.of("shop"));
		this.context = new RestPlatform(folder).with(Repositories.class, new ChangingRepository()).start();
		this.mvc = Api.of(() -> actor, this.context.getBean(ReleasesController.class),
				this.context.getBean(FleetController.class), this.context.getBean(SecretsController.class));
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void acceptsAReleaseAndSaysWhereToFollowIt() throws Exception {
		release(GOOD).andExpect(status().isAccepted())
			.andExpect(header().string("Location", RELEASES + "/1"))
			.andExpect(jsonPath("$.number").value(1))
			.andExpect(jsonPath("$.status").value("PROGRESSING"));
		this.mvc.perform(get(RELEASES + "/1"))
			.andExpect(status().isOk())
			.andExpect(jsonPath("$.image").value("localhost:5000/shop/orders@sha256:1"))
			.andExpect(jsonPath("$.build").value(7))
			.andExpect(jsonPath("$.replicas").value(3))
			.andExpect(jsonPath("$.readyReplicas").value(0))
			.andExpect(jsonPath("$.strategy.maxSurge").value("25%"))
			.andExpect(jsonPath("$.history[0].phase").value("Waiting"))
			.andExpect(jsonPath("$.history[0].reason").value(containsString("asked for by sam")));
	}

	@Test
	void showsSecretsToThoseWhoSeeTheService() throws Exception {
		release(GOOD);
		this.mvc.perform(get(RELEASES + "/1/secrets"))
			.andExpect(status().isOk())
			.andExpect(jsonPath("$.items.length()").value(0));
		this.mvc.perform(post(RELEASES + "/1/secrets/orders-database/revoke"))
			.andExpect(status().isConflict())
			.andExpect(jsonPath("$.detail").value(containsString("does not pin")));
		this.mvc.perform(get(RELEASES + "/9/secrets")).andExpect(status().isNotFound());
		actor = new Actor("eve", Role.DEVELOPER, Set.of("other"));
		this.mvc.perform(get(RELEASES + "/1/secrets")).andExpect(status().isNotFound());
		this.mvc.perform(post(RELEASES + "/1/secrets/orders-database/revoke")).andExpect(status().isNotFound());
	}

	/** There is no kubeconfig, and its place is for operators. */
	@Test
	void secretsAreNotToldWithoutAClusterNorWhereItsFileIs() throws Exception {
		release(GOOD.replace("c0ffee1", PINNED));
		String revoke = RELEASES + "/1/secrets/orders-database/revoke";
		for (Actor one : List.of(actor, new Actor("val", Role.VIEWER, Set.of("shop")))) {
			actor = one;
			this.mvc.perform(get(RELEASES + "/1/secrets"))
				.andExpect(status().isServiceUnavailable())
				.andExpect(jsonPath("$.detail").value("The cluster local does not answer"));
		}
		this.mvc.perform(post(revoke)).andExpect(status().isForbidden());
		actor = new Actor("sam", Role.DEVELOPER, Set.of("shop"));
		this.mvc.perform(post(revoke))
			.andExpect(status().isServiceUnavailable())
			.andExpect(jsonPath("$.detail").value("The cluster local does not answer"));
		actor = new Actor("olga", Role.OPERATOR, Set.of());
		this.mvc.perform(get(RELEASES + "/1/secrets"))
			.andExpect(status().isServiceUnavailable())
			.andExpect(jsonPath("$.detail").value(containsString("kubeconfig")));
	}

	@Test
	void listsThemInPages() throws Exception {
		for (int i = 0; i < 3; i++) {
			release(GOOD);
		}
		this.mvc.perform(get(RELEASES + "?limit=2"))
			.andExpect(jsonPath("$.items.length()").value(2))
			.andExpect(jsonPath("$.items[0].number").value(3))
			.andExpect(jsonPath("$.nextCursor").value("2"));
		this.mvc.perform(get(RELEASES + "?limit=2&cursor=2")).andExpect(jsonPath("$.items[0].number").value(1));
	}

	@Test
	void listsThoseOfAllServicesThatTheActorSees() throws Exception {
		for (int i = 0; i < 3; i++) {
			release(GOOD);
		}
		String next = JsonPath.read(this.mvc.perform(get("/api/v1/releases?limit=2&live=true"))
			.andExpect(jsonPath("$.items[*].release.number", contains(3, 2)))
			.andExpect(jsonPath("$.items[0].service").value("orders"))
			.andExpect(jsonPath("$.items[0].environment").value("dev"))
			.andExpect(jsonPath("$.items[0].type").value("rolling"))
			.andExpect(jsonPath("$.items[0].schedule.stages.length()").value(1))
			.andReturn()
			.getResponse()
			.getContentAsString(), "$.nextCursor");
		this.mvc.perform(get("/api/v1/releases?limit=2&live=true&cursor=" + next))
			.andExpect(jsonPath("$.items[*].release.number", contains(1)))
			.andExpect(jsonPath("$.nextCursor").isEmpty());
		this.mvc.perform(get("/api/v1/releases?live=false")).andExpect(jsonPath("$.items.length()").value(0));
		actor = new Actor("eve", Role.DEVELOPER, Set.of("other"));
		this.mvc.perform(get("/api/v1/releases")).andExpect(jsonPath("$.items.length()").value(0));
		actor = new Actor("nobody", Role.DEVELOPER, Set.of());
		this.mvc.perform(get("/api/v1/releases")).andExpect(jsonPath("$.items.length()").value(0));
		actor = new Actor("olga", Role.OPERATOR, Set.of());
		this.mvc.perform(get("/api/v1/releases")).andExpect(jsonPath("$.items.length()").value(3));
	}

	@ParameterizedTest
	@ValueSource(strings = { "limit=0", "limit=101", "cursor=x", "cursor=bm8gY3Vyc29y", "live=maybe" })
	void refusesAPageThatIsNone(String query) throws Exception {
		this.mvc.perform(get("/api/v1/releases?" + query)).andExpect(status().is4xxClientError());
	}

	@Test
	void tellsItsTimelineWhatWasReleasedAndConfigured() throws Exception {
		release(GOOD);
		ReleaseStore store = this.context.getBean(ReleaseStore.class);
		store.record(store.find("orders", "dev", 1).orElseThrow(), Outcome.SUCCEEDED, "ok");
		release(GOOD.replace("c0ffee1", "c0ffee4"));
		List<TimelineEntry> told = this.context.getBean("releaseTimeline", TimelineSource.class)
			.entries("orders", Instant.parse("9999-01-01T00:00:00Z"), 10);
		assertThat(told).extracting(TimelineEntry::title)
			.containsExactly("Release 2 to dev of build #7", "Configuration of release 2 to dev",
					"Release 1 to dev of build #7");
		assertThat(told.get(1).reason()).isEqualTo("Deployment orders: replicas changed");
		assertThat(told.get(2).path()).isEqualTo(RELEASES + "/1");
		assertThat(told).extracting(TimelineEntry::actor).containsOnly("sam");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{} | image", "{\"image\":\" \"} | image", "{\"image\":\"a b\"} | image",
					"{\"image\":\"a\",\"commit\":\"main\"} | commit",
					"{\"image\":\"a\",\"strategy\":{\"type\":\"recreate\"}} | strategy.type",
					"{\"image\":\"a\",\"strategy\":{\"maxSurge\":\"lots\"}} | strategy.maxSurge",
					"{\"image\":\"a\",\"strategy\":{\"minReady\":\"soon\"}} | strategy.minReady",
					"{\"image\":\"a\",\"commit\":\"badbad1\"} | deploy/" })
	void namesTheFaultyField(String body, String field) throws Exception {
		release(body).andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields['" + field + "']").exists());
		this.mvc.perform(get(RELEASES)).andExpect(jsonPath("$.items.length()").value(0));
	}

	@Test
	void showsAServiceOnlyToItsTeam() throws Exception {
		actor = new Actor("eve", Role.DEVELOPER, Set.of("other"));
		release(GOOD).andExpect(status().isNotFound());
		actor = new Actor("val", Role.VIEWER, Set.of("shop"));
		release(GOOD).andExpect(status().isForbidden());
		this.mvc.perform(get(RELEASES)).andExpect(status().isOk());
	}

	@Test
	void saysWhatIsNotThere() throws Exception {
		this.mvc.perform(get(RELEASES + "/9")).andExpect(status().isNotFound());
		this.mvc.perform(get("/api/v1/services/orders/environments/moon/releases"))
			.andExpect(status().isNotFound())
			.andExpect(jsonPath("$.remedy").value(containsString("dev")));
	}

	@Test
	void rollsBackOnlyToWhatWasPromoted() throws Exception {
		release(GOOD);
		this.mvc
			.perform(post("/api/v1/services/orders/environments/dev/rollback").contentType(MediaType.APPLICATION_JSON)
				.content("{\"to\":1}"))
			.andExpect(status().isConflict())
			.andExpect(jsonPath("$.fields.to").exists());
		this.mvc
			.perform(post("/api/v1/services/orders/environments/dev/rollback").contentType(MediaType.APPLICATION_JSON)
				.content("{}"))
			.andExpect(status().isUnprocessableContent());
	}

	@Test
	void saysThatTheClusterIsAway() throws Exception {
		this.mvc.perform(get("/api/v1/services/orders/environments/dev"))
			.andExpect(status().isServiceUnavailable())
			.andExpect(jsonPath("$.detail").value("The cluster local does not answer"));
	}

	private ResultActions release(String body) throws Exception {
		return this.mvc.perform(post(RELEASES).contentType(MediaType.APPLICATION_JSON).content(body));
	}

	private static final class ChangingRepository extends OneRepository {

		ChangingRepository() {
			super(3);
		}

		@Override
		public Optional<byte[]> read(String team, String name, String commit, String path) {
			return (commit.equals(PINNED) && path.equals("slipway.yaml")) ? Optional
				.of("spec: {strategy: rolling, secrets: {orders-database: pin}}".getBytes(StandardCharsets.UTF_8))
					: super.read(team, name, commit, path);
		}

		@Override
		protected String manifests(String commit) {
			return switch (commit) {
				case "badbad1" -> "";
				case PINNED -> super.manifests(commit).replace("image: orders",
						"image: orders, envFrom: [{secretRef: {name: orders-database}}]");
				case "c0ffee4" -> deployment(4);
				default -> super.manifests(commit);
			};
		}

	}

}
