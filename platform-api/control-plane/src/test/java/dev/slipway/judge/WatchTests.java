package dev.slipway.judge;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Guard rails, looked at after every scrape. */
class WatchTests {

	private static final double ALPHA = 0.05;

	private static final int RUNS = 2000;

	private static final int LOOKS = 500;

	@ParameterizedTest
	@ValueSource(doubles = { 0.001, 0.01, 0.2 })
	void aCandidateAtTheLimitIsRarelyTrippedHoweverOftenOneLooks(double limit) {
		assertThat(Simulation.share("guard rail, ratio at the limit of " + Words.percent(limit), RUNS,
				(draws) -> trips(Watch.rate("5xx", limit, ALPHA), draws, limit)))
			.isLessThanOrEqualTo(ALPHA);
	}

	/**
	 * Only the chance given the past has to keep to the limit; errors may come in peaks.
	 */
	@Test
	void norIsOneWhoseErrorsComeAndGo() {
		assertThat(Simulation.share("guard rail, ratio between none and the limit", RUNS, (draws) -> {
			Watch watch = Watch.rate("5xx", 0.02, ALPHA);
			for (int look = 0; look < LOOKS && !watch.tripped(); look++) {
				watch = watch.plus(Sides.first(draws.counts(20, (look / 25 % 2) * 0.02)));
			}
			return watch.tripped();
		})).isLessThanOrEqualTo(ALPHA);
	}

	/** The control: a test that is not made for looking often trips many more. */
	@Test
	void lookingAtAPValueAfterEveryScrapeTripsTooMany() {
		assertThat(Simulation.share("control: one-sided p-value after every scrape", RUNS, (draws) -> {
			Counts seen = Counts.NONE;
			for (int look = 0; look < LOOKS; look++) {
				seen = seen.plus(draws.counts(20, 0.2));
				double deviation = Math.sqrt(seen.total() * 0.2 * 0.8);
				if ((seen.failures() - 0.2 * seen.total()) / deviation > Distributions.normalQuantile(ALPHA)) {
					return true;
				}
			}
			return false;
		})).isGreaterThan(4 * ALPHA);
	}

	@ParameterizedTest
	@CsvSource({ "0.01, 0.05, 700", "0.01, 0.5, 60", "0.05, 0.2, 200", "0.001, 0.01, 3000" })
	void aCandidateWellAboveTheLimitIsTrippedSoon(double limit, double ratio, int within) {
		assertThat(Simulation.share(
				"guard rail at " + Words.percent(limit) + " trips " + Words.percent(ratio) + " within " + within, RUNS,
				(draws) -> {
					Watch watch = Watch.rate("5xx", limit, 0.01);
					for (int seen = 0; seen < within && !watch.tripped(); seen += 20) {
						watch = watch.plus(Sides.first(draws.counts(20, ratio)));
					}
					return watch.tripped();
				}))
			.isGreaterThanOrEqualTo(0.95);
	}

	@ParameterizedTest
	@CsvSource({ "20, 180, 0.02", "100, 100, 0.1", "180, 20, 0.01" })
	void aPeakOfErrorsThatHurtsBothSidesIsNoEvidenceAgainstOne(int candidate, int stable, double base) {
		assertThat(Simulation.share("guard rail against stable, " + candidate + " to " + stable + ", peaks", RUNS / 2,
				(draws) -> {
					Watch watch = Watch.comparison("5xx", 1, ALPHA);
					for (int look = 0; look < LOOKS / 2 && !watch.tripped(); look++) {
						double now = (look % 20 < 3) ? 5 * base : base;
						watch = watch.plus(Sides.of(draws.counts(stable, now), draws.counts(candidate, now)));
					}
					return watch.tripped();
				}))
			.isLessThanOrEqualTo(ALPHA);
	}

	@Test
	void aToleratedOddsRatioIsTolerated() {
		assertThat(Simulation.share("guard rail against stable, at the tolerated ratio", RUNS / 2, (draws) -> {
			Watch watch = Watch.comparison("5xx", 2, ALPHA);
			for (int look = 0; look < LOOKS / 2 && !watch.tripped(); look++) {
				watch = watch.plus(Sides.of(draws.counts(100, 0.05), draws.counts(100, 0.1 / 1.05)));
			}
			return watch.tripped();
		})).isLessThanOrEqualTo(ALPHA);
	}

	@Test
	void aCandidateWorseThanStableIsTripped() {
		assertThat(
				Simulation.share("guard rail against stable, 5 % against 1 % within 100 scrapes", RUNS / 2, (draws) -> {
					Watch watch = Watch.comparison("5xx", 1, 0.01);
					for (int look = 0; look < 100 && !watch.tripped(); look++) {
						watch = watch.plus(Sides.of(draws.counts(180, 0.01), draws.counts(20, 0.05)));
					}
					return watch.tripped();
				}))
			.isGreaterThanOrEqualTo(0.95);
	}

	@Test
	void nothingSeenIsNoDataAndNothingToTripOn() {
		for (Watch watch : List.of(Watch.rate("5xx", 0.01, 0.01), Watch.failures("5xx", 0),
				Watch.comparison("5xx", 1, 0.01))) {
			Watch still = watch.plus(Sides.of(Counts.NONE, Counts.NONE));
			assertThat(still.decision().kind()).isEqualTo(Decision.Kind.NO_DATA);
			assertThat(still).isEqualTo(watch);
		}
	}

	@Test
	void aFirstReleaseIsNotComparedButHasLimits() {
		Counts bad = new Counts(50, 50);
		assertThat(Watch.comparison("5xx", 1, 0.01).plus(Sides.first(bad)).tripped()).isFalse();
		assertThat(Watch.rate("5xx", 0.01, 0.01).plus(Sides.first(bad)).tripped()).isTrue();
		assertThat(Watch.failures("5xx", 49).plus(Sides.first(bad)).tripped()).isTrue();
	}

	@Test
	void whatTrippedOnceStaysTripped() {
		Watch watch = Watch.rate("5xx", 0.01, 0.01)
			.plus(Sides.first(new Counts(10, 20)))
			.plus(Sides.first(new Counts(0, 100_000)));
		assertThat(watch.tripped()).isTrue();
		assertThat(watch.decision().sentence()).startsWith("5xx: 10 of 100,020 (0.01 %) were bad, the limit is 1 %");
	}

	@Test
	void aPlainLimitTripsOnTheFirstFailureAboveIt() {
		Watch watch = Watch.failures("5xx", 2).plus(Sides.first(new Counts(2, 10)));
		assertThat(watch.decision())
			.isEqualTo(new Decision(Decision.Kind.CONTINUE, "5xx: 2 of 10 (20 %) were bad, the 2 that are allowed."));
		assertThat(watch.plus(Sides.first(new Counts(1, 1))).tripped()).isTrue();
	}

	@Test
	void evidenceOfARateDoesNotDependOnHowItIsCut() {
		Watch whole = Watch.rate("5xx", 0.02, 1e-6).plus(Sides.first(new Counts(9, 300)));
		Watch cut = Watch.rate("5xx", 0.02, 1e-6)
			.plus(Sides.first(new Counts(9, 100)))
			.plus(Sides.first(new Counts(0, 200)));
		assertThat(cut).isEqualTo(whole);
	}

	@Test
	void limitsThatCannotBeWatchedAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Watch.rate("5xx", 0, 0.01));
		assertThatIllegalArgumentException().isThrownBy(() -> Watch.rate("5xx", 0.1, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> Watch.failures("5xx", -1));
		assertThatIllegalArgumentException().isThrownBy(() -> Watch.comparison("5xx", 0.9, 0.01));
	}

	@Test
	void slowRequestsAreThoseAboveTheNextBucketBound() {
		Map<Double, Double> increases = Map.of(0.1, 80.0, 0.25, 90.4, 0.5, 98.0, Double.POSITIVE_INFINITY, 100.2);
		assertThat(SlowRequests.of(increases, 0.25)).isEqualTo(new SlowRequests(new Counts(10, 100), 0.25));
		assertThat(SlowRequests.of(increases, 0.2)).isEqualTo(new SlowRequests(new Counts(10, 100), 0.25));
	}

	@Test
	void whatAHistogramCannotTellIsNoData() {
		assertThat(SlowRequests.of(Map.of(0.5, 98.0, Double.POSITIVE_INFINITY, 100.0), 1)).isNull();
		assertThat(SlowRequests.of(Map.of(0.5, 0.0, Double.POSITIVE_INFINITY, 0.0), 0.5)).isNull();
		assertThat(SlowRequests.of(Map.of(0.5, 1.0, Double.POSITIVE_INFINITY, Double.NaN), 0.5)).isNull();
		assertThat(SlowRequests.of(Map.of(), 0.5)).isNull();
	}

	private static boolean trips(Watch start, Draws draws, double ratio) {
		Watch watch = start;
		for (int look = 0; look < LOOKS && !watch.tripped(); look++) {
			watch = watch.plus(Sides.first(draws.counts(20, ratio)));
		}
		return watch.tripped();
	}

}
