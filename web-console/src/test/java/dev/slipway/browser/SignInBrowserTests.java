package dev.slipway.browser;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Signing in by a one-time link, and out. */
@ConsoleTest
class SignInBrowserTests {

	@Test
	void aLinkSignsInOnceAndSaysSoWhenItWasUsed(Console console, Browser browser) {
		browser.open("/services");
		assertThat(browser.path()).startsWith("/signin");
		assertThat(browser.text("h1")).isEqualTo("Sign in");
		assertThat(browser.text("main")).contains("./slipway link");
		String link = console.link("admin");
		browser.open(link);
		assertThat(browser.path()).isEqualTo("/services");
		assertThat(browser.text("h1")).isEqualTo("Services");
		assertThat(browser.text(".slip-who")).contains("admin");
		browser.click("button[aria-label='Sign out']");
		browser.awaitText("h1", "Sign in");
		browser.open("/services");
		assertThat(browser.path()).startsWith("/signin");
		browser.open(link);
		browser.awaitText("[role=alert]", "used already");
	}

	@Test
	void whoWantedAPageGetsItAfterSigningIn(Console console, Browser browser) {
		browser.open("/settings");
		assertThat(browser.path()).isEqualTo("/signin?next=%2Fsettings");
		browser.open(console.link("admin") + "&next=/settings");
		assertThat(browser.path()).isEqualTo("/settings");
		assertThat(browser.text("h1")).isEqualTo("Settings");
	}

	@Test
	void theAdministratorMakesALinkForANewColleague(Console console, Browser browser) {
		console.signInAsAdmin();
		browser.open("/settings");
		browser.type("#person-name", "grace");
		browser.type("#person-teams", "shop");
		browser.click("form[action='/settings/people'] button");
		browser.awaitText("#people-title + *, td", "grace");
		browser.click("form[action='/settings/people/grace/link'] button");
		browser.awaitText(".alert-success", "A link for grace");
		String link = browser.text(".alert-success code");
		browser.fresh();
		browser.open(link.substring(link.indexOf("/signin")));
		browser.awaitText(".slip-who", "grace");
	}

	@Test
	void aTokenIsShownOnceAndRevoked(Console console, Browser browser) {
		console.signInAsAdmin();
		browser.open("/settings");
		browser.type("#token-name", "laptop of ada");
		browser.click("form[action='/settings/tokens'] button");
		browser.awaitText(".alert-success", "Copy the token now");
		assertThat(browser.text(".alert-success code")).startsWith("slp_");
		browser.open("/settings");
		assertThat(browser.texts(".alert-success")).isEmpty();
		assertThat(browser.text("table")).contains("laptop of ada");
		browser.clickAndConfirm("form[data-confirm*='laptop of ada'] button");
		browser.await("the token to be gone", () -> !browser.texts("main").toString().contains("laptop of ada"));
	}

}
