package dev.slipway.onboarding.web;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.LiveEvents;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.flow.FlowKey;
import dev.slipway.flow.FlowStore;
import dev.slipway.flow.Flows;
import dev.slipway.flow.TickerAccess;
import dev.slipway.flow.adapter.FlowStoreAccess;
import dev.slipway.onboarding.OnboardingFlow;
import dev.slipway.repository.PushListener;
import dev.slipway.test.Databases;
import dev.slipway.test.SettableClock;
import io.prometheus.client.CollectorRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.http.MediaType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.web.MockServletContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.context.support.GenericWebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/**
 * Templates, services and onboardings by REST, with the real catalog, repositories and
 * scaffold.
 */
class OnboardingApiTests {

	private static final String GOOD = """
			{"template": "spring-boot-service", "parameters": {"name": "orders", "team": "shop"}}""";

	private final GenericWebApplicationContext context = new GenericWebApplicationContext(new MockServletContext());

	private final SettableClock clock = new SettableClock();

	private final SliceConfiguration.Fakes fakes = new SliceConfiguration.Fakes();

	private final CollectorRegistry registry = new CollectorRegistry();

	private final List<String> pushes = new CopyOnWriteArrayList<>();

	private final List<String> events = new CopyOnWriteArrayList<>();

	private MockMvc mvc;

	private Path state;

	@BeforeEach
	void start(@TempDir Path folder) {
		this.state = folder;
		DataSource database = Databases.memory();
		FlowStore store = FlowStoreAccess.store(database);
		System.setProperty("slipway.state", folder.toString());
		new AnnotatedBeanDefinitionReader(this.context).register(SliceConfiguration.class);
		this.context.registerBean(Clock.class, () -> this.clock);
		this.context.registerBean(FlowStore.class, () -> store);
		this.context.registerBean(Flows.class, () -> FlowStoreAccess.flows(store, this.clock));
		this.context.registerBean(PlatformTransactionManager.class, () -> new JdbcTransactionManager(database));
		this.context.registerBean(org.springframework.jdbc.core.simple.JdbcClient.class,
				() -> Databases.client(database));
		this.context.registerBean(SliceConfiguration.Fakes.class, () -> this.fakes);
		this.context.registerBean(CollectorRegistry.class, () -> this.registry);
		this.context.registerBean(PushListener.class, () -> (team, name, branch, commit, pusher) -> this.pushes
			.add(team + "/" + name + " " + branch + " " + pusher));
		this.context.registerBean(LiveEvents.class, () -> new SliceConfiguration.Topics(this.events));
		this.context.refresh();
		this.mvc = MockMvcBuilders.webAppContextSetup(this.context).build();
	}

	@AfterEach
	void stop() {
		this.context.close();
		System.clearProperty("slipway.state");
	}

	@Test
	void createsAServiceAndShowsItsWay() throws Exception {
		String location = create(GOOD).andExpect(status().isAccepted())
			.andExpect(jsonPath("$.status").value("RUNNING"))
			.andReturn()
			.getResponse()
			.getHeader("Location");
		assertThat(location).startsWith("/api/v1/onboardings/orders-");
		drive(String.valueOf(location));
		call(get(String.valueOf(location))).andExpect(jsonPath("$.status").value("SUCCEEDED"))
			.andExpect(jsonPath("$.steps[*].status", not(hasItem("PENDING"))))
			.andExpect(jsonPath("$.steps[2].name").value("Create the repository"))
			.andExpect(jsonPath("$.links.service").value("/api/v1/services/orders"))
			.andExpect(jsonPath("$.output.links[0].url").value("http://localhost:8080/git/shop/orders.git"));
		call(get("/api/v1/services/orders")).andExpect(status().isOk())
			.andExpect(jsonPath("$.cloneUrl").value("http://localhost:8080/git/shop/orders.git"))
			.andExpect(jsonPath("$.createdBy").value("ann"));
		assertThat(this.state.resolve("git/shop/orders.git/HEAD")).exists();
		assertThat(this.fakes.calls).containsExactly("pipeline orders", "namespace dev", "database dev");
		Awaitility.await().until(() -> !this.pushes.isEmpty());
		assertThat(this.pushes).containsExactly("shop/orders main ann");
		assertThat(this.events).isNotEmpty().allMatch((event) -> event.startsWith("onboardings/orders-"));
		assertThat(this.registry.getSampleValue("slipway_onboardings_total", new String[] { "outcome" },
				new String[] { "succeeded" }))
			.isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"{\"name\": \"Orders\", \"team\": \"shop\"}|parameters.name|begin with a letter",
			"{\"name\": \"orders-r2\", \"team\": \"shop\"}|parameters.name|like a release",
			"{\"name\": \"../x\", \"team\": \"shop\"}|parameters.name|lower-case",
			"{\"team\": \"shop\"}|parameters.name|is required", "{\"name\": \"orders\"}|parameters.team|is required",
			"{\"name\": 5, \"team\": \"shop\"}|parameters.name|is required",
			"{\"name\": \"a23456789012345678901234567890123456789012\", \"team\": \"shop\"}|parameters.name|at most 40",
			"{\"name\": \"orders\", \"team\": \"shop\", \"x\": 1}|parameters.x|no parameter",
			"{\"name\": \"orders\", \"team\": \"shop\", \"javaPackage\": \"Not A Package\"}|parameters.javaPackage|must match" })
	void badParametersAreNamedAndNothingIsCreated(String parameters, String field, String message) throws Exception {
		create("{\"template\": \"spring-boot-service\", \"parameters\": " + parameters + "}")
			.andExpect(status().isUnprocessableContent())
			.andExpect(header().string("Content-Type", MediaType.APPLICATION_PROBLEM_JSON_VALUE))
			.andExpect(jsonPath("$.fields['" + field + "']", containsString(message)));
		assertThat(Files.exists(this.state.resolve("git"))).isFalse();
		call(get("/api/v1/onboardings")).andExpect(jsonPath("$.items", hasSize(0)));
	}

	@Test
	void aNameIsTakenByAServiceAndByALiveOnboarding() throws Exception {
		create(GOOD).andExpect(status().isAccepted());
		create(GOOD).andExpect(status().isConflict())
			.andExpect(jsonPath("$.fields['parameters.name']", containsString("being created")));
		this.context.getBean(Catalog.class)
			.add(new Service("stock", "other", "", "tiny", "", "bob", this.clock.instant()));
		create(GOOD.replace("orders", "stock")).andExpect(status().isConflict())
			.andExpect(jsonPath("$.fields['parameters.name']", containsString("already")));
	}

	@Test
	void unknownTemplatesAndTeamsOfOthersAreRefused() throws Exception {
		create(GOOD.replace("spring-boot-service", "none")).andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields.template", containsString("spring-boot-service")));
		create(GOOD.replace("shop", "thieves")).andExpect(status().isForbidden());
		create("{\"template\": \"spring-boot-service\"}").andExpect(status().isUnprocessableContent());
		create("{}").andExpect(status().isUnprocessableContent()).andExpect(jsonPath("$.fields.template").exists());
	}

	@Test
	void aFailureIsShownAndRetriedOrUndone() throws Exception {
		this.fakes.failing = true;
		String location = String.valueOf(create(GOOD).andReturn().getResponse().getHeader("Location"));
		drive(location);
		call(get(location)).andExpect(jsonPath("$.status").value("FAILED"))
			.andExpect(jsonPath("$.reason").value("the cluster is away"))
			.andExpect(jsonPath("$.steps[4].status").value("FAILED"))
			.andExpect(jsonPath("$.steps[4].attempts").value(4));
		call(post(location + "/undo")).andExpect(status().isAccepted());
		drive(location);
		call(get(location)).andExpect(jsonPath("$.status").value("UNDONE"));
		assertThat(this.state.resolve("git/shop")).doesNotExist();
		call(post(location + "/retry")).andExpect(status().isConflict());
		this.fakes.failing = false;
		create(GOOD).andExpect(status().isAccepted());
	}

	@Test
	void othersDoNotSeeIt() throws Exception {
		String location = String.valueOf(create(GOOD).andReturn().getResponse().getHeader("Location"));
		SliceConfiguration.actor = new Actor("oli", Role.DEVELOPER, Set.of("other"));
		call(get(location)).andExpect(status().isNotFound());
		call(post(location + "/undo")).andExpect(status().isNotFound());
		call(get("/api/v1/onboardings")).andExpect(jsonPath("$.items", hasSize(0)));
		SliceConfiguration.actor = new Actor("vic", Role.VIEWER, Set.of("shop"));
		call(get(location)).andExpect(status().isOk());
		call(post(location + "/undo")).andExpect(status().isForbidden());
	}

	@Test
	void listsServicesPageByPage() throws Exception {
		Catalog catalog = this.context.getBean(Catalog.class);
		for (String name : List.of("a", "b", "c", "d")) {
			catalog.add(new Service(name, name.equals("c") ? "other" : "shop", "", "tiny", "", "bob",
					this.clock.instant()));
		}
		String cursor = com.jayway.jsonpath.JsonPath
			.read(call(get("/api/v1/services?limit=2")).andExpect(jsonPath("$.items[*].name", contains("a", "b")))
				.andReturn()
				.getResponse()
				.getContentAsString(), "$.nextCursor");
		call(get("/api/v1/services?limit=2&cursor=" + cursor)).andExpect(jsonPath("$.items[*].name", contains("d")))
			.andExpect(jsonPath("$.nextCursor").doesNotExist());
		call(get("/api/v1/services?team=other")).andExpect(jsonPath("$.items", hasSize(0)));
		call(get("/api/v1/services/c")).andExpect(status().isNotFound());
		call(get("/api/v1/services?limit=0")).andExpect(status().isUnprocessableContent());
		call(get("/api/v1/services?cursor=!")).andExpect(status().isUnprocessableContent());
	}

	@Test
	void templatesAreShownAndTriedOut() throws Exception {
		call(get("/api/v1/templates")).andExpect(jsonPath("$[*].id", hasItem("spring-boot-service")));
		call(get("/api/v1/templates/spring-boot-service")).andExpect(status().isOk())
			.andExpect(jsonPath("$.parameters[0].properties.name.title").value("Name"))
			.andExpect(jsonPath("$.steps[1].action").value("publish:repository"));
		call(get("/api/v1/templates/none")).andExpect(status().isNotFound());
		call(post("/api/v1/templates/spring-boot-service/dry-run").contentType(MediaType.APPLICATION_JSON)
			.content("{\"parameters\": {\"name\": \"orders\", \"team\": \"shop\"}}")).andExpect(status().isOk())
			.andExpect(jsonPath("$.tree", hasItem("Jenkinsfile")))
			.andExpect(jsonPath("$.files[?(@.path == 'slipway.yaml')].encoding").value("utf-8"));
		call(post("/api/v1/templates/spring-boot-service/dry-run").contentType(MediaType.APPLICATION_JSON)
			.content("{\"parameters\": {\"name\": \"orders\"}}")).andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields['parameters.team']").value("is required"));
		assertThat(Files.exists(this.state.resolve("git"))).isFalse();
	}

	private ResultActions create(String body) throws Exception {
		return call(post("/api/v1/services").contentType(MediaType.APPLICATION_JSON).content(body));
	}

	private ResultActions call(MockHttpServletRequestBuilder request) throws Exception {
		return this.mvc.perform(request);
	}

	/** Drives the onboarding until it rests. */
	private void drive(String location) {
		FlowStore store = this.context.getBean(FlowStore.class);
		FlowKey key = new FlowKey("onboarding", URI.create(location).getPath().replaceFirst(".*/", ""));
		var driver = TickerAccess.ticker(store, FlowStoreAccess.codec(), this.context.getBean(OnboardingFlow.class),
				"test", this.clock);
		for (int i = 0; i < 100; i++) {
			driver.accept(key);
			var dueAt = store.find(key).orElseThrow().dueAt();
			if (dueAt == null || dueAt.isAfter(this.clock.instant().plusSeconds(600))) {
				return;
			}
			this.clock.advanceTo(dueAt.plusMillis(1));
		}
		throw new AssertionError("never rests: " + Map.of(key, store.find(key)));
	}

}
