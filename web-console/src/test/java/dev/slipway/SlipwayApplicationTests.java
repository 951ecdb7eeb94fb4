package dev.slipway;

import java.nio.file.Files;
import java.nio.file.Path;

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
			assertThat(client.get().uri("/v3/api-docs").retrieve().body(String.class)).contains("/api/v1/services");
			assertThat(state.resolve("kubeconfig")).exists();
		}
		assertThat(state.resolve("ready")).doesNotExist();
	}

}
