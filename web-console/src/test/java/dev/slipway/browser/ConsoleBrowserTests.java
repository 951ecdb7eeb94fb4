package dev.slipway.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.SlipwayApplication;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/** What a person sees and does in the console, in Chromium against the whole platform. */
@SuppressWarnings("NullAway.Init")
class ConsoleBrowserTests {

	private static final List<String> TABS = List.of("", "/builds", "/releases", "/logs", "/metrics", "/traces",
			"/chaos");

	@TempDir
	private static Path folder;

	private static ConfigurableApplicationContext platform;

	private static Browser browser;

	private static RestClient api;

	@BeforeAll
	static void start() throws Exception {
		Path state = folder.resolve("state");
		platform = SpringApplication.run(SlipwayApplication.class, "--server.port=0", "--slipway.state=" + state,
				"--slipway.url=http://localhost");
		String url = "http://localhost:" + platform.getEnvironment().getProperty("local.server.port");
		api = RestClient.builder()
			.baseUrl(url + "/api/v1")
			.defaultHeader("Authorization", "Bearer " + Files.readString(state.resolve("admin-token")).strip())
			.build();
		browser = Browser.start(url, folder.resolve("profile"));
	}

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.close();
		}
		if (platform != null) {
			platform.close();
		}
	}

	@BeforeEach
	void signedOut() {
		browser.resize(1400, 1000);
		browser.open("/signin");
		browser.forget();
		browser.complaints();
	}

	@Test
	void aSignInLinkWorksOnce() throws Exception {
		browser.open("/services");
		assertThat(browser.path()).startsWith("/signin");
		assertThat(browser.text("h1")).isEqualTo("Sign in");
		browser.screenshot("sign-in");
		String link = link();
		browser.open(link);
		assertThat(browser.path()).isEqualTo("/services");
		assertThat(browser.text("h1")).isEqualTo("Services");
		browser.click("button[aria-label='Sign out']");
		browser.awaitText("h1", "Sign in");
		browser.open("/services");
		assertThat(browser.path()).startsWith("/signin");
		browser.open(link);
		assertThat(browser.text("[role=alert]")).contains("used already");
	}

	@Test
	void theWizardSaysAtTheFieldWhatIsWrongAndShowsWhatItWillMake() throws Exception {
		browser.open(link());
		browser.open("/services/new");
		browser.type("#f-name", "Orders!");
		browser.type("#f-team", "shop");
		browser.click("#next");
		browser.awaitText("#e-name", " ");
		assertThat(browser.attribute("#f-name", "aria-invalid")).isEqualTo("true");
		assertThat(browser.attribute("#f-name", "value")).isEqualTo("Orders!");
		assertThat(browser.attribute("#f-team", "value")).isEqualTo("shop");
		browser.screenshot("wizard-error");
		browser.type("#f-name", "billing");
		browser.click("#next");
		browser.awaitText(".slip-progress .now", "The code");
		browser.click("#next");
		browser.awaitText("#review", "Jenkinsfile");
		assertThat(browser.text("#review")).contains("billing", "shop", "pom.xml", "deploy/deployment.yaml");
		browser.screenshot("wizard-review");
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void aServiceIsFoundInTheListAndEveryTabOfItsPageOpens() throws Exception {
		add("parcels");
		browser.open(link());
		browser.type("#query", "parc");
		browser.click("form[role=search] button");
		browser.awaitText("#service-list", "parcels");
		browser.click("#service-list a.fw-bold");
		browser.awaitText("h1", "parcels");
		assertThat(browser.text("main")).contains("git clone http://localhost/git/shop/parcels.git");
		for (String tab : TABS) {
			browser.open("/services/parcels" + tab);
			assertThat(browser.text("h1")).as(tab).isEqualTo("parcels");
			assertThat(browser.texts(".slip-tabs [aria-current=page]")).as(tab).hasSize(1);
			assertThat(browser.complaints()).as(tab).isEmpty();
			browser.screenshot("service" + tab.replace('/', '-'));
		}
	}

	@Test
	void pagesFitAPhoneAndTurnDark() throws Exception {
		add("parcels");
		browser.open(link());
		browser.resize(500, 900);
		for (String page : List.of("/services", "/services/parcels", "/services/new", "/templates", "/environments",
				"/settings", "/audit")) {
			browser.open(page);
			assertThat(browser.script("return document.documentElement.scrollWidth <= window.innerWidth")).as(page)
				.isEqualTo("true");
		}
		browser.screenshot("phone");
		browser.resize(1400, 1000);
		browser.open("/settings");
		String before = browser.attribute("html", "data-bs-theme");
		browser.click("[data-theme-toggle]");
		assertThat(browser.attribute("html", "data-bs-theme")).isNotEqualTo(before);
		browser.open("/settings");
		assertThat(browser.attribute("html", "data-bs-theme")).isNotEqualTo(before);
		browser.screenshot("settings-dark");
		browser.click("[data-theme-toggle]");
	}

	@Test
	void everyLinkOfTheConsoleLeadsSomewhere() {
		add("parcels");
		browser.open(link());
		for (String page : List.of("/services", "/services/parcels", "/templates", "/settings")) {
			browser.open(page);
			String dead = String.valueOf(browser.script("""
					const links = [...document.querySelectorAll("a[href^='/']")].map((a) => a.getAttribute("href"));
					const dead = [];
					for (const link of new Set(links)) {
						const request = new XMLHttpRequest();
						request.open("GET", link, false);
						request.send();
						if (request.status >= 400) { dead.push(link + " " + request.status); }
					}
					return dead.join();"""));
			assertThat(dead).as(page).isEmpty();
		}
	}

	private static void add(String name) {
		platform.getBean(Catalog.class)
			.add(new Service(name, "shop", "Sends parcels.", "spring-boot-service",
					"http://localhost/git/shop/" + name + ".git", "ada", Instant.now()));
	}

	private static String link() {
		Map<?, ?> answer = api.post().uri("/sign-in-links").retrieve().body(Map.class);
		String url = (answer != null) ? String.valueOf(answer.get("url")) : "";
		return url.substring(url.indexOf("/signin"));
	}

}
