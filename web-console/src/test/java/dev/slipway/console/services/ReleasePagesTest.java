package dev.slipway.console.services;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.console.api.Api;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.templateresolver.SpringResourceTemplateResolver;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** The pages of releases, of what the API says. */
class ReleasePagesTest {

	private static final String PLACE = "/services/orders/environments/dev";

	private static CannedApi api = new CannedApi();

	private final AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();

	private @Nullable MockMvc mvc;

	@BeforeEach
	void start() {
		api = new CannedApi()
			.answer("/services/orders", "{\"name\":\"orders\",\"team\":\"shop\",\"cloneUrl\":\"http://x\"}")
			.answer("/environments", "{\"items\":[{\"name\":\"dev\"}]}")
			.answer(PLACE + "/releases/4/secrets", "{\"items\":[]}")
			.answer(PLACE, """
					{"environment":"dev","stable":{"number":3,"status":"SUCCEEDED"},"pods":[
					 {"name":"a","ready":true,"release":4},{"name":"b","ready":true,"release":3},
					 {"name":"c","ready":true,"release":3},{"name":"d","ready":true,"release":3}]}""");
		TestPropertyValues.of("slipway.url=http://localhost").applyTo(this.context);
		this.context.setServletContext(new MockServletContext());
		this.context.register(Wiring.class);
		this.context.refresh();
		this.mvc = MockMvcBuilders.webAppContextSetup(this.context).build();
		as(Role.OPERATOR);
	}

	@AfterEach
	void stop() {
		SecurityContextHolder.clearContext();
		this.context.close();
	}

	@Test
	void showsWhereItIsAndWhatItWaitsFor() throws Exception {
		live("Holding", 1, "waits: holds for 60 s; gate go", "canary", "null");
		String page = page();
		assertThat(page).contains(
				"Stage 1 of 2: 25 % of the requests wanted, 25 % reached; 1 new and 3 old pods ready.",
				"Holds for 60 s", "Gate go has to open", "Approve go", "Guard rails", "At most 1.5 times stable",
				"the evidence is 2 to 1", "data-until=\"2026-11-21T09:02:00Z\"", "by replica ratio");
		as(Role.DEVELOPER);
		assertThat(page()).doesNotContain("Approve go", "do-skip", "do-promote")
			.contains("asks a person with the role operator", "do-pause", "do-abort");
		as(Role.VIEWER);
		assertThat(page()).doesNotContain("<button class=\"btn btn-outline-danger\"", "do-pause", "/pause");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "Waiting | 0 | | abort", "Scaling | 1 | | pause skip promote abort",
					"Holding | 1 | waits: gate go | pause skip promote abort",
					"Holding | 1 | waits until somebody resumes it | resume pause skip promote abort",
					"Holding | 2 | | pause abort", "Draining | 0 | | abort", "Warm | 0 | | abort", "Retiring | 0 | |",
					"Restoring | 0 | |", "Withdrawing | 0 | |" })
	void offersWhatCanBeDoneInThatPhase(String phase, int stage, @Nullable String waiting, @Nullable String buttons)
			throws Exception {
		live(phase, stage, (waiting != null) ? waiting : "", "canary", "null");
		String page = page();
		for (String command : List.of("resume", "pause", "skip", "promote", "abort", "restart", "rollback")) {
			boolean offered = buttons != null && List.of(buttons.split(" ")).contains(command);
			assertThat(page.contains("id=\"do-" + command + "\"")).as(command).isEqualTo(offered);
		}
	}

	@Test
	void whatWasAdoptedLeadsToTheFirstReleaseUntilThereIsOneAndIsGoneBackToLater() throws Exception {
		String adopted = CannedRelease.JSON.formatted("SUCCEEDED", "Succeeded", "\"It was adopted\"",
				"\"2026-11-21T09:03:00Z\"", "rolling", 0, "", "null", "");
		api.answer(PLACE + "/releases/0",
				adopted.replace("\"number\":4", "\"number\":0").replace("\"replaces\":3,", ""))
			.answer(PLACE + "/releases/0/secrets", "{\"items\":[]}");
		assertThat(get(PLACE + "/releases/0", 200)).contains("do-rollback", "value=\"0\"")
			.doesNotContain("first-release", "do-restart");
		api.answer(PLACE, "{\"environment\":\"dev\",\"stable\":{\"number\":0,\"status\":\"SUCCEEDED\"},\"pods\":[]}");
		assertThat(get(PLACE + "/releases/0", 200)).contains("first-release").doesNotContain("do-rollback");
		api.answer(PLACE, "{\"environment\":\"dev\",\"stable\":{\"number\":0,\"status\":\"SUCCEEDED\"},"
				+ "\"live\":{\"number\":1,\"status\":\"PROGRESSING\"},\"pods\":[]}");
		assertThat(get(PLACE + "/releases/0", 200)).doesNotContain("first-release", "do-rollback");
	}

	@Test
	void aPausedOneIsResumedAndNotPausedAgain() throws Exception {
		live("Holding", 1, "paused by ada", "canary", "\"ada\"");
		assertThat(page()).contains("Paused by ada: it goes on when somebody resumes it.", "do-resume")
			.doesNotContain("do-pause");
	}

	@Test
	void goingBackIsSaidAndShown() throws Exception {
		live("Restoring", 0, "", "canary", "null");
		assertThat(page()).contains("Going back to release 3.", "turned back here",
				"The pods of release 3 come back first, then all requests.");
	}

	@Test
	void whatEndedKeepsItsEvidence() throws Exception {
		String finding = """
				{"stage":1,"gate":"errors","conclusion":"FAILED","explanation":"5 % of the requests failed","at":"2026-11-21T09:02:00Z",
				 "evidence":{"candidate":{"bad":31,"total":620},"queries":["sum(rate(errors[1m]))"],"somethingNew":{"a":1},
				 "newErrors":[{"template":"No <*>","count":3,"matters":true,"examples":["No luck"]}],
				 "samples":{"p95":{"unit":"ms","candidate":[1,3],"stable":[1,2]},"errorRatio":{"candidate":{"pod-a":{"bad":1,"total":4}}}}}}""";
		api.answer(PLACE + "/releases/4", CannedRelease.JSON.formatted("FAILED", "Failed",
				"\"Rolled back to release 3\"", "\"2026-11-21T09:03:00Z\"", "canary", 0, "", "null", finding));
		assertThat(page()).contains("The gate errors decided at stage 1.", "31 of 620 (5 %)", "sum(rate(errors[1m]))",
				"No &lt;*&gt;", "No luck", "2 values, median 2, 1 to 3", "pod-a: 1 of 4 (25 %)", "Something new",
				"do-restart", "to=2026-11-21T09:08:00Z");
	}

	@Test
	void whatWasGatheredAtTheEndDecidedNothing() throws Exception {
		String end = """
				{"stage":0,"gate":"evidence","conclusion":"FAILED","explanation":"1 commit","at":"2026-11-21T09:03:00Z",
				 "evidence":{"rule":"0 of 2 pods became ready"}}""";
		api.answer(PLACE + "/releases/4", CannedRelease.JSON.formatted("FAILED", "Failed",
				"\"Rolled back to release 3\"", "\"2026-11-21T09:03:00Z\"", "canary", 0, "", "null", end));
		assertThat(page())
			.contains("Its pods, its router or a person decided, not a gate.", "What both releases did, until the end",
					"<summary><span class=\"badge-status is-secondary\">Evidence</span>")
			.doesNotContain("is-decisive");
	}

	@Test
	void passesCommandsOn() throws Exception {
		String release = "/services/orders/environments/dev/releases/4";
		mvc().perform(post(release + "/pause")).andExpect(redirectedUrl(release));
		mvc().perform(post(release + "/restart")).andExpect(redirectedUrl(release + "/restart/9"));
		mvc().perform(post(release + "/gates/go/refuse")).andExpect(redirectedUrl(release));
		assertThat(api.posted).containsExactly(release + "/pause", release + "/restart", release + "/gates/go/refuse");
		mvc().perform(post(release + "/explode")).andExpect(status().is4xxClientError());
	}

	@Test
	void startsAReleaseOfABuildWithAnotherStrategy() throws Exception {
		api.answer("/services/orders/builds/7",
				"{\"number\":7,\"image\":\"shop/orders@sha256:7\",\"commit\":\"c0ffee7\",\"status\":\"SUCCESS\"}");
		mvc()
			.perform(post("/services/orders/releases").param("env", "dev")
				.param("build", "7")
				.param("strategy", "strategy:\n  type: canary\n  steps: [{weight: 5}]"))
			.andExpect(redirectedUrl("/services/orders/environments/dev/releases/9"));
		assertThat(api.posted).containsExactly("/services/orders/environments/dev/releases {\"build\":7,"
				+ "\"image\":\"shop/orders@sha256:7\",\"commit\":\"c0ffee7\","
				+ "\"strategy\":{\"type\":\"canary\",\"steps\":[{\"weight\":5}]}}");
	}

	@Test
	void saysWhatAReleaseWouldDoAndStartsNone() throws Exception {
		String releases = "/services/orders/environments/dev/releases";
		api.answer(releases, "{\"items\":[]}")
			.answer(releases + "/lint",
					"""
							{"type":"canary","summary":"A canary release in 2 stages.","stages":[{"number":1,"sentence":"1 new pod and 3 old pods.",
							 "gates":[{"name":"go","kind":"approval","sentence":"A developer has to approve"}]}],
							 "findings":[{"severity":"WARNING","rule":"x","path":"spec","message":"5 % of 4 pods is 25 %","remedy":"Use a router"}]}""");
		String page = mvc()
			.perform(post("/services/orders/releases").param("env", "dev")
				.param("image", "")
				.param("strategy", "type: canary")
				.param("check", "true"))
			.andExpect(status().isOk())
			.andReturn()
			.getResponse()
			.getContentAsString();
		assertThat(page).contains("A canary release in 2 stages.", "1 new pod and 3 old pods.",
				"go: A developer has to approve", "5 % of 4 pods is 25 %", "Use a router", "type: canary</textarea>");
		assertThat(api.posted).containsExactly(releases + "/lint {\"strategy\":{\"type\":\"canary\"}}");
	}

	@Test
	void theFleetShowsWhereOneTurnedBack() throws Exception {
		String brief = CannedRelease.JSON.formatted("FAILED", "Failed", "\"Rolled back\"", "\"2026-11-21T09:03:00Z\"",
				"canary", 0, "", "null", "");
		api.answer("/releases",
				"{\"items\":[{\"service\":\"orders\",\"team\":\"shop\",\"environment\":\"dev\",\"type\":\"canary\","
						+ "\"release\":" + brief + ",\"schedule\":{\"stage\":0,\"reached\":1,\"stages\":["
						+ "{\"number\":1,\"weight\":25},{\"number\":2,\"weight\":100}]}}]}");
		assertThat(get("/releases", 200)).contains("Turned back at stage 1 of 2",
				"<i class=\"is-turned\"><b style=\"height:25%\">", "<i class=\"is-never\"><b style=\"height:100%\">");
	}

	@Test
	void editsConfigurationByAReleaseOfWhatDiffersFromTheRepository() throws Exception {
		String configuration = PLACE + "/configuration";
		api.answer(configuration, """
				{"release":3,"entries":[{"key":"GREETING","repository":"hello","override":null},
				 {"key":"LIMIT","repository":"5","override":"7"},{"key":"OWN","repository":null,"override":"x"}]}""")
			.answer(configuration + "/history",
					"[{\"release\":3,\"status\":\"SUCCEEDED\",\"by\":\"ada\",\"at\":\"2026-11-21T09:00:00Z\","
							+ "\"changes\":[{\"key\":\"LIMIT\",\"after\":\"7\"}]}]")
			.answer(configuration + "/preview", """
					{"changes":[{"key":"GREETING","before":"hello","after":"a <b>, c"}],
					 "forecast":{"summary":"A rolling release in 4 stages."}}""");
		assertThat(get("/services/orders/configuration", 200)).contains("release 3", "GREETING", ">hello</textarea>",
				">7</textarea>", "to the repository", "remove", "c-save", "added", "NEW_KEY");
		String[] keys = { "GREETING", "LIMIT", "OWN", "FRESH", "" };
		var save = post("/services/orders/configuration").param("env", "dev")
			.param("release", "3")
			.param("key", keys)
			.param("repository", "=hello", "=5", "", "", "")
			.param("value", "a <b>, c", "5", "x", "new", "")
			.param("fresh", "3", "4")
			.param("reset", "2");
		mvc().perform(save).andExpect(redirectedUrl(configuration + "/9"));
		assertThat(api.posted).containsExactly(
				"PUT " + configuration + " \"3\" " + "{\"overrides\":{\"FRESH\":\"new\",\"GREETING\":\"a <b>, c\"}}");
		String page = mvc().perform(save.param("check", "true")).andReturn().getResponse().getContentAsString();
		assertThat(page).contains("A rolling release in 4 stages.", "a &lt;b&gt;, c", " becomes ");
		as(Role.VIEWER);
		assertThat(get("/services/orders/configuration", 200)).doesNotContain("c-save", "NEW_KEY")
			.contains("readonly=\"readonly\"");
	}

	@Test
	void theFleetShowsEachWithItsWay() throws Exception {
		api.answer("/releases",
				"{\"items\":[{\"service\":\"orders\",\"team\":\"shop\",\"environment\":\"dev\",\"type\":\"canary\","
						+ "\"replaces\":3,\"release\":" + live("Holding", 1, "", "canary", "null")
						+ ",\"schedule\":{\"stage\":1,\"weight\":25,\"pausedBy\":\"ada\",\"stages\":[{\"number\":1,\"weight\":25},"
						+ "{\"number\":2,\"weight\":100}]}}],\"nextCursor\":\"abc\"}");
		assertThat(get("/releases", 200)).contains("Stage 1 of 2, 25 %", "Canary, paused by ada",
				"/releases?cursor=abc", "href=\"/services/orders/environments/dev/releases/4\"");
	}

	@Test
	void showsWhatSomebodyElseChangedAndAsksWhatToDo() throws Exception {
		String drift = "/services/orders/environments/dev/drift";
		api.answer(drift, """
				{"policy":"SHOW","items":[{"release":3,"kind":"Deployment","name":"orders-r3",
				 "path":"spec.template.spec.containers[app].image","wanted":"shop/orders:1","found":"shop/orders:2",
				 "changedBy":"kubectl-edit","changedAt":"2026-11-21T09:00:00Z","seenAt":"2026-11-21T09:00:10Z"}]}""");
		assertThat(get(drift, 200)).contains("Deployment orders-r3", "containers[app].image", "shop/orders:1",
				"shop/orders:2", "kubectl-edit", "you decide", drift + "/restore", drift + "/adopt");
		as(Role.VIEWER);
		assertThat(get(drift, 200)).contains("kubectl-edit").doesNotContain(drift + "/restore");
		api.answer(drift, "{\"policy\":\"RESTORE\",\"items\":[]}");
		assertThat(get(drift, 200)).contains("Everything is as it was released");
	}

	@Test
	void storesAreShownAndTestedByOperators() throws Exception {
		String store = """
				{"store":"metrics","adapter":"prometheus","up":false,"detail":"It gives no answer","figures":{},
				 "connection":%s}""";
		api.answer("/integrations/metrics/test", store.formatted("null"))
			.answer("/integrations", "{\"items\":[" + store.formatted("""
					{"address":"http://prometheus:9090","version":"3.1","latencyMillis":12,"lastError":"refused",
					 "lastErrorAt":"2026-11-21T09:00:00Z"}""") + "]}");
		assertThat(get("/integrations", 200)).contains("http://prometheus:9090", "3.1", "12 ms", "refused",
				"test-metrics");
		mvc().perform(post("/integrations/metrics/test")).andExpect(status().isOk());
		assertThat(api.posted).containsExactly("/integrations/metrics/test");
		as(Role.VIEWER);
		api.answer("/integrations", "{\"items\":[" + store.formatted("null") + "]}");
		assertThat(get("/integrations", 200)).contains("for operators").doesNotContain("test-metrics");
	}

	@Test
	void theBuildServerIsShownAndTestedByOperators() throws Exception {
		String server = """
				{"server":"jenkins","up":true,"message":"Jenkins 2.528.1 answers.","remedy":%s,"facts":%s}""";
		String told = server.formatted("\"Install the plugins\"", "{\"address\":\"http://ci.example.com\"}");
		api.answer("/integrations", "{\"items\":[]}").answer("/build-server", told).answer("/build-server/test", told);
		assertThat(get("/integrations", 200)).contains("Builds: ", "Jenkins 2.528.1 answers.", "Install the plugins",
				"http://ci.example.com", "test-build-server");
		mvc().perform(post("/integrations/build-server/test")).andExpect(status().isOk());
		assertThat(api.posted).containsExactly("/build-server/test");
		as(Role.VIEWER);
		api.answer("/build-server", server.formatted("null", "{}"));
		assertThat(get("/integrations", 200)).contains("Jenkins 2.528.1").doesNotContain("test-build-server");
	}

	@Test
	void promisesAnAdoptedServiceNoBuilds() throws Exception {
		api.answer("/services/orders",
				"{\"name\":\"orders\",\"team\":\"shop\",\"template\":\"adopted\",\"cloneUrl\":\"http://x\"}")
			.answer("/services/orders/builds", "{\"items\":[]}");
		assertThat(get("/services/orders/builds", 200)).contains("has no pipeline").doesNotContain("id=\"branch\"");
	}

	private String live(String phase, int stage, String waiting, String type, String pausedBy) {
		String json = CannedRelease.JSON.formatted("PROGRESSING", phase, "null", "null", type, stage, waiting, pausedBy,
				"");
		api.answer(PLACE + "/releases/4", json);
		return json;
	}

	private String page() throws Exception {
		return get("/services/orders/environments/dev/releases/4", 200);
	}

	private String get(String path, int status) throws Exception {
		return mvc().perform(org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get(path))
			.andExpect(status().is(status))
			.andReturn()
			.getResponse()
			.getContentAsString();
	}

	private MockMvc mvc() {
		return java.util.Objects.requireNonNull(this.mvc);
	}

	private static void as(Role role) {
		SecurityContextHolder.getContext()
			.setAuthentication(new TestingAuthenticationToken(
					new Actor(role.name().toLowerCase(Locale.ROOT), role, Set.of("shop")), ""));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	@ComponentScan({ "dev.slipway.console.services", "dev.slipway.console.platform", "dev.slipway.console.shell" })
	static class Wiring implements WebMvcConfigurer {

		@Bean
		SpringTemplateEngine templateEngine(ApplicationContext context) {
			SpringResourceTemplateResolver templates = new SpringResourceTemplateResolver();
			templates.setApplicationContext(context);
			templates.setPrefix("classpath:/templates/");
			templates.setSuffix(".html");
			SpringTemplateEngine engine = new SpringTemplateEngine();
			engine.setTemplateResolver(templates);
			return engine;
		}

		@Bean
		ThymeleafViewResolver viewResolver(SpringTemplateEngine engine) {
			ThymeleafViewResolver resolver = new ThymeleafViewResolver();
			resolver.setTemplateEngine(engine);
			resolver.setCharacterEncoding("UTF-8");
			return resolver;
		}

		@Override
		public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
			resolvers.add(new HandlerMethodArgumentResolver() {

				@Override
				public boolean supportsParameter(MethodParameter parameter) {
					return parameter.getParameterType() == Api.class;
				}

				@Override
				public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
						NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
					return api;
				}

			});
		}

	}

}
