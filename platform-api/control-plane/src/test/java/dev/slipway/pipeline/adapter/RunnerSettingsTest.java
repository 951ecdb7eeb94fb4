package dev.slipway.pipeline.adapter;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What follows from settings. */
class RunnerSettingsTest {

	@Test
	void aTokenLastsForRepeatedWaits() {
		RunnerSettings settings = new RunnerSettings(Path.of("builds"), "", Path.of("library"), 1, 4,
				Duration.ofMinutes(20), Duration.ofDays(1), Duration.ofSeconds(10), 256, "http://localhost:8080", 3,
				50);
		assertThat(settings.tokenLife()).isGreaterThan(Duration.ofDays(2).plusMinutes(20));
	}

}
