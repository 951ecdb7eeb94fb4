package dev.slipway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole platform starts, with everything wired, and serves. */
class SlipwayApplicationTests {

	@Test
	void startsAndServes(@TempDir Path state) throws Exception {
		try (var context = SpringApplication.run(SlipwayApplication.class, "--server.port=0",
				"--slipway.state=" + state, "--slipway.url=http://localhost")) {
			int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			RestClient client = RestClient.builder()
				.baseUrl("http://localhost:" + port)
				.defaultHeader("Authorization", "Bearer " + Files.readString(state.resolve("admin-token")).strip())
				.build();
			for (String path : new String[] { "services", "templates", "environments", "experiments", "audit",
					"chaos" }) {
				assertThat(client.get().uri("/api/v1/" + path).retrieve().toBodilessEntity().getStatusCode().value())
					.as(path)
					.isEqualTo(200);
			}
			documentsEveryOperation(
					new ObjectMapper().readTree(client.get().uri("/v3/api-docs").retrieve().body(String.class)));
			assertThat(state.resolve("kubeconfig")).exists();
		}
		assertThat(state.resolve("ready")).doesNotExist();
	}

	private static void documentsEveryOperation(JsonNode api) {
		List<String> missing = new ArrayList<>();
		api.path("paths").properties().forEach((path) -> path.getValue().properties().forEach((method) -> {
			String name = method.getKey() + " " + path.getKey();
			JsonNode operation = method.getValue();
			if (operation.path("summary").asText().isBlank()) {
				missing.add(name + ": summary");
			}
			if (!operation.at("/responses/500/content").has("application/problem+json")) {
				missing.add(name + ": errors");
			}
			operation.path("parameters").forEach((parameter) -> {
				if (parameter.path("description").asText().isBlank()) {
					missing.add(name + ": parameter " + parameter.path("name").asText());
				}
			});
		}));
		assertThat(api.path("paths").size()).isGreaterThan(35);
		assertThat(missing).isEmpty();
		JsonNode release = api.at("/paths/~1api~1v1~1services~1{service}~1environments~1{environment}~1releases/post");
		assertThat(release.path("responses").properties()).extracting(Map.Entry::getKey)
			.contains("401", "403", "404", "409", "422");
		assertThat(api.at("/components/schemas/Problem/properties").has("remedy")).isTrue();
	}

}
