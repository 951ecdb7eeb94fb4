package dev.slipway.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The README's promise: one command walks the whole loop on a real service. Then what the
 * user of such a machine meets sooner or later: the platform is killed, started, stopped,
 * started and killed again, and {@code down} leaves no process behind.
 */
class DemoIT {

	private static final Duration SOON = Duration.ofMinutes(3);

	@Test
	void theDemoSeesEverythingAndItsServiceSurvivesThePlatform(@TempDir Path state) throws Exception {
		Installation slipway = new Installation(state, "demo.log");
		try {
			slipway.run(30, "demo");
			String address = slipway.platform().get("/services/orders/environments/dev").path("address").asText();
			List<Long> pods = slipway.pods();
			assertThat(pods).as("processes of pods").hasSize(2);

			slipway.killPlatform();
			slipway.run(5, "up");
			await().atMost(SOON).until(() -> slipway.status(address + "/") == 200);
			assertThat(slipway.pods()).as("adopted, none run twice").isEqualTo(pods);

			slipway.run(5, "down");
			await().atMost(SOON).untilAsserted(() -> assertThat(slipway.running()).as("left by down").isEmpty());

			slipway.run(5, "up");
			await().atMost(SOON).until(() -> slipway.status(address + "/") == 200);
			slipway.killPlatform();
			slipway.run(5, "down");
			await().atMost(SOON).untilAsserted(() -> assertThat(slipway.running()).as("left by a kill").isEmpty());
		}
		finally {
			slipway.clear();
		}
	}

}
