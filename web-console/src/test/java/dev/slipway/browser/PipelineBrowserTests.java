package dev.slipway.browser;

import java.util.List;

import dev.slipway.jenkins.Difference;
import dev.slipway.jenkins.PipelineReport;
import dev.slipway.jenkins.ProvisionedPipelines;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** What builds leave behind: questions, test results, trends, the way of a commit. */
@ConsoleTest
class PipelineBrowserTests {

	private static final String BUILDS = "/services/" + StillBuilds.SERVICE + "/builds";

	private StillBuilds kites;

	@BeforeEach
	void signIn(Console console) {
		this.kites = console.samples().kites();
		console.signInAsAdmin();
	}

	@Test
	void theBuildsShowHowLongTheyTookAndLeadToTests(Browser browser) {
		browser.open(BUILDS);
		assertThat(browser.texts("#trend .card-actions")).first().asString().contains("p50", "p95");
		assertThat(browser.script("return document.querySelectorAll('#trend .slip-bars i').length")).isEqualTo("9");
		looks(browser, "builds-trend");
		browser.click(".slip-also a[href$='/tests']");
		browser.awaitText("#failing", "holdsAGust");
	}

	@Test
	void aRunningBuildAsksWithItsParameters(Browser browser) {
		browser.open(BUILDS + "/" + StillBuilds.ASKING);
		browser.awaitText("#inputs", "Promote kites 1.4.0 to production?");
		assertThat(browser.text("#inputs")).contains("STRATEGY", "How it goes there", "Refuse");
		looks(browser, "build-input");
	}

	@Test
	void aFailedBuildMarksWhatIsFlaky(Browser browser) {
		browser.open(BUILDS + "/" + StillBuilds.FAILED);
		browser.awaitText(".slip-cards", "Flaky");
		assertThat(browser.text("#build")).contains("same commit", "it never came down");
		looks(browser, "build-flaky");
		browser.click("#all-tests > summary");
		browser.awaitText("#all-tests", "unwinds[10 m]");
	}

	@Test
	void aTestHasAPageOfItsOwn(Browser browser) {
		browser.open("/services/" + StillBuilds.SERVICE + "/tests");
		browser.awaitText("#failing", "4 of 10");
		browser.awaitText("#slowest", "unwinds[110 m]");
		looks(browser, "tests");
		browser.click("#failing tbody tr:first-child a.slip-test");
		browser.awaitText("#test", "holdsAGust");
		assertThat(browser.text("#test")).contains("Flaky", "4 of 10 runs", "p95");
		assertThat(browser.texts("#runs tbody tr")).hasSize(10).first().asString().contains("#10", "in the tree");
		looks(browser, "test-history");
		assertThat(browser.open("/services/" + StillBuilds.SERVICE + "/tests/history?suite=No&name=such"))
			.isEqualTo(404);
	}

	@Test
	void aCommitIsFollowedToItsReleases(Browser browser) {
		browser.open("/services/" + StillBuilds.SERVICE + "/commits/" + this.kites.commit());
		assertThat(browser.text("#content")).contains("Give kites a longer tail", "Build 9", "Release 1 to dev",
				"Release 1 to staging");
		looks(browser, "commit");
	}

	@Test
	void theLibraryExplainsItsSteps(Browser browser) {
		browser.open("/pipeline-library");
		assertThat(browser.text("#servicePipeline")).contains("servicePipeline");
		looks(browser, "pipeline-library");
	}

	@Test
	void theFleetShowsWhatWaits(Browser browser) {
		browser.open("/builds?service=" + StillBuilds.SERVICE);
		browser.awaitText("#queue", "Promote kites 1.4.0");
		looks(browser, "builds-fleet");
	}

	@Test
	void whatSomebodyChangedInJenkinsIsShownAndPutBack(Console console, Browser browser) {
		DefaultListableBeanFactory beans = (DefaultListableBeanFactory) console.platform().context().getBeanFactory();
		beans.registerSingleton("changedPipelines", new Changed());
		try {
			browser.open(BUILDS);
			browser.awaitText("#pipeline-notice", "Somebody changed this pipeline");
			looks(browser, "builds-drift");
			browser.click("#pipeline-notice a");
			browser.awaitText("#pipeline", "jenkins.example.com/evil.git");
			looks(browser, "pipeline-drift");
			browser.clickAndConfirm("form[action$='/pipeline/restore'] button");
			browser.awaitText("#pipeline .badge-status", "As Slipway made it");
		}
		finally {
			beans.destroySingleton("changedPipelines");
		}
		browser.open("/services/" + StillBuilds.SERVICE + "/pipeline");
		assertThat(browser.text("#pipeline")).contains("local runner");
		assertThat(browser.complaints()).isEmpty();
	}

	private static void looks(Browser browser, String name) {
		assertThat(browser.looks(name)).as("pixels that " + name + " is wider than a phone").isZero();
	}

	/** A pipeline on a Jenkins that somebody changed until it is put back. */
	private static final class Changed implements ProvisionedPipelines {

		private volatile boolean restored;

		@Override
		public PipelineReport inspect(String team, String service) {
			List<Difference> differences = this.restored ? List.of()
					: List.of(
							new Difference("sources/data/jenkins.branch.BranchSource/source/remote",
									"http://localhost:8080/git/shop/kites.git", "https://jenkins.example.com/evil.git"),
							new Difference("disabled", "false", "true"));
			return new PipelineReport("https://jenkins.example.com/job/shop/job/kites/", "multibranch pipeline", true,
					differences, List.of("Stages are flat: the plugin pipeline-graph-view is missing"));
		}

		@Override
		public PipelineReport restore(String team, String service) {
			this.restored = true;
			return inspect(team, service);
		}

	}

}
