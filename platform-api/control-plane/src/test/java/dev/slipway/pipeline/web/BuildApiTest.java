package dev.slipway.pipeline.web;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.LiveEvents;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildNotices;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.TestCase;
import dev.slipway.pipeline.adapter.PipelineAccess;
import dev.slipway.test.Api;
import dev.slipway.test.Databases;
import dev.slipway.test.NoRepositories;
import dev.slipway.test.OneService;
import dev.slipway.test.SettableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** Builds by REST over the real store; the build server does nothing by itself. */
class BuildApiTest {

	private static final String BUILDS = "/api/v1/services/orders/builds";

	private static final String HEAD = "c0ffee".repeat(6) + "c0de";

	private final SettableClock clock = new SettableClock();

	private final BuildStore store = PipelineAccess.store(Databases.memory());

	private final Topics topics = new Topics();

	private final LiveBuilds live;

	private final MockMvc mvc;

	private Actor actor = new Actor("sam", Role.DEVELOPER, Set.of("shop"));

	BuildApiTest() {
		StaticListableBeanFactory beans = new StaticListableBeanFactory(
				Map.of("clock", this.clock, "live", this.topics));
		this.live = new LiveBuilds(beans.getBeanProvider(LiveEvents.class), beans.getBeanProvider(Clock.class));
		BuildServer server = new IdleServer(this.store, this.clock);
		BuildAccess access = new BuildAccess(new OneService(), this.store);
		this.mvc = Api.of(() -> this.actor,
				new BuildController(server, this.store, access, new Heads(), this.topics,
						beans.getBeanProvider(Clock.class), beans.getBeanProvider(BuildNotices.class)),
				new BuildLogController(access, server));
		this.store.addPipeline("shop", "orders");
	}

	@Test
	void buildsTheHeadOfMainAndSaysWhereToFollow() throws Exception {
		trigger("").andExpect(status().isAccepted())
			.andExpect(header().string("Location", BUILDS + "/1"))
			.andExpect(jsonPath("$.number").value(1))
			.andExpect(jsonPath("$.status").value("QUEUED"))
			.andExpect(jsonPath("$.branch").value("main"))
			.andExpect(jsonPath("$.commit").value(HEAD))
			.andExpect(jsonPath("$.cause").value("Started by sam"));
		trigger("{\"commit\":\"" + "a".repeat(40) + "\",\"branch\":\"fix\"}")
			.andExpect(jsonPath("$.commit").value("a".repeat(40)))
			.andExpect(jsonPath("$.branch").value("fix"));
	}

	@Test
	void oneKeyMakesOneBuild() throws Exception {
		this.mvc.perform(post(BUILDS).header("Idempotency-Key", "k1")).andExpect(jsonPath("$.number").value(1));
		this.mvc.perform(post(BUILDS).header("Idempotency-Key", "k1")).andExpect(jsonPath("$.number").value(1));
		this.mvc.perform(post(BUILDS).header("Idempotency-Key", "k2")).andExpect(jsonPath("$.number").value(2));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"branch\":\"nope\"} | branch", "{\"commit\":\"c0ffee\"} | commit",
			"{\"commit\":\"$(rm -rf)\"} | commit" })
	void namesTheFaultyField(String body, String field) throws Exception {
		trigger(body).andExpect(status().isUnprocessableContent()).andExpect(jsonPath("$.fields." + field).exists());
		this.mvc.perform(get(BUILDS)).andExpect(jsonPath("$.items.length()").value(0));
	}

	@Test
	void aServiceWithoutPipelineIsToldWhatToDo() throws Exception {
		this.store.removePipeline("orders");
		trigger("").andExpect(status().isConflict()).andExpect(jsonPath("$.remedy").value(containsString("Retry")));
	}

	@Test
	void viewersReadAndOtherTeamsSeeNothing() throws Exception {
		trigger("");
		this.actor = new Actor("vic", Role.VIEWER, Set.of("shop"));
		trigger("").andExpect(status().isForbidden());
		this.mvc.perform(post(BUILDS + "/1/abort")).andExpect(status().isForbidden());
		this.mvc.perform(get(BUILDS + "/1")).andExpect(status().isOk());
		this.actor = new Actor("eve", Role.DEVELOPER, Set.of("other"));
		for (String path : List.of("", "/1", "/1/stages", "/1/tests", "/1/log", "/1/events")) {
			this.mvc.perform(get(BUILDS + path)).andExpect(status().isNotFound());
		}
	}

	@Test
	void abortsWhatRunsAndSaysThatTheRestHasEnded() throws Exception {
		trigger("");
		this.mvc.perform(post(BUILDS + "/1/abort"))
			.andExpect(status().isAccepted())
			.andExpect(jsonPath("$.status").value("ABORTED"))
			.andExpect(jsonPath("$.failure.message").value("Aborted by sam"));
		this.mvc.perform(post(BUILDS + "/1/abort"))
			.andExpect(status().isConflict())
			.andExpect(jsonPath("$.detail").value("Build orders #1 has ended already"));
		this.mvc.perform(post(BUILDS + "/2/abort")).andExpect(status().isNotFound());
	}

	@Test
	void aFailureSaysWhereWhatAndWhatToDo() throws Exception {
		Build build = this.store.add(push("a"), this.clock.instant()).build().started(this.clock.instant());
		this.store.saveStage("orders", 1, new BuildStage(1, null, "stage", "Test", BuildStatus.FAILURE,
				this.clock.instant(), this.clock.instant(), "2 tests failed", 0));
		this.store.addTests("orders", 1, List.of(new TestCase("A", "ok", "PASSED", 1, null),
				new TestCase("A", "bad", "FAILED", 1, "expected 1")));
		this.store.save(build.ended(BuildStatus.FAILURE, null,
				new BuildFailure("Test", "Tests failed: 2", "Read the failed tests, mend, commit and push"),
				this.clock.instant()));
		this.mvc.perform(get(BUILDS + "/1"))
			.andExpect(jsonPath("$.failure.stage").value("Test"))
			.andExpect(jsonPath("$.failure.message").value("Tests failed: 2"))
			.andExpect(jsonPath("$.failure.remedy").value("Read the failed tests, mend, commit and push"))
			.andExpect(jsonPath("$.stages[0].message").value("2 tests failed"));
		this.mvc.perform(get(BUILDS + "/1/tests"))
			.andExpect(jsonPath("$.total").value(2))
			.andExpect(jsonPath("$.failed").value(1))
			.andExpect(jsonPath("$.cases[1].message").value("expected 1"));
	}

	@Test
	void theLogIsReadOnFromAnOffset() throws Exception {
		trigger("");
		this.mvc.perform(get(BUILDS + "/1/log?start=7"))
			.andExpect(content().string("log of orders #1 from 7"))
			.andExpect(content().contentType("text/plain;charset=UTF-8"))
			.andExpect(header().string("X-Next-Start", "30"))
			.andExpect(header().string("X-Complete", "false"));
	}

	@Test
	void listsThemInPages() throws Exception {
		for (String key : List.of("a", "b", "c")) {
			this.store.add(push(key), this.clock.instant());
		}
		this.mvc.perform(get(BUILDS + "?limit=2"))
			.andExpect(jsonPath("$.items[0].number").value(3))
			.andExpect(jsonPath("$.nextCursor").value("2"));
		this.mvc.perform(get(BUILDS + "?limit=2&cursor=2"))
			.andExpect(jsonPath("$.items[0].number").value(1))
			.andExpect(jsonPath("$.nextCursor").doesNotExist());
		this.mvc.perform(get(BUILDS + "?cursor=x")).andExpect(jsonPath("$.fields.cursor").exists());
	}

	@Test
	void isFollowedWhereItsNewsArePublished() throws Exception {
		Build build = this.store.add(push("a"), this.clock.instant()).build();
		this.mvc.perform(get(BUILDS + "/1/events")).andExpect(request().asyncStarted());
		assertThat(this.topics.followed).containsExactly("services/orders/builds/1");
		this.live.changed(build);
		this.live.stage(build,
				new BuildStage(1, null, "stage", "Test", BuildStatus.RUNNING, Instant.EPOCH, null, null, 0));
		this.live.log(build, 0, 5, "line\n");
		this.live.changed(build.ended(BuildStatus.ABORTED, null, null, this.clock.instant()));
		assertThat(this.topics.published).containsExactly("services/orders/builds/1 build",
				"services/orders/builds/1 stage", "services/orders/builds/1 log", "services/orders/builds/1 result");
	}

	private ResultActions trigger(String body) throws Exception {
		MockHttpServletRequestBuilder request = post(BUILDS);
		return this.mvc
			.perform(body.isEmpty() ? request : request.contentType(MediaType.APPLICATION_JSON).content(body));
	}

	private static BuildRequest push(String key) {
		return new BuildRequest("shop", "orders", "main", HEAD, key, "Push by ann", "ann");
	}

	private static final class Heads extends NoRepositories {

		@Override
		public Optional<String> head(String team, String name, String branch) {
			return branch.equals("main") ? Optional.of(HEAD) : Optional.empty();
		}

	}

	private static final class Topics implements LiveEvents {

		private final List<String> followed = new ArrayList<>();

		private final List<String> published = new ArrayList<>();

		@Override
		public void publish(String topic, String event, Object payload) {
			this.published.add(topic + " " + event);
		}

		@Override
		public SseEmitter subscribe(String topic, BiPredicate<String, String> wanted) {
			this.followed.add(topic);
			return new SseEmitter();
		}

	}

}
