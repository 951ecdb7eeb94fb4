package dev.slipway.pipeline.web;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.CommitReleases;
import dev.slipway.pipeline.TestCase;
import dev.slipway.pipeline.adapter.PipelineAccess;
import dev.slipway.test.Api;
import dev.slipway.test.Databases;
import dev.slipway.test.NoRepositories;
import dev.slipway.test.OneService;
import dev.slipway.test.SettableClock;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** What past builds tell by REST: of tests, durations and commits. */
@NullUnmarked
class BuildHistoryApiTest {

	private static final String COMMIT = "c0ffee".repeat(6) + "c0de";

	private static final String BEFORE = "b".repeat(40);

	private static final String AFTER = "a".repeat(40);

	private final SettableClock clock = new SettableClock();

	private final DataSource database = Databases.memory();

	private final BuildStore store = PipelineAccess.store(this.database);

	private final MockMvc mvc;

	private Actor actor = new Actor("sam", Role.VIEWER, Set.of("shop"));

	BuildHistoryApiTest() {
		StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("clock", this.clock));
		BuildAccess access = new BuildAccess(new OneService(), this.store);
		this.mvc = Api.of(() -> this.actor, new BuildHistoryController(access, PipelineAccess.history(this.database)),
				new CommitController(access, PipelineAccess.history(this.database), new OneCommit(), new Released(),
						beans.getBeanProvider(Clock.class)));
		this.store.addPipeline("shop", "orders");
		for (String result : List.of("FAILED", "PASSED")) {
			Build build = this.store
				.add(new BuildRequest("shop", "orders", "main", COMMIT, result, "Push by ann", "ann"),
						this.clock.instant())
				.build();
			this.store.addTests("orders", build.number(), List.of(new TestCase("A", "shaky", result, 7, null)));
			this.store.save(build.started(this.clock.instant()));
			this.store.save(build.started(this.clock.instant())
				.ended(BuildStatus.SUCCESS, null, null, this.clock.instant().plusSeconds(3)));
		}
	}

	@Test
	void tellsWhichTestsAreFlaky() throws Exception {
		read("/tests/failing?flaky=true").andExpect(jsonPath("$.items[0].name").value("shaky"))
			.andExpect(jsonPath("$.items[0].flaky").isNotEmpty())
			.andExpect(jsonPath("$.items[0].runs.length()").value(2));
		read("/tests/history?suite=A&name=shaky").andExpect(jsonPath("$.failures").value(1))
			.andExpect(jsonPath("$.runs[1].status").value("PASSED"));
		read("/tests/history?suite=A&name=other").andExpect(status().isNotFound());
		read("/tests/slowest").andExpect(jsonPath("$[0].averageMillis").value(7));
		read("/tests/slowest?limit=0").andExpect(jsonPath("$.fields.limit").exists());
		read("/tests/failing?builds=101").andExpect(jsonPath("$.fields.builds").exists());
	}

	@Test
	void tellsHowLongBuildsTake() throws Exception {
		read("/builds/trend").andExpect(jsonPath("$.builds.length()").value(2))
			.andExpect(jsonPath("$.whole.p50Millis").value(3000));
		read("/builds/trend?branch=none").andExpect(jsonPath("$.whole").doesNotExist());
	}

	@Test
	void followsACommitToProduction() throws Exception {
		read("/commits/" + COMMIT).andExpect(jsonPath("$.author").value("ann"))
			.andExpect(jsonPath("$.builds.length()").value(2))
			.andExpect(jsonPath("$.releases[0].environment").value("prod"))
			.andExpect(jsonPath("$.leadTimeSeconds").value(60));
		read("/commits/c0ffee").andExpect(jsonPath("$.fields.sha").exists());
		read("/lead-time").andExpect(jsonPath("$.commits").value(1)).andExpect(jsonPath("$.p50Seconds").value(60));
	}

	@Test
	void aCommitIsLiveWithTheFirstReleaseThatReachesIt() throws Exception {
		read("/commits/" + BEFORE).andExpect(jsonPath("$.releases.length()").value(0))
			.andExpect(jsonPath("$.leadTimeSeconds").value(90));
		read("/commits/" + AFTER).andExpect(jsonPath("$.leadTimeSeconds").doesNotExist());
	}

	@Test
	void othersSeeNothing() throws Exception {
		this.actor = new Actor("eve", Role.DEVELOPER, Set.of("other"));
		for (String path : List.of("/tests/failing", "/tests/slowest", "/builds/trend", "/commits/" + COMMIT,
				"/lead-time")) {
			read(path).andExpect(status().isNotFound());
		}
	}

	private ResultActions read(String path) throws Exception {
		return this.mvc.perform(get("/api/v1/services/orders" + path));
	}

	private final class OneCommit extends NoRepositories {

		@Override
		public List<Commit> log(String team, String name, String from, Collection<String> without, int limit) {
			List<Commit> all = List.of(new Commit(AFTER, "ann", "On", committed().getEpochSecond()),
					new Commit(COMMIT, "ann", "Add it", committed().getEpochSecond()),
					new Commit(BEFORE, "ann", "Begin it", committed().getEpochSecond() - 30));
			List<String> ids = all.stream().map(Commit::id).toList();
			int end = without.stream().mapToInt(ids::indexOf).filter((at) -> at >= 0).min().orElse(ids.size());
			int start = ids.indexOf(from);
			return (start < 0 || start >= end) ? List.of() : all.subList(start, Math.min(end, start + limit));
		}

	}

	private Instant committed() {
		return Instant.ofEpochSecond(this.clock.instant().getEpochSecond() - 100);
	}

	private final class Released implements CommitReleases {

		@Override
		public String production() {
			return "prod";
		}

		@Override
		public List<Placed> ofCommit(String service, String commit) {
			return commit.equals(COMMIT) ? live(service, "prod", Instant.EPOCH) : List.of();
		}

		@Override
		public List<Placed> live(String service, String environment, Instant start) {
			return List.of(new Placed("prod", 1, COMMIT, "image", 1, "SUCCEEDED", false, committed(),
					committed().plusSeconds(60)));
		}

	}

}
