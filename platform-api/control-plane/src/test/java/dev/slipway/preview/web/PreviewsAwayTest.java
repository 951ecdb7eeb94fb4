package dev.slipway.preview.web;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Placement;
import dev.slipway.test.Api;
import dev.slipway.test.OneRepository;
import dev.slipway.test.RestPlatform;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** Previews are listed also while their cluster is away, and nobody waits for it. */
@NullUnmarked
class PreviewsAwayTest {

	private static final String PREVIEWS = "/api/v1/services/orders/previews";

	@Test
	void aClusterThatIsAwayIsNotAskedForAddresses(@TempDir Path folder) throws Exception {
		Placement nobody = (environment, team, service) -> {
			throw new AssertionError("Nobody should ask the cluster of " + environment.name());
		};
		try (ConfigurableApplicationContext context = new RestPlatform(folder)
			.with(Repositories.class, new WithBranches())
			.with(Placement.class, nobody)
			.scanning("dev.slipway.preview.adapter", "dev.slipway.preview.web")
			.start()) {
			MockMvc mvc = Api.of(() -> new Actor("sam", Role.DEVELOPER, Set.of("shop")),
					context.getBean(PreviewsController.class));
			mvc.perform(post(PREVIEWS).contentType(MediaType.APPLICATION_JSON)
				.content("{\"branch\":\"pr/1\",\"image\":\"shop/orders@sha256:a\",\"commit\":\"c0ffee1\"}"))
				.andExpect(status().isAccepted());
			mvc.perform(get(PREVIEWS))
				.andExpect(status().isOk())
				.andExpect(jsonPath("$[0].name").value("preview-1"))
				.andExpect(jsonPath("$[0].address").doesNotExist());
		}
	}

	private static final class WithBranches extends OneRepository {

		WithBranches() {
			super(3);
		}

		@Override
		public Optional<String> head(String team, String name, String branch) {
			return Optional.of("c0ffee1");
		}

	}

}
