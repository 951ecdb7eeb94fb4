package dev.slipway.observability.metrics.prometheus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prometheus's own tool looks at what we ship. Debian builds it without the discovery of
 * pods, which a list of targets stands for.
 */
class ShippedConfigurationTest {

	private final Path folder;

	ShippedConfigurationTest(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	void theConfigurationAndTheRulesAreValid() throws Exception {
		PrometheusServer.configure(this.folder);
		assertThat(promtool("check", "config", "prometheus.yml")).contains("SUCCESS: 1 rule files found")
			.doesNotContain("FAILED");
	}

	@Test
	void theRulesDoWhatTheySay() throws Exception {
		PrometheusServer.configure(this.folder);
		assertThat(promtool("test", "rules", "rules-test.yml")).contains("SUCCESS").doesNotContain("FAILED");
	}

	private String promtool(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(DebianPrometheus.find("promtool").toString()));
		command.addAll(List.of(arguments));
		Path output = this.folder.resolve("output");
		Process process = new ProcessBuilder(command).directory(this.folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return Files.readString(output, StandardCharsets.UTF_8);
	}

}
