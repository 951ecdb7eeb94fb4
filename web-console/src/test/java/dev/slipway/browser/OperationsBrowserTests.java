package dev.slipway.browser;

import dev.slipway.access.Role;
import dev.slipway.api.LiveEvents;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is configured and promoted between environments, frozen, and told to others. */
@ConsoleTest
class OperationsBrowserTests {

	@Test
	void freezesAreMadeShownAndEnded(Console console, Browser browser) {
		console.signInAsAdmin();
		browser.open("/environments");
		assertThat(browser.text("#freezes")).contains("None: releases begin when they are asked for.");
		assertThat(browser.looks("freezes-none")).isZero();
		browser.script("document.querySelector('#freeze-env').value = 'staging'");
		browser.type("#freeze-reason", "Stocktaking until the warehouse is counted");
		browser.click("#freeze");
		browser.awaitText("#freezes tbody", "Stocktaking");
		assertThat(browser.text("#freezes tbody")).contains("Frozen", "until ended", "admin");
		assertThat(browser.looks("freezes")).isZero();
		assertThat(browser.reachesByKeyboard("[id^=end-]")).isTrue();
		browser.fresh();
		console.signIn("vic", Role.VIEWER, "shop");
		browser.open("/environments");
		assertThat(browser.texts("#freezes form")).isEmpty();
		browser.fresh();
		console.signInAsAdmin();
		browser.open("/environments");
		browser.clickAndConfirm("[id^=end-]");
		browser.awaitText("#freezes tbody", "None");
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void aClusterThatIsAwayIsShownAndWhyToOperatorsOnly(Console console, Browser browser) {
		console.samples().skippers();
		console.signInAsAdmin();
		browser.open("/environments/clusters");
		assertThat(browser.text("#content")).contains("east", "Not reachable", "since", "cannot be read", "shop-dev");
		assertThat(browser.looks("clusters")).isZero();
		browser.fresh();
		console.signIn("vic", Role.VIEWER, "shop");
		browser.open("/environments/clusters");
		assertThat(browser.text("#content")).contains("east", "Not reachable", "since")
			.doesNotContain("cannot be read", "kubeconfig", "127.0.0.1", "Rights");
		assertThat(browser.looks("clusters-viewer")).isZero();
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void storesAreShownAndTestedByOperators(Console console, Browser browser) {
		console.signInAsAdmin();
		browser.open("/services");
		browser.click("a[href='/integrations']");
		browser.awaitText("h1", "Integrations");
		assertThat(browser.text("#stores")).contains("Logs", "Metrics", "Traces", "Answers");
		assertThat(browser.looks("integrations")).isZero();
		assertThat(browser.reachesByKeyboard("#test-metrics")).isTrue();
		browser.click("#test-metrics");
		browser.awaitText("#content", "Metrics answers.");
		browser.fresh();
		console.signIn("vic", Role.VIEWER, "shop");
		browser.open("/integrations");
		assertThat(browser.text("#stores")).contains("Logs", "for operators");
		assertThat(browser.texts("[id^=test-], a[href='/integrations']")).isEmpty();
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void operatorsWritePromQlAndAreToldWhereItCannotBeAsked(Console console, Browser browser) {
		console.signInAsAdmin();
		browser.open("/integrations");
		browser.click("#to-promql");
		browser.awaitText("h1", "PromQL");
		assertThat(browser.looks("promql")).isZero();
		browser.type("#query", "sum(up) <b>");
		browser.click("form[action='/promql'] button");
		browser.awaitText("#content", "slipway.metrics.prometheus.url");
		assertThat(browser.attribute("#query", "value")).isEqualTo("sum(up) <b>");
	}

	@Test
	void channelsAreMadeTriedAndTheirDeliveriesSentAgain(Console console, Browser browser) {
		console.signInAsAdmin();
		browser.open("/settings/notifications");
		assertThat(browser.text("#content")).contains("No channel yet");
		assertThat(browser.looks("notifications-none")).isZero();
		channel(browser, "shop-alerts", console.platform().inbox().url() + "/hook/shop");
		channel(browser, "pager", console.platform().inbox().url() + "/down/pager");
		assertThat(browser.looks("notifications")).isZero();
		deliver(browser, "shop-alerts", "Delivered");
		assertThat(browser.looks("deliveries")).isZero();
		assertThat(browser.reachesByKeyboard("[id^=redeliver-]")).isTrue();
		browser.click("[id^=redeliver-]");
		browser.await("the second delivery", () -> again(browser).texts("#deliveries tbody tr").size() == 2);
		deliver(browser, "pager", "503");
		assertThat(browser.looks("deliveries-failed")).isZero();
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void aConfigurationIsLookedAtAndChanged(Console console, Browser browser) {
		console.samples().skippers();
		console.signInAsAdmin();
		browser.open("/services/skippers/configuration");
		assertThat(browser.text("#configuration")).contains("GREETING", "Ahoy", "FLEET_SIZE");
		browser.type("#configuration textarea[aria-label='Value of GREETING']", "Moin");
		browser.click("#c-check");
		browser.awaitText("#preview", "GREETING");
		assertThat(browser.text("#preview")).contains("Ahoy", "becomes", "Moin");
		assertThat(browser.looks("configuration")).isZero();
		for (String button : new String[] { "#c-save", "#c-check" }) {
			assertThat(browser.reachesByKeyboard(button)).as(button).isTrue();
		}
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void aPromotionIsAskedForAndWhatOneTypesSurvivesWhatComesIn(Console console, Browser browser) {
		console.samples().skippers();
		console.signIn("dora", Role.DEVELOPER, "shop");
		browser.open("/services/skippers");
		browser.awaitText("#lane", "Promote from dev");
		assertThat(browser.looks("lane")).isZero();
		browser.clickAndConfirm("#promote-staging");
		browser.awaitText("h2", "Promotion 1 to staging");
		browser.awaitText("#promotion", "Nobody has answered.");
		assertThat(browser.texts("#approve, #refuse")).as("for who asked").isEmpty();
		assertThat(browser.reachesByKeyboard("#withdraw")).isTrue();
		String page = browser.path();
		browser.fresh();
		console.signInAsAdmin();
		browser.open(page);
		browser.type("#promotion input[name=comment]", "Looks good to");
		refreshes(console, browser);
		assertThat(browser.script("return document.querySelector('#promotion input[name=comment]').value"))
			.isEqualTo("Looks good to");
		// Also when one looks elsewhere meanwhile.
		browser.script("document.activeElement.blur()");
		refreshes(console, browser);
		assertThat(browser.script("return document.querySelector('#promotion input[name=comment]').value"))
			.isEqualTo("Looks good to");
		assertThat(browser.looks("promotion")).isZero();
		for (String button : new String[] { "#withdraw", "#approve", "#refuse" }) {
			assertThat(browser.reachesByKeyboard(button)).as(button).isTrue();
		}
		browser.click("#refuse");
		browser.awaitText("#promotion", "admin refused");
		assertThat(browser.text("#answers")).contains("Looks good to");
		browser.looks("promotion-refused");
		assertThat(browser.complaints()).isEmpty();
	}

	/** Waits until the page has been read again twice after something moved. */
	private static void refreshes(Console console, Browser browser) {
		browser.script("performance.clearResourceTimings()");
		console.platform().bean(LiveEvents.class).publish("services/skippers", "release", "{}");
		browser.await("the page to be read again",
				() -> Integer.parseInt(browser.script("return performance.getEntriesByType('resource').filter("
						+ "(one) => one.initiatorType === 'fetch' && one.name === location.href && one.responseEnd > 0)"
						+ ".length")) >= 2);
	}

	private static void channel(Browser browser, String name, String url) {
		browser.type("#channel-name", name);
		browser.type("#channel-url", url);
		browser.click("#make-channel");
		browser.await("the channel " + name, () -> browser.texts("tbody a").contains(name));
	}

	private static void deliver(Browser browser, String name, String said) {
		browser.open("/settings/notifications");
		String page = browser
			.script("return [...document.querySelectorAll('tbody a')].find((one) => one.textContent === '" + name
					+ "').getAttribute('href')");
		browser.open(page);
		browser.click(".slip-actions button");
		browser.await("the delivery", () -> again(browser).texts("#deliveries tbody").toString().contains(said));
	}

	private static Browser again(Browser browser) {
		browser.open(browser.path());
		return browser;
	}

}
