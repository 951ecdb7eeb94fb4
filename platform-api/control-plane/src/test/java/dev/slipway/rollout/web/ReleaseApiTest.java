package dev.slipway.rollout.web;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.sql.DataSource;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.repository.Repositories;
import dev.slipway.test.Databases;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

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

	private static Actor actor;

	private ConfigurableApplicationContext context;

	private MockMvc mvc;

	@BeforeEach
	void start(@TempDir Path folder) {
		actor = new Actor("sam", Role.DEVELOPER, Set.of("shop"));
		this.context = new SpringApplicationBuilder(Wiring.class).web(WebApplicationType.NONE)
			.properties("slipway.state=" + folder, "spring.main.banner-mode=off")
			.run();
		this.mvc = MockMvcBuilders.standaloneSetup(this.context.getBean(ReleasesController.class))
			.setControllerAdvice(this.context.getBean("problemAdvice"))
			.setCustomArgumentResolvers(new Someone())
			.build();
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

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{} | image", "{\"image\":\" \"} | image", "{\"image\":\"a b\"} | image",
					"{\"image\":\"a\",\"commit\":\"main\"} | commit",
					"{\"image\":\"a\",\"strategy\":{\"type\":\"canary\"}} | strategy.type",
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
			.andExpect(jsonPath("$.detail").value(containsString("kubeconfig")));
	}

	private ResultActions release(String body) throws Exception {
		return this.mvc.perform(post(RELEASES).contentType(MediaType.APPLICATION_JSON).content(body));
	}

	private static final class Someone implements HandlerMethodArgumentResolver {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return parameter.getParameterType() == Actor.class;
		}

		@Override
		public Object resolveArgument(MethodParameter parameter, ModelAndViewContainer container,
				NativeWebRequest request, WebDataBinderFactory factory) {
			return actor;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ComponentScan(
			basePackages = { "dev.slipway.flow.adapter", "dev.slipway.environments.adapter",
					"dev.slipway.rollout.adapter", "dev.slipway.rollout.web" },
			excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Test\\$.*"))
	static class Wiring {

		@Bean
		DataSource dataSource() {
			return Databases.memory();
		}

		@Bean
		JdbcClient jdbcClient(DataSource dataSource) {
			return JdbcClient.create(dataSource);
		}

		@Bean
		PlatformTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		Object problemAdvice() throws Exception {
			var constructor = Class.forName("dev.slipway.api.ProblemAdvice").getDeclaredConstructor();
			constructor.setAccessible(true);
			return constructor.newInstance();
		}

		@Bean
		Catalog catalog() {
			return new OneService();
		}

		@Bean
		Repositories repositories() {
			return new OneRepository();
		}

	}

	private static final class OneService implements Catalog {

		@Override
		public Optional<Service> find(String name) {
			return name.equals("orders")
					? Optional
						.of(new Service("orders", "shop", "Orders", "spring-boot-service", "", "sam", Instant.EPOCH))
					: Optional.empty();
		}

		@Override
		public List<Service> search(String query, String team, String afterName, int limit) {
			return List.of();
		}

		@Override
		public void add(Service service) {
		}

		@Override
		public void remove(String name) {
		}

	}

	private static final class OneRepository implements Repositories {

		@Override
		public Map<String, byte[]> readTree(String team, String name, String commit, String folder) {
			return commit.equals("badbad1") ? Map.of() : Map.of("deploy/deployment.yaml", """
					apiVersion: apps/v1
					kind: Deployment
					metadata: {name: orders}
					spec:
					  replicas: 3
					  template: {spec: {containers: [{name: app, image: orders}]}}
					""".getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public Optional<byte[]> read(String team, String name, String commit, String path) {
			return Optional.empty();
		}

		@Override
		public Optional<String> head(String team, String name, String branch) {
			return Optional.of("c0ffee1");
		}

		@Override
		public String create(String team, String name, Map<String, TreeFile> tree, String author, String message,
				String key) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void delete(String team, String name, String key) {
			throw new UnsupportedOperationException();
		}

		@Override
		public String cloneUrl(String team, String name) {
			throw new UnsupportedOperationException();
		}

		@Override
		public List<Commit> log(String team, String name, String from, int limit) {
			return List.of();
		}

	}

}
