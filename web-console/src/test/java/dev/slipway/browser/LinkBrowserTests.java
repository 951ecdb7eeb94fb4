package dev.slipway.browser;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** From the first page on, every link is followed. */
@ConsoleTest
class LinkBrowserTests {

	private static final int FEWEST = 25;

	@Test
	void everyLinkOfTheConsoleLeadsToAPageWithoutComplaints(Console console, Browser browser) {
		console.samples().parcels();
		console.signInAsAdmin();
		Deque<String> open = new ArrayDeque<>(Set.of("/services"));
		Set<String> seen = new LinkedHashSet<>(open);
		while (!open.isEmpty()) {
			String page = open.remove();
			assertThat(browser.open(page)).as(page).isEqualTo(200);
			assertThat(browser.complaints()).as(page).isEmpty();
			if (browser.script("return document.getElementById('main') !== null").equals("true")) {
				links(browser).filter((link) -> follows(link) && seen.add(link)).forEach(open::add);
			}
		}
		assertThat(seen).hasSizeGreaterThan(FEWEST)
			.contains("/admin/instances", "/api-docs", "/audit", "/services/parcels/traces/" + Samples.TRACE,
					"/services/parcels/environments/dev/releases/2", "/templates/spring-boot-service");
	}

	private static java.util.stream.Stream<String> links(Browser browser) {
		String found = browser.script("""
				return [...document.querySelectorAll("a[href^='/']")].map((link) => link.getAttribute("href"))
					.join("\\n");""");
		return Arrays.stream(found.split("\n")).filter((link) -> !link.isBlank());
	}

	/** Of services like each other one is enough. */
	private static boolean follows(String link) {
		return !link.startsWith("/services/") || link.startsWith("/services/parcels")
				|| link.startsWith("/services/new");
	}

}
