package dev.slipway.browser;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A phone's width, and the dark. */
@ConsoleTest
class LooksBrowserTests {

	private static final List<String> PAGES = List.of("/services", "/services/new", "/services/parcels",
			"/services/parcels/builds", "/services/parcels/builds/1", "/services/parcels/releases",
			"/services/parcels/environments/dev/releases/2", "/services/parcels/environments/dev/releases/4",
			"/services/harbour/environments/dev/releases/2", "/services/lanterns/environments/dev/releases/2",
			"/releases", "/services/parcels/logs", "/services/parcels/metrics", "/services/parcels/traces",
			"/services/parcels/traces/" + Samples.TRACE, "/services/parcels/chaos", "/templates",
			"/templates/spring-boot-service", "/environments", "/environments/clusters", "/settings", "/audit",
			"/nowhere");

	@BeforeEach
	void signIn(Console console) {
		console.samples().releases();
		console.signInAsAdmin();
	}

	@Test
	void noPageIsWiderThanAPhone(Browser browser) {
		browser.phone();
		for (String page : PAGES) {
			browser.open(page);
			assertThat(browser.script("return document.documentElement.scrollWidth - window.innerWidth")).as(page)
				.isEqualTo("0");
			browser.screenshot("phone" + page.replace('/', '-'));
		}
	}

	@Test
	void onAPhoneTheMenuOpensAndLeadsOn(Browser browser) {
		browser.phone();
		browser.open("/services");
		browser.click("[data-nav-toggle]");
		assertThat(browser.attribute("[data-nav-toggle]", "aria-expanded")).isEqualTo("true");
		browser.click("#side a[href='/templates']");
		browser.awaitText("h1", "Templates");
	}

	@Test
	void pagesAreDarkWhenTheSystemIsAndEveryTextCanBeRead(Browser browser) {
		browser.prefers("dark");
		for (String page : PAGES) {
			browser.open(page);
			assertThat(browser.attribute("html", "data-bs-theme")).as(page).isEqualTo("dark");
			assertThat(Integer.parseInt(brightness(browser))).as("brightness of " + page).isLessThan(80);
			browser.screenshot("dark" + page.replace('/', '-'));
		}
	}

	@Test
	void aChoiceOfColoursIsKept(Browser browser) {
		browser.open("/settings");
		assertThat(browser.attribute("html", "data-bs-theme")).isEqualTo("light");
		browser.click("[data-theme-toggle]");
		assertThat(browser.attribute("html", "data-bs-theme")).isEqualTo("dark");
		browser.open("/services");
		assertThat(browser.attribute("html", "data-bs-theme")).isEqualTo("dark");
	}

	private static String brightness(Browser browser) {
		return browser.script("""
				const numbers = getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).map(Number);
				return Math.max(...numbers.slice(0, 3));""");
	}

}
