package dev.slipway.browser;

import dev.slipway.access.Role;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What those may see who may not see everything. */
@ConsoleTest
class AccessBrowserTests {

	@Test
	void anotherTeamsServiceIsNotThereAndThePageSaysWhereToGo(Console console, Browser browser) {
		console.samples().parcels();
		console.signIn("bob", Role.DEVELOPER, "billing");
		assertThat(browser.texts("main").toString()).doesNotContain("parcels");
		for (String page : new String[] { "", "/builds/1", "/environments/dev/releases/1", "/logs", "/chaos" }) {
			assertThat(browser.open("/services/parcels" + page)).as(page).isEqualTo(404);
			assertThat(browser.text("main")).as(page).contains("parcels", "team");
		}
		browser.click("a.btn-primary");
		browser.awaitText("h1", "Services");
	}

	@Test
	void instancesAreForOperators(Console console, Browser browser) {
		console.signIn("bob", Role.DEVELOPER, "billing");
		assertThat(browser.texts(".slip-nav")).doesNotContain("Instances", "Audit log");
		assertThat(browser.open("/admin/instances")).isEqualTo(403);
		assertThat(browser.text("main")).contains("role", "administrator");
		browser.fresh();
		console.signIn("olga", Role.OPERATOR, "operations");
		browser.click(".slip-nav[href='/admin/instances']");
		browser.await("Spring Boot Admin", () -> browser.path().startsWith("/admin/instances")
				&& browser.script("return document.title").contains("Slipway instances"));
		browser.await("its page to be drawn",
				() -> Integer.parseInt(browser.script("return document.querySelector('#app').childElementCount")) > 0);
	}

	@Test
	void aViewerSeesAServiceButNoButtonThatChangesIt(Console console, Browser browser) {
		console.samples().parcels();
		console.signIn("vera", Role.VIEWER, "shop");
		for (String page : new String[] { "", "/builds", "/builds/1", "/environments/dev/releases/1", "/chaos" }) {
			assertThat(browser.open("/services/parcels" + page)).as(page).isEqualTo(200);
			assertThat(browser.texts("#content form[method=post]")).as(page).isEmpty();
		}
	}

	@Test
	void aPageThatIsNotThereSaysSo(Console console, Browser browser) {
		console.signInAsAdmin();
		assertThat(browser.open("/nowhere")).isEqualTo(404);
		assertThat(browser.text("h1")).isEqualTo("There is nothing here");
		browser.click("a.btn-primary");
		browser.awaitText("h1", "Services");
	}

}
