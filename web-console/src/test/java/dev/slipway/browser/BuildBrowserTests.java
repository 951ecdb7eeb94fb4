package dev.slipway.browser;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.slipway.pipeline.BuildStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Builds while they run: real ones, of Jenkinsfiles that need no Maven. */
@ConsoleTest
class BuildBrowserTests {

	private static final String FIRST_OFFSET = "return document.querySelector('#build-log [data-offset]').dataset.offset";

	@Test
	void theLogGrowsAndTheStatusChangesWhileOneWatches(Console console, Browser browser) throws Exception {
		console.samples()
			.service("shop", "counter",
					"node { stage('Count') { sh 'echo one; while [ ! -e go ]; do sleep 0.2; done;" + " echo two' } }");
		console.signInAsAdmin();
		browser.open("/services/counter/builds");
		browser.awaitText("#builds", "#1");
		browser.click("#builds a");
		browser.script("window.sameVisit = true");
		browser.awaitText("#build-log", "one");
		browser.awaitText("#build", "Running");
		browser.awaitText(".slip-stages", "Count");
		Path workspace = console.state().resolve("builds/counter/1/workspace");
		Files.createFile(workspace.resolve("go"));
		browser.awaitText("#build-log", "two");
		browser.awaitText("#build .badge-status", "Success");
		browser.awaitText("#build-log", "Finished: SUCCESS");
		assertThat(browser.script("return window.sameVisit")).as("it moved without being opened again")
			.isEqualTo("true");
		assertThat(browser.complaints()).isEmpty();
		browser.screenshot("build");
	}

	@Test
	void aBuildThatHangsIsStopped(Console console, Browser browser) {
		console.samples().service("shop", "sleeper", "node { stage('Sleep') { sh 'echo asleep; sleep 600' } }");
		console.signInAsAdmin();
		browser.open("/services/sleeper/builds");
		browser.awaitText("#builds", "#1");
		browser.click("#builds a");
		browser.awaitText("#build-log", "asleep");
		browser.clickAndConfirm("form[action$='/abort'] button");
		browser.awaitText("#build .badge-status", "Aborted");
		browser.awaitText("#build", "Aborted by admin");
		assertThat(browser.text("#build")).contains("Build again");
	}

	@Test
	void aJenkinsfileThatIsNoneSaysWhereAndWhatToDo(Console console, Browser browser) {
		console.samples().service("shop", "typo", "node {\n  sh )\n}\n");
		assertThat(console.samples().firstBuild("typo")).isEqualTo(BuildStatus.FAILURE);
		console.signInAsAdmin();
		browser.open("/services/typo/builds/1");
		browser.awaitText("#build .badge-status", "Failure");
		assertThat(browser.text("#build .card-footer")).contains("Jenkinsfile", "line 2")
			.doesNotContain("Exception", console.state().toString());
		browser.open("/services/typo");
		assertThat(browser.text("main")).contains("Failure", "line 2");
		browser.screenshot("build-failed");
	}

	@Test
	void aCommandThatFailsIsNamedWithItsStage(Console console, Browser browser) {
		console.samples().service("shop", "faulty", "node { stage('Break') { sh 'echo no such thing >&2; exit 7' } }");
		assertThat(console.samples().firstBuild("faulty")).isEqualTo(BuildStatus.FAILURE);
		console.signInAsAdmin();
		browser.open("/services/faulty/builds/1");
		assertThat(browser.text("#build .card-footer")).contains("Break", "7")
			.doesNotContain("Exception", console.state().toString());
	}

	@Test
	void theLogIsColouredAndSearchedAndLeadsToWhatFailed(Console console, Browser browser) {
		console.samples()
			.service("shop", "painted",
					"node { stage('Paint') { sh 'printf \"\\\\033[1;31mred\\\\033[0m <i>plain</i>\\\\n\";"
							+ " for i in $(seq 1 3000); do echo \"line $i of many\"; done' }\n"
							+ "stage('Break') { sh 'exit 4' } }");
		assertThat(console.samples().firstBuild("painted")).isEqualTo(BuildStatus.FAILURE);
		console.signInAsAdmin();
		browser.open("/services/painted/builds/1");
		browser.awaitText("#build-log", "Finished: FAILURE");
		browser.click("#log-start");
		browser.awaitText("#build-log .ansi-1.ansi-bold", "red");
		assertThat(browser.text("#build-log")).contains("<i>plain</i>");
		assertThat(browser.script("return document.querySelectorAll('#build-log i').length")).isEqualTo("0");
		browser.type("#log-search input", "LINE 2999 OF");
		browser.script("document.getElementById('log-search').requestSubmit(); return ''");
		browser.awaitText("#build-log .is-target", "line 2999 of many");
		browser.click("#to-failed");
		browser.awaitText("#build-log .is-target", "[Break]");
		assertThat(browser.complaints()).isEmpty();
		browser.screenshot("build-log");
	}

	@Test
	void aLogThatComesInDropsKeepsItsBeginning(Console console, Browser browser) {
		console.samples()
			.service("shop", "drip", "node { sh 'for i in $(seq 1 60); do echo \"drop $i.\"; sleep 0.1; done' }");
		console.signInAsAdmin();
		browser.open("/services/drip/builds");
		browser.awaitText("#builds", "#1");
		browser.open("/services/drip/builds/1");
		browser.awaitText("#build-log", "drop 1.");
		console.samples().firstBuild("drip");
		browser.awaitText("#build-log", "Finished: SUCCESS");
		assertThat(browser.text("#build-log")).contains("drop 1.", "drop 30.", "drop 60.");
		assertThat(browser.script("return slipway.terminal.line('1 %\\r55 %\\r100 %\\r\\n', 0,"
				+ " slipway.terminal.plain()).row.textContent.trim()"))
			.as("a progress bar")
			.isEqualTo("100 %");
	}

	@Test
	void ofALongLogThePageHoldsAPart(Console console, Browser browser) {
		console.samples()
			.service("shop", "flood",
					"node { sh 'set +x; seq -f \"line %06.0f of a long log, with some words\" 1 60000' }");
		assertThat(console.samples().firstBuild("flood")).isEqualTo(BuildStatus.SUCCESS);
		console.signInAsAdmin();
		browser.open("/services/flood/builds/1");
		browser.awaitText("#build-log", "Finished: SUCCESS");
		for (int i = 0; i < 20; i++) {
			String first = browser.script(FIRST_OFFSET);
			browser.script("document.getElementById('build-log').scrollTop = 0; return ''");
			browser.await("what is above", () -> !browser.script(FIRST_OFFSET).equals(first));
		}
		String held = browser.script("return document.getElementById('build-log').textContent.length");
		assertThat(Integer.parseInt(held)).isBetween(500_000, 1_200_000);
		assertThat(browser.script("return document.getElementById('build-log').textContent.includes('Finished:')"))
			.isEqualTo("false");
		browser.click("#log-end");
		browser.awaitText("#build-log", "Finished: SUCCESS");
		browser.click("#log-start");
		browser.awaitText("#build-log", "line 000001 of");
	}

	@Test
	void whoMayAnswersWhatABuildAsks(Console console, Browser browser) {
		console.samples().service("shop", "asking", "node { stage('Wait') { sh 'echo waits; sleep 600' } }");
		console.signInAsAdmin();
		browser.open("/services/asking/builds");
		browser.awaitText("#builds", "#1");
		browser.open("/services/asking/builds/1");
		browser.awaitText("#build-log", "waits");
		console.samples().ask("asking", "Release to production?", "Ship it");
		browser.open("/services/asking/builds/1");
		browser.awaitText("#inputs", "Release to production?");
		assertThat(browser.text("#inputs")).contains("Ship it", "Refuse");
		browser.open("/builds");
		browser.awaitText("#queue", "Needs an answer");
		assertThat(browser.text("#builds")).contains("asking");
		browser.open("/services/asking/builds/1");
		browser.clickAndConfirm("form[action$='/abort'] button");
		browser.awaitText("#build .badge-status", "Aborted");
	}

}
