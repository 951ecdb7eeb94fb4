package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import dev.slipway.observability.metrics.embedded.ScrapedPods;
import dev.slipway.observability.metrics.embedded.ScrapedPods.Pod;
import dev.slipway.rollout.Gate.Call;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.test.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Gates of a step in which the platform was restarted: what it had scraped is lost. */
class GateRestartTest {

	private final SettableClock clock = new SettableClock();

	private final ScrapedPods pods = new ScrapedPods(this.clock);

	private final Pod stable = this.pods.pod("shop", "orders", 1, "orders-r1-a");

	private final Pod candidate = this.pods.pod("shop", "orders", 2, "orders-r2-a");

	private Instant since = this.clock.instant();

	@AfterEach
	void close() {
		this.pods.close();
	}

	private void begin() {
		this.pods.scrape();
		this.since = this.clock.instant();
	}

	private void scrapes(int scrapes, int failed) {
		for (int i = 0; i < scrapes; i++) {
			this.stable.answers(5000, 200, 40);
			this.candidate.answers(5000 - failed, 200, 40);
			if (failed > 0) {
				this.candidate.answers(failed, 500, 40);
			}
			this.pods.scrape();
		}
	}

	private Reading compared(Duration hold) {
		return new CompareGate(this.pods.store(), Load.NONE, new KeptRails())
			.look(new Call(Cases.CANDIDATE, Cases.STABLE, Cases.spec("compare"),
					Cases.stage(1, hold, Cases.spec("compare")), this.since, this.clock.instant()));
	}

	private Reading measured() {
		return new MetricGate(new Measurements(this.pods.store(), (release) -> Map.of()), new KeptRails())
			.look(Cases.call(Cases.STABLE, Cases.spec("metric", "metric", "errorRatio", "max", "2%"), this.since,
					this.clock.instant()));
	}

	@Test
	void aComparisonLooksAgainOverAWholeWindowAndSaysSo() {
		begin();
		scrapes(11, 0);
		this.pods.platformRestarts();
		this.clock.advance(Duration.ofSeconds(20));
		assertThat(compared(Duration.ofSeconds(60)).conclusion()).isNotEqualTo(Conclusion.PASSED);
		scrapes(1, 0);
		Instant again = this.clock.instant();
		scrapes(11, 0);
		Reading reading = compared(Duration.ofSeconds(60));
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(Conclusion.PENDING);
		assertThat(reading.explanation()).contains("There are no measurements before ", "looks again",
				"needs 5 s more");
		scrapes(1, 0);
		reading = compared(Duration.ofSeconds(60));
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(Conclusion.PASSED);
		assertThat(reading.explanation()).contains("0 of 60,000");
		assertThat(reading.evidence()).extractingByKey("window").asString().contains("from=" + again);
	}

	/** The step had become as long as it may: what it may be is counted anew, too. */
	@Test
	void aRestartLateInALongStepIsNoReasonToGiveUp() {
		begin();
		scrapes(3, 0);
		this.clock.advance(Duration.ofMinutes(10));
		this.pods.platformRestarts();
		scrapes(3, 0);
		assertThat(compared(Duration.ofSeconds(60)).conclusion()).isEqualTo(Conclusion.PENDING);
		scrapes(10, 250);
		assertThat(compared(Duration.ofSeconds(60)).conclusion()).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void aPlatformThatIsRestartedAgainAndAgainNeverPassesAnythingUnseen() {
		begin();
		for (int i = 0; i < 8; i++) {
			scrapes(8, 0);
			assertThat(compared(Duration.ofSeconds(60)).conclusion()).isEqualTo(Conclusion.PENDING);
			assertThat(measured().conclusion()).isEqualTo(Conclusion.PENDING);
			this.pods.platformRestarts();
			assertThat(compared(Duration.ofSeconds(60)).conclusion()).isIn(Conclusion.PENDING, Conclusion.NO_DATA);
			assertThat(measured().conclusion()).isIn(Conclusion.PENDING, Conclusion.NO_DATA);
		}
	}

	@Test
	void aLimitIsMeasuredOverItsWholeWindowAgain() {
		begin();
		scrapes(12, 0);
		assertThat(measured().conclusion()).isEqualTo(Conclusion.PASSED);
		this.pods.platformRestarts();
		assertThat(measured().conclusion()).isEqualTo(Conclusion.NO_DATA);
		this.clock.advance(Duration.ofSeconds(30));
		scrapes(4, 0);
		Reading reading = measured();
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(Conclusion.PENDING);
		assertThat(reading.explanation()).contains("There are no measurements before ", "are missing");
		scrapes(9, 0);
		assertThat(measured().conclusion()).isEqualTo(Conclusion.PASSED);
	}

	@Test
	void aFirstScrapeThatComesALittleLateIsNoRestart() {
		this.since = this.clock.instant();
		this.clock.advance(Duration.ofSeconds(7));
		scrapes(1, 0);
		assertThat(compared(Duration.ofSeconds(60)).explanation()).doesNotContain("no measurements");
		scrapes(10, 0);
		assertThat(measured().conclusion()).isEqualTo(Conclusion.PASSED);
	}

	/**
	 * Prometheus scrapes each minute: it has nothing of the first one, and was not
	 * restarted.
	 */
	@Test
	void slowScrapesAreNoGap() {
		this.since = this.clock.instant();
		this.clock.advance(Duration.ofSeconds(55));
		scrapes(1, 0);
		MetricGate slow = new MetricGate(
				new Measurements(this.pods.store(), (release) -> Map.of(), Duration.ofMinutes(1)), new KeptRails());
		MetricGate quick = new MetricGate(
				new Measurements(this.pods.store(), (release) -> Map.of(), Duration.ofSeconds(5)), new KeptRails());
		Call call = Cases.call(Cases.STABLE, Cases.spec("metric", "metric", "errorRatio", "max", "2%", "window", "3m"),
				this.since, this.clock.instant());
		assertThat(quick.look(call).explanation()).contains("There are no measurements before ");
		assertThat(slow.look(call).explanation()).doesNotContain("no measurements");
	}

}
