package dev.slipway.browser;

import java.util.List;

import dev.slipway.access.Role;
import dev.slipway.api.LiveEvents;
import dev.slipway.rollout.Forward.Holding;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Releases as one watches and steers them, and the page of all of them. */
@ConsoleTest
class ReleaseBrowserTests {

	private static final String RELEASES = "/environments/dev/releases/";

	@BeforeEach
	void signIn(Console console) {
		console.samples().releases();
		console.signInAsAdmin();
	}

	@Test
	void aCanaryIsWatchedApprovedResumedAndTheNextOnePausedAndAborted(Console console, Browser browser) {
		MovingReleases releases = new MovingReleases(console.platform(), "couriers");
		browser.open("/services/couriers/releases");
		browser.click("#start summary");
		browser.type("#r-strategy", "{type: canary, steps: [{weight: 50}]}");
		browser.click("#r-check");
		browser.awaitText("#forecast", "A canary release in 2 stages");
		browser.screenshot("release-forecast");
		int canary = releases.canary();
		browser.open("/services/couriers" + RELEASES + canary);
		browser.script("window.sameVisit = true");
		releases.await(canary, Holding.class, 1);
		browser.awaitText(".slip-way .is-now", "Stage 1");
		browser.awaitText("#waits", "Gate go");
		browser.await("both releases to have a ready pod",
				() -> browser.texts(".slip-traffic-words").toString().contains("50 %"));
		browser.screenshot("release-canary");
		browser.click("#approve-go");
		browser.awaitText("#waits", "until somebody resumes it");
		// A release that ends before two scrapes were taken has nothing to show.
		browser.await("the charts", () -> browser.texts("[data-now=requestRate]").toString().contains("/s"));
		browser.click("#do-resume");
		releases.await(canary, Outcome.SUCCEEDED);
		browser.open("/services/couriers" + RELEASES + canary);
		browser.awaitText("#release .badge-status", "Succeeded");
		assertThat(browser.text("#verdict")).contains("Why it was promoted", "go", "approved by admin");
		assertThat(browser.texts(".slip-way > li.is-done")).hasSize(4);
		browser.await("the charts", () -> !browser.texts("#compare-charts:not(.d-none)").isEmpty());
		browser.script("document.querySelector('#compare').scrollIntoView()");
		browser.screenshot("release-promoted");
		int next = releases.canary();
		browser.open("/services/couriers" + RELEASES + next);
		browser.script("window.sameVisit = true");
		releases.await(next, Holding.class, 1);
		browser.awaitText("#waits", "Gate go");
		browser.click("#do-pause");
		browser.awaitText("#release .badge-status", "Paused");
		browser.awaitText("#waits", "Paused by admin");
		browser.clickAndConfirm("#do-abort");
		releases.await(next, Outcome.ABORTED);
		browser.awaitText("#release .badge-status", "Aborted");
		browser.awaitText("#release", "Aborted by admin");
		browser.await("where it turned back",
				() -> browser.texts(".slip-way > .is-turned").toString().contains("Stage 1"));
		assertThat(browser.text("#do-restart")).isEqualTo("Release again");
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void oneThatFailedKeepsWhyWithTheValuesOfBothSides(Browser browser) {
		browser.open("/services/parcels" + RELEASES + 4);
		assertThat(browser.text("#release")).contains("Failed", "84 ms higher");
		assertThat(browser.text(".slip-way > .is-turned")).contains("Stage 2", "turned back here", "latency");
		assertThat(browser.text("#verdict .card-body")).contains("The gate latency decided at stage 2");
		assertThat(browser.text(".slip-finding.is-decisive")).contains("Mann-Whitney U, exact", "61.2 to 110.4",
				"31 of 620 (5 %)", "Payment of order <*> timed out", "order 4711 timed out",
				"Ask the bank before packing", "histogram_quantile(0.95");
		assertThat(browser.texts("form[action$='/rollback']")).isEmpty();
		browser.screenshot("release-failed");
		browser.script("document.querySelector('#verdict').scrollIntoView()");
		browser.screenshot("release-failed-evidence");
		browser.click(".slip-finding.is-decisive a[href$='" + Samples.TRACE + "']");
		browser.awaitText("h2", Samples.TRACE);
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void whoAnswersAGateNeedsItsRole(Console console, Browser browser) {
		browser.open("/services/harbour" + RELEASES + 2);
		assertThat(browser.text(".slip-way .is-now")).contains("Stage 2", "25 %", "latency", "go");
		assertThat(browser.text(".slip-way .is-done + .is-done")).contains("Stage 1", "5 %", "X-Canary: yes", "took");
		assertThat(browser.text("#waits")).contains("Holds for 300 s", "Gate latency");
		assertThat(browser.texts("#approve-go")).containsExactly("Approve");
		browser.screenshot("release-in-flight");
		browser.fresh();
		console.signIn("dora", Role.DEVELOPER, "shop");
		browser.open("/services/harbour" + RELEASES + 2);
		assertThat(browser.texts("#do-pause")).containsExactly("Pause");
		assertThat(browser.texts("#approve-go")).isEmpty();
		browser.fresh();
		console.signIn("vera", Role.VIEWER, "shop");
		browser.open("/services/harbour" + RELEASES + 2);
		assertThat(browser.texts("#content form[method=post]")).isEmpty();
	}

	@Test
	void whatCanBeDoneIsReachedByKeyboard(Browser browser) {
		browser.open("/services/harbour" + RELEASES + 2);
		for (String button : List.of("#do-pause", "#do-skip", "#do-promote", "#do-abort", "#approve-go",
				"#refuse-go")) {
			assertThat(browser.reachesByKeyboard(button)).as(button).isTrue();
		}
		browser.open("/releases");
		assertThat(browser.reachesByKeyboard("#live a[href$='/services/lanterns" + RELEASES + "2']")).isTrue();
		browser.open("/services/harbour");
		for (String link : List.of("a[href$='/services/harbour/releases']", "#overview a[href$='" + RELEASES + "1']")) {
			assertThat(browser.reachesByKeyboard(link)).as(link).isTrue();
		}
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void aWarmOneCanBeTakenBackAtOnce(Browser browser) {
		browser.open("/services/lanterns" + RELEASES + 2);
		assertThat(browser.text("#do-abort")).isEqualTo("Roll back to release 1");
		assertThat(browser.text(".slip-way .is-now")).contains("release 1 stays warm", "left");
		assertThat(browser.text("#release")).contains("Blue/green, by selector");
		browser.screenshot("release-warm");
	}

	@Test
	void theFleetShowsWhatMovesToThoseWhoMaySeeIt(Console console, Browser browser) {
		browser.click(".slip-nav[href='/releases']");
		browser.awaitText("h1", "Releases");
		assertThat(browser.text("#live")).contains("harbour", "Stage 2 of 4, 25 %", "lanterns", "Warm");
		assertThat(browser.text("#ended")).contains("parcels", "Failed");
		browser.script("window.sameVisit = true");
		Release release = console.samples().still().canary("harbour");
		console.platform()
			.bean(LiveEvents.class)
			.publish("services/harbour/environments/dev/releases/" + release.number(), "release", "{}");
		browser.awaitText("#live", "release " + release.number());
		assertThat(browser.script("return window.sameVisit")).isEqualTo("true");
		browser.screenshot("releases");
		browser.click("#live a[href$='/services/lanterns" + RELEASES + "2']");
		browser.awaitText("h2", "Release 2 to dev");
		browser.fresh();
		console.signIn("bob", Role.DEVELOPER, "billing");
		browser.open("/releases");
		assertThat(browser.text("#fleet")).contains("Nothing moves").doesNotContain("harbour", "lanterns");
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void aReleaseIsStartedFromTheConsoleAndItsMistakesAreSaid(Browser browser) {
		browser.open("/services/parcels/releases");
		browser.click("#start summary");
		browser.type("#r-image", "localhost:5000/shop/parcels:7");
		browser.type("#r-strategy", "maxSurge: [");
		browser.click("#r-start");
		browser.awaitText("#start .invalid-feedback", "Line");
		assertThat(browser.attribute("#r-image", "value")).isEqualTo("localhost:5000/shop/parcels:7");
		browser.type("#r-strategy", "maxSurge: 1");
		browser.click("#r-start");
		browser.awaitText("[role=alert]", "deploy");
		browser.screenshot("release-start");
	}

}
