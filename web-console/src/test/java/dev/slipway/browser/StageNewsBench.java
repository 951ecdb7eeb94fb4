package dev.slipway.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints how long after a stage of a real build begins or ends a browser shows it: from
 * the time that the runner says to the change of the page.
 */
@ConsoleTest
class StageNewsBench {

	private static final int STAGES = 20;

	private static final int AIM_MILLIS = 2000;

	/** The first stage began before anybody looked. */
	private static final String WATCH = """
			window.seen = {};
			const look = () => document.querySelectorAll('#stages .slip-stage').forEach((stage) => {
				const name = stage.querySelector('b').textContent;
				const change = name + (stage.classList.contains('is-green') ? ' end' : ' start');
				if (change !== 'Begin start') { window.seen[change] ??= Date.now(); }
			});
			new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
			look();""";

	@Test
	void aStagesChangeIsSeen(Console console, Browser browser) throws Exception {
		console.samples()
			.service("shop", "relay",
					"node { stage('Begin') { sh 'echo waits; while [ ! -e go ]; do sleep 0.1; done' }\n"
							+ "for (int i = 1; i <= " + STAGES + "; i++) { stage(\"Leg ${i}\") { sh 'sleep 1' } } }");
		console.signInAsAdmin();
		browser.open("/services/relay/builds");
		browser.awaitText("#builds", "#1");
		browser.open("/services/relay/builds/1");
		browser.awaitText("#build-log", "waits");
		browser.script(WATCH);
		Path workspace = console.state().resolve("builds/relay/1/workspace");
		Files.createFile(workspace.resolve("go"));
		assertThat(console.samples().firstBuild("relay")).isEqualTo(BuildStatus.SUCCESS);
		browser.awaitText("#build .badge-status", "Success");
		JsonNode seen = JsonMapper.builder().build().readTree(browser.script("return JSON.stringify(window.seen)"));
		List<Long> millis = new ArrayList<>();
		for (BuildStage stage : console.platform().bean(BuildStore.class).stages("relay", 1)) {
			add(millis, seen.get(stage.name() + " start"), stage.startedAt());
			add(millis, seen.get(stage.name() + " end"), stage.endedAt());
		}
		millis.sort(null);
		System.out.printf(Locale.ROOT,
				"BENCH a stage's change is seen in the console: p50 %d ms, p95 %d ms, max %d ms of %d changes, aim %d ms%n",
				millis.get(millis.size() / 2), millis.get(millis.size() * 95 / 100), millis.get(millis.size() - 1),
				millis.size(), AIM_MILLIS);
	}

	private static void add(List<Long> millis, @Nullable JsonNode seen, @Nullable Instant at) {
		if (seen != null && at != null) {
			millis.add(seen.asLong() - at.toEpochMilli());
		}
	}

}
