package dev.slipway.strategy.web;

import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.test.Api;
import org.junit.jupiter.api.Test;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

class SchemaApiTest {

	@Test
	void servesTheSchemaThatEditorsReadWithoutAToken() throws Exception {
		Api.of(() -> new Actor("nobody", Role.VIEWER, Set.of()), new SchemaController())
			.perform(get("/api/v1/schemas/slipway.yaml"))
			.andExpect(status().isOk())
			.andExpect(content().contentType("application/schema+json"))
			.andExpect(jsonPath("$.properties.spec.properties.strategy").exists());
	}

}
