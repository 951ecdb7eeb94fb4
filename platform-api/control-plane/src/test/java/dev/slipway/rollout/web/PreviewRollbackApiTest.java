package dev.slipway.rollout.web;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.environments.Environment;
import dev.slipway.environments.TemporaryEnvironments;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.test.Api;
import dev.slipway.test.OneRepository;
import dev.slipway.test.RestPlatform;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;

import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** In a preview that is being removed nothing is rolled back, and it is said why. */
@NullUnmarked
class PreviewRollbackApiTest {

	private static final String PREVIEW = "/api/v1/services/orders/environments/preview-1";

	@Test
	void isRefusedWhileThePreviewIsRemoved(@TempDir Path folder) throws Exception {
		AtomicBoolean closing = new AtomicBoolean();
		TemporaryEnvironments previews = (name) -> Optional.of(name)
			.filter("preview-1"::equals)
			.map((one) -> new Environment(one, "local",
					new Environment.Preview("dev", "shop", "orders", closing.get())));
		try (ConfigurableApplicationContext context = new RestPlatform(folder)
			.with(Repositories.class, new OneRepository(3))
			.with(TemporaryEnvironments.class, previews)
			.start()) {
			MockMvc mvc = Api.of(() -> new Actor("sam", Role.DEVELOPER, Set.of("shop")),
					context.getBean(ReleasesController.class));
			mvc.perform(post(PREVIEW + "/releases").contentType(MediaType.APPLICATION_JSON)
				.content("{\"image\":\"localhost:5000/shop/orders@sha256:1\",\"commit\":\"c0ffee1\"}"))
				.andExpect(status().isAccepted());
			ReleaseStore store = context.getBean(ReleaseStore.class);
			store.record(store.find("orders", "preview-1", 1).orElseThrow(), Outcome.SUCCEEDED, "stable");
			closing.set(true);
			mvc.perform(post(PREVIEW + "/rollback").contentType(MediaType.APPLICATION_JSON).content("{\"to\":1}"))
				.andExpect(status().isUnprocessableContent())
				.andExpect(jsonPath("$.detail").value(containsString("preview-1 is being removed")));
		}
	}

}
