package dev.slipway.browser;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The list of services, and the pages of one. */
@ConsoleTest
class ServiceBrowserTests {

	@BeforeEach
	void signIn(Console console) {
		console.samples().parcels();
		console.signInAsAdmin();
	}

	@Test
	void theListIsFilteredWhileOneTypes(Browser browser) {
		browser.open("/services");
		browser.type("#query", "parc");
		browser.await("the address to have the query", () -> browser.path().contains("query=parc"));
		browser.awaitText("#service-list", "parcels");
		browser.type("#query", "nothing like this");
		browser.awaitText("#service-list", "No service matches");
		browser.type("#query", "parcels");
		browser.awaitText("#service-list .badge-status", "Success");
		browser.click("#service-list a.fw-bold");
		browser.awaitText("h1", "parcels");
		assertThat(browser.complaints()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/builds", "/releases", "/logs", "/metrics", "/traces", "/chaos" })
	void everyTabOpensAndIsTheOneMarked(String tab, Browser browser) {
		assertThat(browser.open("/services/parcels" + tab)).isEqualTo(200);
		assertThat(browser.text("h1")).isEqualTo("parcels");
		assertThat(browser.texts(".slip-tabs [aria-current=page]")).hasSize(1);
		assertThat(browser.complaints()).isEmpty();
		browser.screenshot("service" + tab.replace('/', '-'));
	}

	@Test
	void aReleaseThatFailedSaysWhyAndAnOlderOneCanBeGoneBackTo(Browser browser) {
		browser.open("/services/parcels/releases");
		assertThat(browser.text("#releases")).contains("Release 1", "Release 2", "Release 3");
		browser.click("a[href$='/releases/2']");
		browser.awaitText("#release", "Failed");
		assertThat(browser.text("#release")).contains("0 of 2 pods became ready within 120 s");
		assertThat(browser.texts("form[action$='/rollback']")).as("no way back to what never worked").isEmpty();
		browser.open("/services/parcels/environments/dev/releases/1");
		assertThat(browser.text("form[action$='/rollback'] button")).isEqualTo("Roll back to this");
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void anyMetricIsDrawnByItsName(Browser browser) {
		browser.open("/services/parcels/metrics");
		assertThat(browser.text("#alerts")).contains("None are kept", "slipway.metrics.prometheus.url");
		browser.type("#explore-metric", "http_server_requests_seconds_count");
		browser.click("#explore-form button");
		browser.awaitText("#explore-expression", "(http_server_requests_seconds_count{service=\"parcels\"");
		browser.type("#explore-metric", "not a metric");
		browser.click("#explore-form button");
		browser.awaitText("#explore-hint", "is not the name of a metric");
		assertThat(browser.looks("service-metrics-explored")).isZero();
	}

	@Test
	void logRecordsAreFoundByTextAndLeadToTheirTrace(Browser browser) {
		browser.open("/services/parcels/logs?query=parcel");
		browser.awaitText("#records", "Packed parcel 7");
		assertThat(browser.text("#records")).doesNotContain("The van is full");
		browser.click("#records summary");
		browser.click("#records a[href$='" + Samples.TRACE + "']");
		browser.awaitText("h2", Samples.TRACE);
		assertThat(browser.text(".slip-waterfall")).contains("http post /parcels", "http get /stock", "100.00 ms");
		double left = Double.parseDouble(browser.script("""
				const lines = document.querySelectorAll('.slip-waterfall .line');
				const [line, bar] = [lines[1], lines[1].querySelector('i')].map((one) => one.getBoundingClientRect());
				return (bar.left - line.left) / line.width;"""));
		assertThat(left).as("the second span begins after a quarter of the first").isBetween(0.24, 0.26);
	}

	@Test
	void anErrorShowsItsStackTrace(Browser browser) {
		browser.open("/services/parcels/logs?level=ERROR");
		browser.awaitText("#records", "The van is full");
		assertThat(browser.text("#records")).doesNotContain("Packed parcel");
		browser.click("#records summary");
		assertThat(browser.text("#records pre")).contains("at com.example.Van.load(Van.java:7)");
	}

	@Test
	void aRunWaitsForTheSteadyStateAndIsAbortedWhileOneWatches(Browser browser) {
		browser.open("/services/parcels/chaos");
		browser.type("#name", "Look before you leap");
		browser.click("form[action$='/chaos'] .card-footer button");
		browser.awaitText("#experiments", "Look before you leap");
		browser.clickAndConfirm("form[data-confirm*='Look before you leap'] button");
		browser.await("the run's page", () -> browser.path().endsWith("/runs/1"));
		browser.awaitText("#run", "Waits until every check holds");
		browser.click("form[action$='/abort'] button");
		browser.awaitText(".slip-history", "Ended");
		browser.awaitText("#run", "Aborted by admin");
		browser.awaitText("#run a", "See the metrics");
		assertThat(browser.texts("form[action$='/abort']")).isEmpty();
		browser.screenshot("chaos-run");
	}

	@Test
	void anExperimentIsAddedAndTheHaltSwitchStopsAllOfThem(Browser browser) {
		browser.open("/services/parcels/chaos");
		browser.type("#name", "Kill one pod");
		browser.click("form[action$='/chaos'] .card-footer button");
		browser.awaitText("#experiments", "Kill one pod");
		assertThat(browser.text("#experiments")).contains("Pod kill", "Never run");
		browser.type("#reason", "Busy season");
		browser.click("form[action$='/chaos/switch'] button");
		browser.awaitText("main", "All chaos is halted");
		assertThat(browser.text("main")).contains("Busy season");
		assertThat(browser.texts("#experiments button")).isEmpty();
		browser.type("#reason", "Season is over");
		browser.click("form[action$='/chaos/switch'] button");
		browser.awaitText("main", "Chaos may run");
		assertThat(browser.complaints()).isEmpty();
	}

}
