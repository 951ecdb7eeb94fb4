package dev.slipway.pipeline.web;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.LiveEvents;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildInput.Parameter;
import dev.slipway.pipeline.BuildNotices;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.adapter.PipelineAccess;
import dev.slipway.test.Api;
import dev.slipway.test.Databases;
import dev.slipway.test.NoRepositories;
import dev.slipway.test.OneService;
import dev.slipway.test.SettableClock;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** What people do with builds by REST: answer, run again, fetch files, look over all. */
@NullUnmarked
class BuildActionsApiTest {

	private static final String BUILD = "/api/v1/services/orders/builds/1";

	private static final String COMMIT = "c0ffee".repeat(6) + "c0de";

	private final SettableClock clock = new SettableClock();

	private final DataSource database = Databases.memory();

	private final BuildStore store = PipelineAccess.store(this.database);

	private final IdleServer server = new IdleServer(this.store, this.clock);

	private final MockMvc mvc;

	private Actor actor = new Actor("sam", Role.DEVELOPER, Set.of("shop"));

	BuildActionsApiTest() {
		StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("clock", this.clock));
		BuildAccess access = new BuildAccess(new OneService(), this.store);
		this.mvc = Api.of(() -> this.actor,
				new BuildController(this.server, this.store, access, new NoRepositories(), null,
						beans.getBeanProvider(Clock.class), beans.getBeanProvider(BuildNotices.class)),
				new BuildInputsController(access, this.server, this.store),
				new ArtifactsController(access, this.server), new BuildLogController(access, this.server),
				new FleetBuildsController(PipelineAccess.history(this.database), this.store, new OneService(),
						beans.getBeanProvider(LiveEvents.class), beans.getBeanProvider(Clock.class)));
		this.store.addPipeline("shop", "orders");
		this.store.addPipeline("pay", "invoices");
		add("shop", "orders", "main", "ann", Map.of("target", "blue"));
	}

	@Test
	void runsAgainWithTheSameCommitAndParameters() throws Exception {
		this.mvc.perform(post(BUILD + "/rerun")).andExpect(status().isConflict());
		end(1);
		this.mvc.perform(post(BUILD + "/rerun").header("Idempotency-Key", "k"))
			.andExpect(status().isAccepted())
			.andExpect(header().string("Location", "/api/v1/services/orders/builds/2"))
			.andExpect(jsonPath("$.commit").value(COMMIT))
			.andExpect(jsonPath("$.cause").value("Build 1 again, by sam"))
			.andExpect(jsonPath("$.parameters.target").value("blue"));
		this.mvc.perform(post(BUILD + "/rerun").header("Idempotency-Key", "k"))
			.andExpect(jsonPath("$.number").value(2));
		this.actor = new Actor("vic", Role.VIEWER, Set.of("shop"));
		this.mvc.perform(post(BUILD + "/rerun")).andExpect(status().isForbidden());
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a b\":\"x\"}", "{\"a\":null}", "{\"a\":\"\\u0007\"}", "{\"$(x)\":\"\"}" })
	void refusesParametersThatNobodyCanUse(String parameters) throws Exception {
		json(post("/api/v1/services/orders/builds"),
				"{\"commit\":\"" + COMMIT + "\",\"parameters\":" + parameters + "}")
			.andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields").isNotEmpty());
	}

	@Test
	void buildsWithParameters() throws Exception {
		json(post("/api/v1/services/orders/builds"),
				"{\"commit\":\"" + COMMIT + "\",\"parameters\":{\"where\":\"ü\\n2\"}}")
			.andExpect(status().isAccepted())
			.andExpect(jsonPath("$.parameters.where").value("ü\n2"));
	}

	@ParameterizedTest
	@CsvSource({ "sam,DEVELOPER,'',200", "vic,VIEWER,'',403", "sam,DEVELOPER,sam,200", "sam,DEVELOPER,ann,403",
			"sam,DEVELOPER,operator,403", "sam,DEVELOPER,developer,200", "ops,OPERATOR,OPERATOR,200",
			"root,ADMIN,ann,200", "vic,VIEWER,vic,403" })
	void answersThoseWhoMay(String name, Role role, String submitter, int expected) throws Exception {
		ask("Approve", submitter.isEmpty() ? Set.of() : Set.of(submitter), List.of());
		this.actor = new Actor(name, role, Set.of("shop"));
		this.mvc.perform(get(BUILD + "/inputs"))
			.andExpect(jsonPath("$[0].mayAnswer").value(expected == 200))
			.andExpect(jsonPath("$[0].answer").doesNotExist());
		this.mvc.perform(post(BUILD + "/inputs/Approve/proceed")).andExpect(status().is(expected));
		assertThat(this.store.inputs("orders", 1).get(0).answer() != null).isEqualTo(expected == 200);
	}

	@Test
	void answersOnceAndTellsWhoDid() throws Exception {
		ask("Approve", Set.of(), List.of());
		this.mvc.perform(post(BUILD + "/inputs/Approve/abort"))
			.andExpect(status().isOk())
			.andExpect(jsonPath("$.answer.proceed").value(false))
			.andExpect(jsonPath("$.answer.actor").value("sam"));
		this.mvc.perform(post(BUILD + "/inputs/Approve/proceed"))
			.andExpect(status().isConflict())
			.andExpect(jsonPath("$.remedy").exists());
		this.mvc.perform(post(BUILD + "/inputs/Other/proceed")).andExpect(status().isNotFound());
	}

	@Test
	void takesWhatTheInputAsksForAndNothingElse() throws Exception {
		ask("Where", Set.of(), List.of(new Parameter("to", "choice", "", null, List.of("blue", "green")),
				new Parameter("dry", "boolean", "", "true", List.of())));
		for (String wrong : List.of("{\"to\":\"red\"}", "{\"dry\":\"perhaps\"}", "{\"other\":\"1\"}")) {
			json(post(BUILD + "/inputs/Where/proceed"), "{\"parameters\":" + wrong + "}")
				.andExpect(status().isUnprocessableContent())
				.andExpect(jsonPath("$.fields").isNotEmpty());
		}
		json(post(BUILD + "/inputs/Where/proceed"), "{\"parameters\":{\"to\":\"green\"}}").andExpect(status().isOk());
		assertThat(this.server.answered).isEqualTo(Map.of("to", "green", "dry", "true"));
	}

	@Test
	void filesAreDownloadsAndNeverPages() throws Exception {
		this.mvc.perform(get(BUILD + "/artifacts"))
			.andExpect(jsonPath("$[1].path").value("target/app.jar"))
			.andExpect(jsonPath("$[1].size").value(3));
		this.mvc.perform(get(BUILD + "/artifacts/report/index.html"))
			.andExpect(status().isOk())
			.andExpect(content().contentType(MediaType.APPLICATION_OCTET_STREAM))
			.andExpect(content().bytes("jar".getBytes()))
			.andExpect(header().string("Content-Disposition", containsString("attachment")))
			.andExpect(header().string("X-Content-Type-Options", "nosniff"));
		this.mvc.perform(get(BUILD + "/artifacts/target/app.jar")).andExpect(header().string("Content-Length", "3"));
		this.mvc.perform(get(BUILD + "/artifacts/target/unknown.txt"))
			.andExpect(status().isOk())
			.andExpect(header().doesNotExist("Content-Length"));
		this.mvc.perform(get(BUILD + "/artifacts/target/other.jar")).andExpect(status().isNotFound());
		this.mvc.perform(get(BUILD + "/artifacts/../../secret")).andExpect(status().isNotFound());
	}

	@Test
	void theLogIsReadUpwardsInWholeLines() throws Exception {
		this.server.log = "ä1\nline 2\nline 3\nline 4\n";
		this.mvc.perform(get(BUILD + "/log?before=18&size=12"))
			.andExpect(content().string("line 3\n"))
			.andExpect(header().string("X-Start", "11"))
			.andExpect(header().string("X-Next-Start", "18"));
		this.mvc.perform(get(BUILD + "/log?before=11"))
			.andExpect(content().string("ä1\nline 2\n"))
			.andExpect(header().string("X-Start", "0"));
		this.mvc.perform(get(BUILD + "/log?start=4&size=9"))
			.andExpect(content().string("line 2\n"))
			.andExpect(header().string("X-Next-Start", "11"))
			.andExpect(header().string("X-Complete", "false"));
		this.mvc.perform(get(BUILD + "/log?before=-1")).andExpect(jsonPath("$.fields.before").exists());
		this.mvc.perform(get(BUILD + "/log?before=1&size=0")).andExpect(jsonPath("$.fields.size").exists());
	}

	@Test
	void theLogIsSearchedWithoutItsColours() throws Exception {
		this.server.log = "ä\n\u001b[31mFai\u001b[0mled here\nfine\nfailed again\n";
		this.mvc.perform(get(BUILD + "/log/search?q=FAILED"))
			.andExpect(jsonPath("$.hits.length()").value(2))
			.andExpect(jsonPath("$.hits[0].offset").value(3))
			.andExpect(jsonPath("$.hits[0].line").value("Failed here"))
			.andExpect(jsonPath("$.hits[1].line").value("failed again"))
			.andExpect(jsonPath("$.next").doesNotExist());
		this.mvc.perform(get(BUILD + "/log/search?q= ")).andExpect(jsonPath("$.fields.q").exists());
		this.mvc.perform(get(BUILD + "/log/search?q=a&from=-3")).andExpect(jsonPath("$.fields.from").exists());
	}

	@Test
	void theFleetShowsWhatOnesTeamsBuild() throws Exception {
		add("pay", "invoices", "main", "bob", Map.of());
		add("shop", "orders", "fix", "sam", Map.of());
		end(2);
		fleet("").andExpect(jsonPath("$.items.length()").value(2))
			.andExpect(jsonPath("$.items[0].build.number").value(2))
			.andExpect(jsonPath("$.items[0].team").value("shop"));
		fleet("?limit=1").andExpect(jsonPath("$.items.length()").value(1))
			.andExpect(jsonPath("$.nextCursor").isNotEmpty());
		fleet("?branch=fix").andExpect(jsonPath("$.items[0].build.branch").value("fix"));
		fleet("?person=ann&status=queued,running").andExpect(jsonPath("$.items[0].build.number").value(1));
		fleet("?team=pay").andExpect(jsonPath("$.items.length()").value(0));
		fleet("?status=lost").andExpect(jsonPath("$.fields.status").exists());
		fleet("?cursor=x").andExpect(status().isBadRequest());
		fleet("?limit=0").andExpect(jsonPath("$.fields.limit").exists());
		this.actor = new Actor("ops", Role.OPERATOR, Set.of());
		fleet("").andExpect(jsonPath("$.items.length()").value(3));
		fleet("?team=pay").andExpect(jsonPath("$.items[0].build.service").value("invoices"));
	}

	@Test
	void theQueueSaysWhatEachBuildWaitsFor() throws Exception {
		this.clock.advance(java.time.Duration.ofMinutes(1));
		add("shop", "orders", "main", "sam", Map.of());
		this.store.save(build(2).started(this.clock.instant()));
		this.store.saveInput("orders", 2,
				new BuildInput("Ok", "To prod?", "Yes", List.of(), Set.of("OPERATOR"), this.clock.instant(), null));
		this.mvc.perform(get("/api/v1/builds/queue"))
			.andExpect(jsonPath("$.items.length()").value(2))
			.andExpect(jsonPath("$.items[0].waitsFor").value("RUNNER"))
			.andExpect(jsonPath("$.items[1].waitsFor").value("PERSON"))
			.andExpect(jsonPath("$.items[1].reason").value(containsString("To prod?")));
		this.actor = new Actor("eve", Role.DEVELOPER, Set.of("other"));
		this.mvc.perform(get("/api/v1/builds/queue")).andExpect(jsonPath("$.items.length()").value(0));
	}

	@Test
	void othersSeeNothing() throws Exception {
		this.actor = new Actor("eve", Role.DEVELOPER, Set.of("other"));
		for (String path : List.of("/inputs", "/artifacts", "/artifacts/target/app.jar", "/log/search?q=a")) {
			this.mvc.perform(get(BUILD + path)).andExpect(status().isNotFound());
		}
		this.mvc.perform(post(BUILD + "/rerun")).andExpect(status().isNotFound());
		this.mvc.perform(post(BUILD + "/inputs/x/proceed")).andExpect(status().isNotFound());
	}

	private ResultActions fleet(String query) throws Exception {
		return this.mvc.perform(get("/api/v1/builds" + query));
	}

	private ResultActions json(MockHttpServletRequestBuilder request, String body) throws Exception {
		return this.mvc.perform(request.contentType(MediaType.APPLICATION_JSON).content(body));
	}

	private void ask(String id, Set<String> submitters, List<Parameter> parameters) {
		this.store.save(build(1).started(this.clock.instant()));
		this.store.saveInput("orders", 1,
				new BuildInput(id, "Go on?", "Yes", parameters, submitters, this.clock.instant(), null));
	}

	private void add(String team, String service, String branch, String by, Map<String, String> parameters) {
		this.store.add(new BuildRequest(team, service, branch, COMMIT, by + branch + service, "Push", by, parameters),
				this.clock.instant());
	}

	private void end(int number) {
		this.store.save(build(number).ended(BuildStatus.ABORTED, null, null, this.clock.instant()));
	}

	private Build build(int number) {
		return this.store.find("orders", number).orElseThrow();
	}

}
