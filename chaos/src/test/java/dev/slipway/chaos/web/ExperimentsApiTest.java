package dev.slipway.chaos.web;

import java.time.Clock;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

import javax.sql.DataSource;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.chaos.Experiments;
import dev.slipway.chaos.adapter.ChaosAccess;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.test.Api;
import dev.slipway.test.Databases;
import dev.slipway.test.OneService;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** The API over the real store, with nobody driving the flows. */
class ExperimentsApiTest {

	private static final String KILL = """
			{"name":"kill a pod","service":"orders","environment":"dev","fault":{"type":"POD_KILL"}}""";

	private static final String SLOW = """
			{"name":"slow","service":"orders","environment":"dev","pods":"50%","durationSeconds":40,
			 "fault":{"type":"LATENCY","latencyMillis":500},
			 "hypothesis":{"http":[{"path":"/orders","withinMillis":2000}],"toleranceSeconds":5}}""";

	private Actor actor = new Actor("sam", Role.DEVELOPER, Set.of("shop"));

	private final MockMvc mvc;

	ExperimentsApiTest() {
		DataSource dataSource = Databases.memory();
		Experiments experiments = ChaosAccess.experiments(dataSource, Clock.systemUTC());
		this.mvc = Api.of(() -> this.actor,
				new ExperimentsController(experiments,
						ChaosAccess.schedules(experiments, dataSource, Clock.systemUTC()), new OneService(),
						new OneEnvironment()),
				new ChaosController(experiments));
	}

	@Test
	void createsListsAndShowsExperiments() throws Exception {
		create(KILL).andExpect(status().isCreated())
			.andExpect(header().string("Location", Matchers.startsWith("/api/v1/experiments/")))
			.andExpect(jsonPath("$.id").isString())
			.andExpect(jsonPath("$.team").value("shop"))
			.andExpect(jsonPath("$.pods").value("ONE"))
			.andExpect(jsonPath("$.durationSeconds").value(30))
			.andExpect(jsonPath("$.fault.type").value("POD_KILL"));
		create(SLOW).andExpect(jsonPath("$.fault.latencyMillis").value(500))
			.andExpect(jsonPath("$.pods").value("50%"))
			.andExpect(jsonPath("$.hypothesis.checks[0]").value("GET /orders within 2000 ms"));
		this.mvc.perform(get("/api/v1/experiments?limit=1"))
			.andExpect(jsonPath("$.items[0].name").value("slow"))
			.andExpect(jsonPath("$.nextCursor").value("2"));
		this.mvc.perform(get("/api/v1/experiments?cursor=2"))
			.andExpect(jsonPath("$.items.length()").value(1))
			.andExpect(jsonPath("$.items[0].name").value("kill a pod"));
	}

	@Test
	void runsOnceAtATimeAndAborts() throws Exception {
		create(KILL);
		create(SLOW);
		run("1").andExpect(status().isAccepted())
			.andExpect(header().string("Location", "/api/v1/experiments/1/runs/1"))
			.andExpect(jsonPath("$.status").value("PENDING"))
			.andExpect(jsonPath("$.ended").value(false));
		run("2").andExpect(status().isConflict())
			.andExpect(jsonPath("$.detail").value("Another experiment runs on orders in dev"));
		this.mvc.perform(post("/api/v1/experiments/1/runs/1/abort")).andExpect(status().isAccepted());
		this.mvc.perform(get("/api/v1/experiments/1/runs/1"))
			.andExpect(jsonPath("$.history[0].state").value("Pending"))
			.andExpect(jsonPath("$.history[0].reason").value("Started by sam"));
		this.mvc.perform(get("/api/v1/experiments/1")).andExpect(jsonPath("$.runs[0].number").value(1));
		this.mvc.perform(get("/api/v1/experiments/1/runs/2")).andExpect(status().isNotFound());
	}

	@Test
	void nothingStartsWhileChaosIsHalted() throws Exception {
		create(KILL);
		this.mvc
			.perform(post("/api/v1/chaos/halt").contentType(MediaType.APPLICATION_JSON)
				.content("{\"reason\":\"outage\"}"))
			.andExpect(jsonPath("$.on").value(true));
		run("1").andExpect(status().isConflict())
			.andExpect(jsonPath("$.detail").value("All chaos is halted by sam: outage"))
			.andExpect(jsonPath("$.remedy").exists());
		this.mvc.perform(post("/api/v1/chaos/release")).andExpect(status().isForbidden());
		this.actor = new Actor("olga", Role.OPERATOR, Set.of());
		this.mvc.perform(post("/api/v1/chaos/release")).andExpect(jsonPath("$.on").value(false));
		run("1").andExpect(status().isAccepted());
		this.mvc.perform(get("/api/v1/chaos"))
			.andExpect(jsonPath("$.halt.on").value(false))
			.andExpect(jsonPath("$.live[0].experiment").value("1"));
	}

	@Test
	void schedulesAndUnschedules() throws Exception {
		create(KILL.replace("}}", "},\"schedule\":{\"cron\":\"0 0 10 * * *\"}}"))
			.andExpect(jsonPath("$.schedule.anyTime").value(false))
			.andExpect(jsonPath("$.nextRunAt").exists());
		this.mvc.perform(delete("/api/v1/experiments/1/schedule")).andExpect(status().isNoContent());
		refused(KILL.replace("}}", "},\"schedule\":{\"cron\":\"daily\"}}"), "schedule.cron");
	}

	@Test
	void namesTheFieldThatIsWrong() throws Exception {
		refused(KILL.replace("orders", "unknown"), "service");
		refused(KILL.replace("dev", "moon"), "environment");
		refused(KILL.replace("POD_KILL", "FLOOD"), "fault.type");
		refused(KILL.replace("\"name\":\"kill a pod\",", ""), "name");
		refused(SLOW.replace("500", "0"), "fault.latencyMillis");
		refused(SLOW.replace("50%", "100%"), "pods");
		refused(SLOW.replace("40", "100000"), "durationSeconds");
		refused(SLOW.replace("/orders", "orders"), "hypothesis.http.path");
	}

	@Test
	void hidesWhatAnotherTeamOwns() throws Exception {
		create(KILL);
		this.actor = new Actor("eve", Role.DEVELOPER, Set.of("other"));
		this.mvc.perform(get("/api/v1/experiments/1")).andExpect(status().isNotFound());
		this.mvc.perform(get("/api/v1/experiments")).andExpect(jsonPath("$.items.length()").value(0));
		create(KILL).andExpect(status().isUnprocessableContent());
		this.actor = new Actor("val", Role.VIEWER, Set.of("shop"));
		this.mvc.perform(get("/api/v1/experiments/1")).andExpect(status().isOk());
		run("1").andExpect(status().isForbidden());
	}

	private void refused(String body, String field) throws Exception {
		create(body).andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields['" + field + "']").exists());
	}

	private ResultActions create(String body) throws Exception {
		return this.mvc.perform(post("/api/v1/experiments").contentType(MediaType.APPLICATION_JSON).content(body));
	}

	private ResultActions run(String id) throws Exception {
		return this.mvc.perform(post("/api/v1/experiments/" + id + "/runs"));
	}

	private static final class OneEnvironment implements Environments {

		@Override
		public List<Environment> all() {
			return List.of(new Environment("dev", "local"));
		}

		@Override
		public Environment get(String name) {
			return all().stream()
				.filter((environment) -> environment.name().equals(name))
				.findFirst()
				.orElseThrow(() -> new NoSuchElementException("There is no environment " + name + ", only dev"));
		}

		@Override
		public String ensureNamespace(Environment environment, String team) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void ensureDatabase(Environment environment, String team, String service) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void remove(Environment environment, String team, String service) {
			throw new UnsupportedOperationException();
		}

	}

}
