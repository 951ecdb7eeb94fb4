package dev.slipway.analysis;

import java.time.Instant;
import java.util.Map;

import dev.slipway.observability.metrics.embedded.ScrapedPods;
import dev.slipway.observability.metrics.embedded.ScrapedPods.Pod;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.test.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Guard rails over the embedded store, looked at after every scrape. */
class MetricRailTest {

	private final SettableClock clock = new SettableClock();

	private final ScrapedPods pods = new ScrapedPods(this.clock);

	private Map<String, Integer> restarts = Map.of("orders-r2-a", 0);

	private final KeptRails memory = new KeptRails();

	private final MetricRail rail = new MetricRail(new Measurements(this.pods.store(), (release) -> this.restarts),
			this.memory);

	private final Pod pod = this.pods.pod("shop", "orders", 2, "orders-r2-a");

	private final Instant since = this.clock.instant();

	@AfterEach
	void close() {
		this.pods.close();
	}

	private Reading look(String... settings) {
		return this.rail.look(Cases.call(null, Cases.spec("metric", settings), this.since, this.clock.instant()));
	}

	private Reading scraped(String... settings) {
		this.pods.scrape();
		return look(settings);
	}

	private Conclusion errors(int good, int bad) {
		this.pod.answers(good, 200, 10);
		if (bad > 0) {
			this.pod.answers(bad, 500, 10);
		}
		return scraped("metric", "errorRatio", "max", "5%").conclusion();
	}

	@Test
	void tripsAtTheScrapeThatMakesItDecidable() {
		assertThat(errors(50, 0)).isEqualTo(Conclusion.NO_DATA);
		assertThat(errors(50, 0)).isEqualTo(Conclusion.PENDING);
		assertThat(errors(25, 25)).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void onceTrippedItStaysSo() {
		errors(50, 0);
		assertThat(errors(0, 50)).isEqualTo(Conclusion.FAILED);
		assertThat(errors(5000, 0)).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void sharesBelowTheLimitAndFailuresOfProbesDoNotTrip() {
		for (int i = 0; i < 60; i++) {
			this.pod.probed(100);
			assertThat(errors(96, 4)).isNotEqualTo(Conclusion.FAILED);
		}
	}

	@Test
	void aCandidateThatWasGoodForLongIsOffSoon() {
		for (int i = 0; i < 70; i++) {
			errors(10_000, 0);
		}
		int scrapes = 0;
		Conclusion conclusion;
		do {
			conclusion = errors(80, 20);
			scrapes++;
		}
		while (conclusion != Conclusion.FAILED && scrapes < 400);
		// Without a watch that begins anew it took more than the loop has.
		assertThat(scrapes).isLessThan(70);
	}

	@Test
	void whatFailedBeforeItHadRequestsDoesNotCount() {
		this.pod.answers(100, 500, 10);
		this.pods.scrape();
		look("metric", "errorRatio", "max", "5%");
		assertThat(errors(20, 0)).isEqualTo(Conclusion.PENDING);
	}

	@Test
	void aRestartedPodCountsFromZero() {
		errors(50, 0);
		errors(50, 0);
		this.pod.restarts();
		assertThat(errors(0, 30)).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void noneAtAllMeansTheFirst() {
		this.pod.answers(1000, 200, 10);
		scraped("metric", "errorRatio", "max", "0");
		this.pod.answers(1000, 200, 10);
		assertThat(scraped("metric", "errorRatio", "max", "0").conclusion()).isEqualTo(Conclusion.PENDING);
		this.pod.answers(1, 503, 10);
		assertThat(scraped("metric", "errorRatio", "max", "0").conclusion()).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void watchesSlowRequests() {
		String[] settings = { "slowerThan", "1s", "max", "5%" };
		this.pod.answers(100, 200, 900);
		scraped(settings);
		this.pod.answers(100, 200, 900);
		assertThat(scraped(settings).conclusion()).isEqualTo(Conclusion.PENDING);
		this.pod.answers(60, 200, 2000);
		Reading reading = scraped(settings);
		assertThat(reading.conclusion()).isEqualTo(Conclusion.FAILED);
		assertThat(reading.explanation()).contains("requests slower than 1 s", "60 of 160");
		assertThat(reading.evidence()).containsEntry("bad", 60L).containsEntry("total", 160L);
	}

	@Test
	void othersDoNotTripIt() {
		Pod stable = this.pods.pod("shop", "orders", 1, "orders-r1-a");
		Pod stranger = this.pods.pod("bank", "orders", 2, "orders-r2-x");
		errors(50, 0);
		stable.answers(500, 500, 10);
		stranger.answers(500, 500, 10);
		assertThat(errors(50, 0)).isEqualTo(Conclusion.PENDING);
	}

	@Test
	void restartsAreCountedAtOnce() {
		assertThat(look("metric", "restarts", "max", "1").conclusion()).isNotEqualTo(Conclusion.FAILED);
		this.restarts = Map.of("orders-r2-a", 1, "orders-r2-b", 1);
		Reading reading = look("metric", "restarts", "max", "1");
		assertThat(reading.conclusion()).isEqualTo(Conclusion.FAILED);
		assertThat(reading.evidence().get("samples")).isEqualTo(this.restarts);
	}

	@Test
	void aReleaseThatEndedIsForgotten() {
		errors(50, 0);
		assertThat(errors(0, 50)).isEqualTo(Conclusion.FAILED);
		this.memory.dropEnded();
		this.rail.forget(Cases.CANDIDATE.plan().flowId());
		assertThat(errors(50, 0)).isEqualTo(Conclusion.NO_DATA);
	}

}
