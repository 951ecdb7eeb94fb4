package dev.slipway.notification.web;

import java.util.List;
import java.util.Set;

import com.jayway.jsonpath.JsonPath;
import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.access.Vault;
import dev.slipway.notification.adapter.Receiver;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.RolloutFakes;
import dev.slipway.test.Api;
import dev.slipway.test.MemoryDatabase;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** Channels by REST, with a receiver that answers. */
@NullUnmarked
class ChannelApiTest {

	private static final String CHANNELS = "/api/v1/notification-channels";

	private static Actor actor;

	private final Receiver receiver = new Receiver();

	private ConfigurableApplicationContext context;

	private MockMvc mvc;

	@BeforeEach
	void start() {
		actor = new Actor("olga", Role.OPERATOR, Set.of());
		this.context = new SpringApplicationBuilder(Wiring.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "slipway.notifications.allowed=" + this.receiver.url())
			.run();
		this.mvc = Api.of(() -> actor, this.context.getBean(ChannelController.class));
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.receiver.close();
	}

	@Test
	void showsTheKeyOnceAndTheAddressNever() throws Exception {
		String made = make("").andExpect(status().isCreated())
			.andExpect(header().string("Location", CHANNELS + "/1"))
			.andReturn()
			.getResponse()
			.getContentAsString();
		String secret = JsonPath.read(made, "$.secret");
		assertThat(secret).hasSize(64);
		assertThat(made).doesNotContain("secret-path");
		String shown = this.mvc.perform(get(CHANNELS + "/1")).andReturn().getResponse().getContentAsString();
		assertThat(shown).doesNotContain(secret, "secret-path");
		send(put(CHANNELS + "/1"), "{\"name\":\"b\",\"events\":[\"RELEASE_FAILED\"]}").andExpect(status().isOk())
			.andExpect(jsonPath("$.name").value("b"))
			.andExpect(jsonPath("$.kind").value("WEBHOOK"))
			.andExpect(jsonPath("$.events[0]").value("RELEASE_FAILED"));
		make("").andExpect(status().isCreated());
		make("").andExpect(status().isConflict());
		this.mvc.perform(delete(CHANNELS + "/1")).andExpect(status().isNoContent());
		this.mvc.perform(get(CHANNELS + "/1")).andExpect(status().isNotFound());
	}

	@Test
	void aChangeLeavesWhatItDoesNotNameAndShowsAKeyThatItMakes() throws Exception {
		make(",\"kind\":\"SLACK\",\"teams\":[\"shop\"],\"environments\":[\"prod\"],\"events\":[\"BUILD_FAILED\"],"
				+ "\"enabled\":false")
			.andExpect(status().isCreated());
		send(put(CHANNELS + "/1"), "{\"name\":\"b\"}").andExpect(status().isOk())
			.andExpect(jsonPath("$.teams[0]").value("shop"))
			.andExpect(jsonPath("$.environments[0]").value("prod"))
			.andExpect(jsonPath("$.events[0]").value("BUILD_FAILED"))
			.andExpect(jsonPath("$.enabled").value(false))
			.andExpect(jsonPath("$.secret").doesNotExist());
		send(put(CHANNELS + "/1"), "{\"kind\":\"WEBHOOK\",\"teams\":[]}").andExpect(status().isOk())
			.andExpect(jsonPath("$.teams").isEmpty())
			.andExpect(jsonPath("$.secret").isNotEmpty());
		send(put(CHANNELS + "/1"), "{\"enabled\":true}").andExpect(jsonPath("$.enabled").value(true))
			.andExpect(jsonPath("$.secret").doesNotExist());
	}

	@Test
	void isForOperators() throws Exception {
		make("");
		actor = new Actor("sam", Role.DEVELOPER, Set.of("shop"));
		this.mvc.perform(get(CHANNELS)).andExpect(status().isForbidden());
		make("").andExpect(status().isForbidden());
		this.mvc.perform(post(CHANNELS + "/1/test")).andExpect(status().isForbidden());
		this.mvc.perform(delete(CHANNELS + "/1")).andExpect(status().isForbidden());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "\"name\":\"\" | name", "\"kind\":null | kind", "\"url\":\"ftp://a.example/\" | url",
					"\"url\":\"https://sam:pw@a.example/\" | url", "\"url\":\"http://169.254.169.254/\" | url",
					"\"secret\":\"short\" | secret", "\"teams\":[\"A B\"] | teams" })
	void namesTheFaultyField(String change, String field) throws Exception {
		make("," + change).andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields." + field).exists());
	}

	@Test
	void sendsATestAndSendsItAgain() throws Exception {
		make("");
		this.mvc.perform(post(CHANNELS + "/1/test")).andExpect(status().isAccepted());
		await(CHANNELS + "/1/deliveries/1");
		this.mvc.perform(post(CHANNELS + "/1/deliveries/1/redeliver"))
			.andExpect(status().isAccepted())
			.andExpect(header().string("Location", CHANNELS + "/1/deliveries/2"));
		await(CHANNELS + "/1/deliveries/2");
		assertThat(this.receiver.requests()).hasSize(2)
			.extracting(Receiver.Request::body)
			.containsOnly(this.receiver.requests().get(0).body());
		this.mvc.perform(get(CHANNELS + "/1/deliveries?limit=1"))
			.andExpect(jsonPath("$.items[0].id").value(2))
			.andExpect(jsonPath("$.items[0].attempts[0].status").value(200))
			.andExpect(jsonPath("$.items[0].attempts[0].answer").value("thanks"))
			.andExpect(jsonPath("$.nextCursor").value("2"));
		this.mvc.perform(get(CHANNELS + "/1/deliveries?cursor=2")).andExpect(jsonPath("$.items[0].id").value(1));
	}

	private void await(String delivery) {
		Awaitility.await()
			.untilAsserted(() -> this.mvc.perform(get(delivery)).andExpect(jsonPath("$.status").value("DELIVERED")));
	}

	private ResultActions make(String change) throws Exception {
		return send(post(CHANNELS),
				"{\"name\":\"a\",\"kind\":\"WEBHOOK\",\"url\":\"" + this.receiver.url() + "\"" + change + "}");
	}

	private ResultActions send(MockHttpServletRequestBuilder request, String body) throws Exception {
		return this.mvc.perform(request.contentType(MediaType.APPLICATION_JSON).content(body));
	}

	@Configuration(proxyBeanMethods = false)
	@Import(MemoryDatabase.class)
	@ComponentScan(basePackages = { "dev.slipway.flow.adapter", "dev.slipway.notification" },
			excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Test\\$.*"))
	static class Wiring {

		@Bean
		Vault vault() {
			return new Vault(List.of(Vault.randomKey()));
		}

		@Bean
		ReleaseStore releaseStore() {
			return new RolloutFakes().store();
		}

	}

}
