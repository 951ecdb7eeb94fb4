package dev.slipway.instances;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.slipway.access.Role;
import dev.slipway.access.Tokens;
import dev.slipway.access.User;
import dev.slipway.access.Users;
import dev.slipway.observability.ScrapeTargets;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** Who reaches Spring Boot Admin: the real filter chain, tokens and database. */
@SpringBootTest(classes = InstancesAccessTest.Platform.class,
		properties = "spring.datasource.url=jdbc:h2:mem:instances;MODE=PostgreSQL;DB_CLOSE_DELAY=-1")
@AutoConfigureMockMvc
class InstancesAccessTest {

	private static final String REGISTRATION = "{\"name\":\"evil\",\"healthUrl\":\"http://127.0.0.1:1/health\"}";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private static Path state;

	@Autowired
	private MockMvc mvc;

	@Autowired
	private Users users;

	@Autowired
	private Tokens tokens;

	@DynamicPropertySource
	static void settings(DynamicPropertyRegistry properties) {
		properties.add("slipway.state", state::toString);
		properties.add("slipway.url", () -> "http://localhost:8080");
	}

	@Test
	void aStrangerIsSentToTheSignInPage() throws Exception {
		this.mvc.perform(page())
			.andExpect(status().isFound())
			.andExpect(redirectedUrl("/signin?next=%2Fadmin%2Finstances"));
	}

	@ParameterizedTest
	@EnumSource(names = { "VIEWER", "DEVELOPER" })
	void thoseWhoDoNotOperateAreRefused(Role role) throws Exception {
		this.mvc.perform(page().cookie(session(role))).andExpect(status().isForbidden());
		this.mvc.perform(get("/admin/instances/applications").cookie(session(role))).andExpect(status().isForbidden());
	}

	@ParameterizedTest
	@EnumSource(names = { "OPERATOR", "ADMIN" })
	void operatorsSeeThePageUnderTheConsolesPolicy(Role role) throws Exception {
		String html = this.mvc.perform(page().cookie(session(role)))
			.andExpect(status().isOk())
			.andExpect(header().exists("Content-Security-Policy"))
			.andReturn()
			.getResponse()
			.getContentAsString();

		assertThat(html).contains("Slipway instances");
	}

	@Test
	void strangersRegisterNothing() throws Exception {
		this.mvc.perform(registration()).andExpect(status().isForbidden());
		this.mvc.perform(registration().header("Authorization", "Bearer made-up")).andExpect(status().isFound());
	}

	@Test
	void developersRegisterNothing() throws Exception {
		this.mvc.perform(registration().header("Authorization", "Bearer " + session(Role.DEVELOPER).getValue()))
			.andExpect(status().isForbidden());
	}

	@Test
	void anOperatorsCookieAloneChangesNothing() throws Exception {
		this.mvc.perform(registration().cookie(session(Role.OPERATOR))).andExpect(status().isForbidden());
	}

	private static MockHttpServletRequestBuilder page() {
		return get("/admin/instances").accept(MediaType.TEXT_HTML);
	}

	private static MockHttpServletRequestBuilder registration() {
		return post("/admin/instances/instances").contentType(MediaType.APPLICATION_JSON).content(REGISTRATION);
	}

	private Cookie session(Role role) {
		User user = new User(role.name().toLowerCase(java.util.Locale.ROOT), role, Set.of("shop"), Instant.EPOCH);
		this.users.save(user);
		String link = this.tokens.issueSignIn(user).secret();
		return new Cookie("slipway-session", this.tokens.signIn(link).orElseThrow().secret());
	}

	/** The access feature and Spring Boot Admin, without the rest of the platform. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ComponentScan({ "dev.slipway.access", "dev.slipway.instances" })
	static class Platform {

		@Bean
		Clock clock() {
			return Clock.systemUTC();
		}

		@Bean
		ScrapeTargets noTargets() {
			return List::of;
		}

	}

}
