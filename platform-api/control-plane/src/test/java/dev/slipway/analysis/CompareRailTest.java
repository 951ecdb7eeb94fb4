package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.slipway.observability.metrics.embedded.ScrapedPods;
import dev.slipway.observability.metrics.embedded.ScrapedPods.Pod;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.test.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Both releases are scraped every ten seconds. */
class CompareRailTest {

	private final SettableClock clock = new SettableClock();

	private final ScrapedPods pods = new ScrapedPods(this.clock);

	private final CompareRail rail = new CompareRail(this.pods.store(), new KeptRails());

	private final Pod candidate = this.pods.pod("shop", "orders", 2, "orders-r2-a");

	private final Pod stable = this.pods.pod("shop", "orders", 1, "orders-r1-a");

	private final Instant since = this.clock.instant();

	@AfterEach
	void close() {
		this.pods.close();
	}

	private Reading look(String... settings) {
		return this.rail
			.look(Cases.call(Cases.STABLE, Cases.spec("compare", settings), this.since, this.clock.instant()));
	}

	/** Ten seconds with so many failures of a hundred requests a side. */
	private Conclusion pass(int ours, int theirs) {
		answers(this.candidate, ours);
		answers(this.stable, theirs);
		this.pods.scrape();
		this.clock.advance(Duration.ofSeconds(10));
		return look().conclusion();
	}

	private static void answers(Pod pod, int bad) {
		pod.answers(100 - bad, 200, 10);
		if (bad > 0) {
			pod.answers(bad, 500, 10);
		}
	}

	@Test
	void aCandidateThatIsWorseTripsAndTheEvidenceHasBothSides() {
		pass(0, 0);
		Conclusion conclusion = Conclusion.PENDING;
		int blocks = 0;
		while (conclusion != Conclusion.FAILED && blocks++ < 20) {
			conclusion = pass(30, 2);
		}
		assertThat(blocks).isBetween(3, 10);
		Reading reading = look();
		assertThat(reading.conclusion()).isEqualTo(Conclusion.FAILED);
		assertThat(reading.explanation()).contains("of the candidate's requests", "of stable's", "1.5 times stable's");
		assertThat(reading.evidence()).containsEntry("limit", "1.5 times stable's")
			.containsKeys("candidate", "stable", "queries", "window", "value");
	}

	@Test
	void whatHurtsBothIsHeldAgainstNeither() {
		pass(0, 0);
		for (int block = 0; block < 30; block++) {
			assertThat(pass(60, 60)).isEqualTo(Conclusion.PENDING);
		}
	}

	/** The peak begins and ends for the candidate one block before stable's. */
	@Test
	void aPeakThatIsSeenOfOneSideFirstDoesNotTrip() {
		pass(0, 0);
		pass(100, 0);
		for (int block = 0; block < 5; block++) {
			assertThat(pass(100, 100)).isEqualTo(Conclusion.PENDING);
		}
		pass(0, 100);
		assertThat(pass(0, 0)).isEqualTo(Conclusion.PENDING);
	}

	@Test
	void looksOnlyWhenABlockIsWhole() {
		pass(0, 0);
		String before = look().explanation();
		answers(this.candidate, 50);
		this.pods.scrape();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(look().explanation()).isEqualTo(before);
	}

	@Test
	void theFirstReleaseHasNothingToBeComparedWith() {
		assertThat(
				this.rail.look(Cases.call(null, Cases.spec("compare"), this.since, this.clock.instant())).conclusion())
			.isEqualTo(Conclusion.NOT_APPLICABLE);
	}

	@Test
	void saysWhatIsWrongWithItsSettings() {
		assertThat(this.rail.problems(Cases.spec("compare", "tolerated", "0.5")))
			.isEqualTo(List.of("tolerated: has to be at least 1, such as 1.5 for half as many again"));
		assertThat(this.rail.problems(Cases.spec("compare", "margin", "1%"))).singleElement()
			.asString()
			.contains("no such setting", "tolerated");
		assertThat(this.rail.describe(Cases.spec("compare", "slowerThan", "1s", "tolerated", "2")))
			.isEqualTo("The candidate's odds of a request slower than 1 s may be at most 2 times stable's");
	}

}
