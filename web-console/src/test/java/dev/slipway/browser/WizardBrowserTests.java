package dev.slipway.browser;

import dev.slipway.access.Role;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The wizard, made from the template's schema, up to the service it makes. */
@ConsoleTest
class WizardBrowserTests {

	@Test
	void whatIsWrongStandsAtItsFieldAndNothingTypedIsLost(Console console, Browser browser) {
		console.signInAsAdmin();
		browser.open("/services/new");
		browser.type("#f-name", "Orders!");
		browser.type("#f-team", "shop");
		browser.click("#next");
		browser.await("an error at the name", () -> !browser.texts("#e-name").isEmpty());
		assertThat(browser.text("#e-name")).isNotBlank();
		assertThat(browser.texts("#e-team")).isEmpty();
		assertThat(browser.attribute("#f-name", "aria-invalid")).isEqualTo("true");
		assertThat(browser.attribute("#f-name", "value")).isEqualTo("Orders!");
		assertThat(browser.attribute("#f-team", "value")).isEqualTo("shop");
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void aServiceIsReviewedFileByFileAndThenMadeWhileOneWatches(Console console, Browser browser) {
		console.signInAsAdmin();
		fillInUpToTheReview(browser, "billing");
		assertThat(browser.text("#review")).contains("billing", "shop", "Jenkinsfile", "pom.xml",
				"deploy/deployment.yaml", "Create the repository");
		assertThat(browser.attribute(".slip-tree details:first-child pre", "textContent")).isNotBlank();
		browser.screenshot("wizard-review");
		browser.click("#create");
		browser.await("the onboarding's page", () -> browser.path().startsWith("/onboardings/billing-"));
		browser.script("window.sameVisit = true");
		browser.awaitText("#onboarding", "billing is there.");
		assertThat(browser.script("return window.sameVisit")).as("it moved without being opened again")
			.isEqualTo("true");
		assertThat(browser.texts(".slip-steps li")).isNotEmpty()
			.allSatisfy((step) -> assertThat(step).contains("Done"));
		assertThat(browser.complaints()).isEmpty();
		browser.screenshot("onboarding");
		browser.click("#to-service");
		browser.awaitText("h1", "billing");
		assertThat(browser.text("main")).contains("git clone http://localhost/git/shop/billing.git");
	}

	@Test
	void aStepThatFailsSaysWhyAndIsTakenBack(Console console, Browser browser) {
		console.samples().repository("shop", "squatted", "node { }");
		console.signInAsAdmin();
		fillInUpToTheReview(browser, "squatted");
		browser.click("#create");
		browser.awaitText("#onboarding [role=alert]", "There is a repository shop/squatted already");
		assertThat(browser.text(".slip-steps .is-failed")).contains("Create the repository");
		browser.click("form[action$='/retry'] button");
		browser.awaitText(".slip-steps li", "attempt 2");
		browser.awaitText("#onboarding [role=alert]", "There is a repository shop/squatted already");
		browser.screenshot("onboarding-failed");
		browser.clickAndConfirm("form[action$='/undo'] button");
		browser.awaitText("#onboarding", "Everything was taken back.");
		assertThat(browser.open("/services/squatted")).isEqualTo(404);
	}

	@Test
	void aNameThatIsTakenIsSaidAtTheName(Console console, Browser browser) {
		console.samples().parcels();
		console.signInAsAdmin();
		fillInUpToTheReview(browser, "parcels");
		browser.click("#create");
		browser.awaitText("[role=alert]", "parcels");
		assertThat(browser.attribute("#f-name", "value")).isEqualTo("parcels");
	}

	@Test
	void aDeveloperMakesNoServiceForAnotherTeam(Console console, Browser browser) {
		console.signIn("bob", Role.DEVELOPER, "billing");
		fillInUpToTheReview(browser, "intruder");
		browser.click("#create");
		browser.awaitText("[role=alert]", "shop");
		assertThat(browser.open("/services/intruder")).isEqualTo(404);
	}

	/** Through the wizard's pages for a service of the team shop, ready to be made. */
	private static void fillInUpToTheReview(Browser browser, String name) {
		browser.open("/services/new");
		browser.type("#f-name", name);
		browser.type("#f-team", "shop");
		browser.click("#next");
		browser.awaitText(".slip-progress .now", "The code");
		browser.click("#next");
		browser.awaitText(".slip-progress .now", "Review");
	}

}
