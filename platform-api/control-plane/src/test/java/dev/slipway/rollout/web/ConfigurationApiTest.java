package dev.slipway.rollout.web;

import java.nio.file.Path;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.test.Api;
import dev.slipway.test.OneRepository;
import dev.slipway.test.RestPlatform;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** Configuration by REST, over the real engine and store; the cluster is away. */
@NullUnmarked
class ConfigurationApiTest {

	private static final String ENVIRONMENT = "/api/v1/services/orders/environments/dev";

	private static final String CONFIGURATION = ENVIRONMENT + "/configuration";

	private static Actor actor;

	private ConfigurableApplicationContext context;

	private MockMvc mvc;

	@BeforeEach
	void start(@TempDir Path folder) {
		actor = new Actor("sam", Role.DEVELOPER, Set.of("shop"));
		this.context = new RestPlatform(folder).with(Repositories.class, new WithConfigMap()).start();
		this.mvc = Api.of(() -> actor, this.context.getBean(ReleasesController.class),
				this.context.getBean(ConfigurationController.class));
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void isChangedByAReleaseOfTheSameImage() throws Exception {
		promoted("1");
		this.mvc.perform(get(CONFIGURATION))
			.andExpect(header().string("ETag", "\"1\""))
			.andExpect(jsonPath("$.release").value(1))
			.andExpect(jsonPath("$.entries[0].key").value("GREETING"))
			.andExpect(jsonPath("$.entries[0].repository").value("hello"))
			.andExpect(jsonPath("$.entries[0].override").isEmpty());
		change("\"1\"", "{\"GREETING\":\"moin\",\"LIMIT\":\"5\"}").andExpect(status().isAccepted())
			.andExpect(header().string("Location", ENVIRONMENT + "/releases/2"))
			.andExpect(jsonPath("$.changes[0].key").value("GREETING"))
			.andExpect(jsonPath("$.changes[0].before").value("hello"))
			.andExpect(jsonPath("$.changes[0].after").value("moin"))
			.andExpect(jsonPath("$.changes[1].before").isEmpty());
		this.mvc.perform(get(ENVIRONMENT + "/releases/2"))
			.andExpect(jsonPath("$.image").value("localhost:5000/shop/orders@sha256:1"))
			.andExpect(jsonPath("$.configuration").value(contains("ConfigMap orders: GREETING changed, LIMIT added")))
			.andExpect(jsonPath("$.history[0].reason")
				.value(containsString("Configuration: GREETING added, LIMIT added; the image of release 1")));
		this.mvc.perform(get(CONFIGURATION))
			.andExpect(header().string("ETag", "\"2\""))
			.andExpect(jsonPath("$.entries[0].override").value("moin"))
			.andExpect(jsonPath("$.entries[1].repository").isEmpty());
		this.mvc.perform(get(CONFIGURATION + "/history"))
			.andExpect(jsonPath("$.length()").value(1))
			.andExpect(jsonPath("$[0].release").value(2))
			.andExpect(jsonPath("$[0].by").value("sam"))
			.andExpect(jsonPath("$[0].changes[1].key").value("LIMIT"));
		assertThat(store().find("orders", "dev", 2).orElseThrow().draft().manifests())
			.contains("\"slipway.dev/configured\":\"GREETING,LIMIT\"");
	}

	@Test
	void staysWithANewImageAndGoesWithTheReleaseThatBroughtIt() throws Exception {
		promoted("1");
		change("\"1\"", "{\"GREETING\":\"moin\"}");
		record(2);
		release("2");
		this.mvc.perform(get(CONFIGURATION))
			.andExpect(jsonPath("$.release").value(3))
			.andExpect(jsonPath("$.entries[0].override").value("moin"));
		this.mvc.perform(post(ENVIRONMENT + "/rollback").contentType(MediaType.APPLICATION_JSON).content("{\"to\":1}"))
			.andExpect(status().isAccepted());
		this.mvc.perform(get(CONFIGURATION))
			.andExpect(jsonPath("$.release").value(4))
			.andExpect(jsonPath("$.entries[0].override").isEmpty());
	}

	@Test
	void isWhatTheStableReleaseHasWhenTheLiveOneIsStopped() throws Exception {
		promoted("1");
		change("\"1\"", "{\"GREETING\":\"moin\"}");
		this.mvc.perform(post(ENVIRONMENT + "/releases/2/abort")).andExpect(status().isAccepted());
		this.mvc.perform(get(CONFIGURATION))
			.andExpect(jsonPath("$.release").value(1))
			.andExpect(jsonPath("$.entries[0].override").isEmpty());
	}

	@Test
	void isChangedOnlyAsItWasLookedAt() throws Exception {
		this.mvc.perform(get(CONFIGURATION)).andExpect(status().isConflict());
		promoted("1");
		this.mvc
			.perform(put(CONFIGURATION).contentType(MediaType.APPLICATION_JSON)
				.content("{\"overrides\":{\"GREETING\":\"moin\"}}"))
			.andExpect(status().isPreconditionRequired());
		change("\"7\"", "{\"GREETING\":\"moin\"}").andExpect(status().isPreconditionFailed());
		change("\"1\"", "{\"GREETING\":\"hello\"}").andExpect(status().isConflict());
		actor = new Actor("vic", Role.VIEWER, Set.of("shop"));
		change("\"1\"", "{\"GREETING\":\"moin\"}").andExpect(status().isForbidden());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "GREE TING | must consist of",
			"DATABASE_PASSWORD | sounds like a secret", "api.key | sounds like a secret" })
	void refusesWhatIsNoConfiguration(String key, String why) throws Exception {
		promoted("1");
		change("\"1\"", "{\"" + key + "\":\"x\"}").andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields['overrides." + key + "']").value(containsString(why)));
	}

	@Test
	void saysBeforehandWhatWouldChange() throws Exception {
		promoted("1");
		this.mvc
			.perform(post(CONFIGURATION + "/preview").contentType(MediaType.APPLICATION_JSON)
				.content("{\"overrides\":{\"GREETING\":\"moin\"}}"))
			.andExpect(status().isOk())
			.andExpect(jsonPath("$.changes[0].after").value("moin"));
		this.mvc.perform(get(CONFIGURATION)).andExpect(jsonPath("$.release").value(1));
	}

	private void promoted(String digest) throws Exception {
		release(digest);
		record(1);
	}

	private void record(int number) {
		Release release = store().find("orders", "dev", number).orElseThrow();
		store().record(release, Outcome.SUCCEEDED, "stable");
	}

	private ReleaseStore store() {
		return this.context.getBean(ReleaseStore.class);
	}

	private void release(String digest) throws Exception {
		this.mvc
			.perform(post(ENVIRONMENT + "/releases").contentType(MediaType.APPLICATION_JSON)
				.content("{\"image\":\"localhost:5000/shop/orders@sha256:" + digest + "\",\"commit\":\"c0ffee1\"}"))
			.andExpect(status().isAccepted());
	}

	private ResultActions change(String version, String overrides) throws Exception {
		return this.mvc.perform(put(CONFIGURATION).header("If-Match", version)
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"overrides\":" + overrides + "}"));
	}

	private static final class WithConfigMap extends OneRepository {

		WithConfigMap() {
			super(1);
		}

		@Override
		protected String manifests(String commit) {
			return super.manifests(commit) + """
					---
					apiVersion: v1
					kind: ConfigMap
					metadata: {name: orders}
					data: {GREETING: hello}
					""";
		}

	}

}
