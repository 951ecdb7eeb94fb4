package dev.slipway.console.services;

import java.util.List;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.console.api.Api;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** The metrics page and the page of PromQL, of what the API says. */
@NullUnmarked
class MetricPagesTest {

	private static final String ALERTS = "/services/orders/metrics/alerts";

	private static CannedApi api = new CannedApi();

	private final AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();

	private MockMvc mvc;

	@BeforeEach
	void start() {
		api = new CannedApi()
			.answer("/services/orders", "{\"name\":\"orders\",\"team\":\"shop\",\"cloneUrl\":\"http://x\"}")
			.answer("/environments", "{\"items\":[{\"name\":\"dev\"}]}");
		TestPropertyValues.of("slipway.url=http://localhost").applyTo(this.context);
		this.context.setServletContext(new MockServletContext());
		this.context.register(Wiring.class);
		this.context.refresh();
		this.mvc = MockMvcBuilders.webAppContextSetup(this.context).build();
		SecurityContextHolder.getContext()
			.setAuthentication(new TestingAuthenticationToken(new Actor("olga", Role.OPERATOR, Set.of("shop")), ""));
	}

	@AfterEach
	void stop() {
		SecurityContextHolder.clearContext();
		this.context.close();
	}

	private String get(String path) throws Exception {
		return this.mvc.perform(MockMvcRequestBuilders.get(path))
			.andExpect(status().isOk())
			.andReturn()
			.getResponse()
			.getContentAsString();
	}

	@Test
	void alertsAreShownAsText() throws Exception {
		api.answer(ALERTS, """
				{"items":[{"name":"ServiceErrors","state":"firing","labels":{"service":"orders"},
				"summary":"<b>orders</b> fails","since":"2026-11-21T12:00:00Z","value":"7e-02"},
				{"name":"Slow","state":"pending","labels":{},"summary":"","since":null,"value":"1"}],"reason":null}""");
		assertThat(get("/services/orders/metrics")).contains("ServiceErrors", "Firing", "Pending", "7e-02",
				"&lt;b&gt;orders&lt;/b&gt; fails", "id=\"explore\"", "data-url=\"/api/v1/services/orders/metrics\"");
	}

	@Test
	void aStoreWithoutAlertsIsNotTakenForOneThatIsQuiet() throws Exception {
		api.answer(ALERTS, "{\"items\":[],\"reason\":\"it evaluates no rules\"}");
		assertThat(get("/services/orders/metrics")).contains("None are kept: it evaluates no rules.")
			.doesNotContain("No alert is under way");
		api.answer(ALERTS, "{\"items\":[],\"reason\":null}");
		assertThat(get("/services/orders/metrics")).contains("No alert is under way").doesNotContain("None are kept");
		api.refuse(ALERTS, 503);
		assertThat(get("/services/orders/metrics")).contains("id=\"metrics\"").doesNotContain("id=\"alerts\"");
	}

	@Test
	void promQlIsAskedAndItsValuesAreText() throws Exception {
		api.answer("/metrics/query",
				"{\"items\":[{\"labels\":{\"__name__\":\"up\",\"pod\":\"<i>\"},\"time\":\"2026-11-21T12:00:00Z\",\"value\":\"+Inf\"}]}");
		assertThat(get("/promql?query=up&team=shop")).contains("up{pod=&quot;&lt;i&gt;&quot;}", "+Inf");
		assertThat(get("/promql")).contains("id=\"query\"").doesNotContain("id=\"values\"");
		api.refuse("/metrics/query", 403);
		assertThat(get("/promql?query=up")).contains("value=\"up\"").doesNotContain("id=\"values\"");
	}

	/** As the pages of releases, with the API of this test. */
	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	@ComponentScan({ "dev.slipway.console.services", "dev.slipway.console.platform", "dev.slipway.console.shell" })
	static class Wiring extends ReleasePagesTest.Wiring {

		@Override
		public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
			resolvers.add(new HandlerMethodArgumentResolver() {

				@Override
				public boolean supportsParameter(MethodParameter parameter) {
					return parameter.getParameterType() == Api.class;
				}

				@Override
				public Object resolveArgument(MethodParameter parameter, ModelAndViewContainer container,
						NativeWebRequest request, WebDataBinderFactory binders) {
					return api;
				}

			});
		}

	}

}
