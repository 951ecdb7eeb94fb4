package dev.slipway.observability.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Alertmanager's own tool reads the routes that are shipped, and says who is told. */
class AlertRoutesTest {

	private final Path folder;

	AlertRoutesTest(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	void theRoutesAreValid() {
		assertThat(amtool("check-config", "alertmanager.yml")).contains("SUCCESS").doesNotContain("FAILED");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			severity=page   environment=prod team=shop service=orders | pager,team-channel
			severity=page   environment=live team=shop service=orders | pager,team-channel
			severity=ticket environment=prod team=shop service=orders | team-channel
			severity=page   environment=dev  team=shop service=orders | team-channel
			severity=ticket environment=dev  team=shop service=orders | team-channel
			severity=page   environment=prod                          | pager,platform-channel
			severity=page                                             | platform-channel
			severity=page   environment=preproduction team=shop       | team-channel
			""")
	void whoIsTold(String labels, String receivers) {
		List<String> arguments = new ArrayList<>(List.of("config", "routes", "test", "--config.file=alertmanager.yml",
				"--verify.receivers=" + receivers));
		arguments.addAll(List.of(labels.split("\\s+")));
		// It ends badly when it is not as said.
		assertThat(amtool(arguments.toArray(String[]::new))).contains(receivers);
	}

	private String amtool(String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Shipped.program("amtool", "prometheus-alertmanager").toString()));
		command.addAll(List.of(arguments));
		return Shipped.run(Shipped.path("alertmanager"), this.folder.resolve("output"), command);
	}

}
