package dev.slipway.judge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Errors path by path, where sums over paths lie. */
@NullUnmarked
class PathErrorTests {

	private static final Criteria POINT = Criteria.of(Margin.absolute(0.01));

	private final Map<String, Sides<Counts>> paths = new LinkedHashMap<>();

	private PathErrorTests path(String path, long bad, long total, long stableBad, long stableTotal) {
		this.paths.put(path, Sides.of(new Counts(stableBad, stableTotal), new Counts(bad, total)));
		return this;
	}

	private Finding judge() {
		return PathErrors.judge("errors", this.paths, POINT);
	}

	private Conclusion sum() {
		Sides<Counts> sum = this.paths.values()
			.stream()
			.reduce((one, other) -> Sides.of(one.stable().plus(other.stable()),
					one.candidate().plus(other.candidate())))
			.orElseThrow();
		return ErrorJudge.judge("errors", sum, POINT).conclusion();
	}

	@ParameterizedTest
	@CsvSource({ "46, 2300, 23, 2300", "3, 40, 1, 4000", "0, 500, 0, 700", "15, 25, 5, 25" })
	void ofOneStratumItIsTheScoreTest(long x1, long n1, long x2, long n2) {
		ScoreTest one = new ScoreTest(new Counts(x1, n1), new Counts(x2, n2));
		StratifiedScore strata = new StratifiedScore(List.of(Sides.of(new Counts(x2, n2), new Counts(x1, n1))));
		for (double difference : new double[] { -0.1, 0, 0.01, 0.3 }) {
			assertThat(strata.ofDifference(difference)).isCloseTo(one.ofDifference(difference), within(1e-9));
		}
		assertThat(strata.differences(1.96).upper()).isCloseTo(one.differences(1.96).upper(), within(1e-9));
		assertThat(strata.difference()).isCloseTo(one.candidate().ratio() - one.stable().ratio(), within(1e-12));
	}

	/**
	 * Without the factor N / (N − 1) and squared, the statistic of no difference is the
	 * one of W. G. Cochran (Biometrics 10 (1954) 417–451), here computed from its
	 * definition.
	 */
	@Test
	void noDifferenceIsCochransTest() {
		List<Sides<Counts>> strata = List.of(Sides.of(new Counts(20, 100), new Counts(15, 50)),
				Sides.of(new Counts(5, 80), new Counts(30, 200)));
		double deviation = 0;
		double variance = 0;
		for (Sides<Counts> sides : strata) {
			double n1 = sides.candidate().total();
			double n2 = sides.stable().total();
			double pooled = (sides.candidate().failures() + sides.stable().failures()) / (n1 + n2);
			double weight = n1 * n2 / (n1 + n2);
			deviation += weight * (sides.candidate().ratio() - sides.stable().ratio());
			variance += weight * pooled * (1 - pooled) * (n1 + n2) / (n1 + n2 - 1);
		}
		assertThat(new StratifiedScore(strata).ofDifference(0)).isCloseTo(deviation / Math.sqrt(variance),
				within(1e-9));
	}

	/** The candidate has most of the generated requests for a path that never fails. */
	@Test
	void aMixThatDiffersHidesNothing() {
		path("GET /", 0, 9000, 0, 1000).path("POST /checkout", 150, 1000, 900, 9000);
		assertThat(sum()).as("the sum says it is better").isEqualTo(Conclusion.PASS);
		Finding finding = judge();
		assertThat(finding.conclusion()).isEqualTo(Conclusion.FAIL);
		assertThat(finding.sentence()).contains("within 2 paths the difference is +",
				"Worst is POST /checkout: candidate 150 of 1,000 (15 %), stable 900 of 9,000 (10 %)");
	}

	@Test
	void aMixThatDiffersAccusesNobody() {
		path("GET /", 200, 20_000, 1800, 180_000).path("POST /checkout", 36_000, 180_000, 4000, 20_000);
		assertThat(sum()).as("the sum says it is worse").isEqualTo(Conclusion.FAIL);
		assertThat(judge().conclusion()).isEqualTo(Conclusion.PASS);
	}

	@Test
	void whatFailsOnASeldomAskedPathIsSeenAmongManyGoodRequests() {
		path("GET /", 0, 20_000, 0, 20_000).path("POST /checkout", 14, 40, 1, 40);
		assertThat(sum()).as("the sum passes it").isEqualTo(Conclusion.PASS);
		Finding finding = judge();
		assertThat(finding.conclusion()).isEqualTo(Conclusion.FAIL);
		assertThat(finding.evidence().test()).contains("POST /checkout", "one of 2 paths");
		assertThat(Verdict.of(List.of(finding), 0.05).conclusion()).isEqualTo(Conclusion.FAIL);
	}

	@Test
	void saysWhichPathsHadTooFew() {
		path("GET /", 0, 20_000, 0, 20_000).path("POST /checkout", 0, 12, 0, 15);
		Finding finding = judge();
		assertThat(finding.conclusion()).isEqualTo(Conclusion.PASS);
		assertThat(finding.sentence())
			.endsWith("By themselves these have too few requests of the candidate to show it: POST /checkout (12).");
	}

	@Test
	void oneStrangePathAmongManyIsNoReason() {
		for (int i = 0; i < 15; i++) {
			path("GET /" + i, 10, 1000, 10, 1000);
		}
		path("GET /odd", 18, 1000, 6, 1000);
		assertThat(ErrorJudge.judge("odd", this.paths.get("GET /odd"), POINT).evidence().pValue()).isLessThan(0.05);
		assertThat(judge().conclusion()).isEqualTo(Conclusion.PASS);
		assertThat(judge().sentence()).contains("By itself worse, but not enough among 16 paths: GET /odd (p = 0.0");
	}

	@Test
	void noFailureIsLostThatOnlyOneSideHas() {
		path("GET /", 0, 5000, 0, 5000).path("GET /a", 0, 500, 0, 500).path("UNKNOWN", 400, 400, 0, 0);
		assertThat(judge().conclusion()).isEqualTo(Conclusion.FAIL);
		path("GET /gone", 0, 0, 0, 100);
		assertThat(SharedPaths.of(this.paths)).containsOnlyKeys("GET /", "GET /a")
			.containsEntry("GET /", Sides.of(new Counts(0, 5100), new Counts(400, 5400)));
		assertThat(judge().conclusion()).isEqualTo(Conclusion.FAIL);
	}

	/** Labels that depend on how a request ended, as Spring's do. */
	@ParameterizedTest
	@CsvSource({ "UNKNOWN, 0, 0", "UNKNOWN, 1, 1", "UNKNOWN, 0, 1", "UNKNOWN, 5, 5", "GET UNKNOWN, 90, 90",
			"GET /**, 5, 5", "POST root, 5, 5", "GET NOT_FOUND, 5, 5", "GET REDIRECTION, 0, 5", "'GET ', 5, 5",
			"GET /error, 40, 40", "GET /oops, 0, 0", "GET /oops, 1, 1", "GET /oops, 0, 1", "GET /oops, 5, 5",
			"GET /oops, 90, 90" })
	void aLabelThatComesOfFailingHidesNoFailure(String label, long stableBad, long stableTotal) {
		path("GET /orders", 0, 700, 0, 9000).path(label, 300, 300, stableBad, stableTotal);
		assertThat(judge().conclusion()).isEqualTo(Conclusion.FAIL);
		path("GET /", 0, 500, 0, 5000).path("GET /about", 0, 50, 0, 500);
		assertThat(judge().conclusion()).isEqualTo(Conclusion.FAIL);
	}

	/**
	 * Identical pairs: each failure is labelled by its outcome, by a path, or half and
	 * half.
	 */
	@ParameterizedTest
	@CsvSource({ "GET UNKNOWN, 1", "GET /oops, 1", "GET /oops, 0.5" })
	void labelsThatComeOfFailingAccuseNobody(String label, double lost) {
		assertThat(Simulation.share("A/A errors, " + lost + " of them labelled " + label, 1000, (draws) -> {
			Map<String, Sides<Counts>> drawn = new LinkedHashMap<>();
			Counts[] outcomes = { Counts.NONE, Counts.NONE };
			for (int i = 0; i < 4; i++) {
				Counts[] named = new Counts[2];
				for (int side = 0; side < 2; side++) {
					Counts all = draws.counts((side == 0) ? 1500 : 300, 0.004 * (1 + i));
					long gone = Math.round(lost * all.failures());
					named[side] = new Counts(all.failures() - gone, all.total() - gone);
					outcomes[side] = outcomes[side].plus(new Counts(gone, gone));
				}
				drawn.put("GET /" + i, Sides.of(named[0], named[1]));
			}
			drawn.put(label, Sides.of(outcomes[0], outcomes[1]));
			return PathErrors.judge("errors", drawn, new Criteria(Margin.absolute(0.0001), 0.05, 0.8))
				.conclusion() == Conclusion.FAIL;
		})).isLessThanOrEqualTo(0.05);
	}

	/** One path is worse by a little evidence, all together by much. */
	@Test
	void theStrongestEvidenceIsCarriedOn() {
		for (int i = 0; i < 15; i++) {
			path("GET /" + i, 26, 1000, 10, 1000);
		}
		Finding finding = judge();
		assertThat(finding.conclusion()).isEqualTo(Conclusion.FAIL);
		assertThat(finding.evidence().test()).isEqualTo("score test within 15 paths");
		assertThat(finding.evidence().pValue()).isLessThan(1e-6);
		path("GET /odd", 60, 1000, 10, 1000);
		assertThat(judge().sentence()).contains("Worst is GET /odd: candidate 60 of 1,000");
		assertThat(judge().evidence().pValue()).isLessThanOrEqualTo(finding.evidence().pValue());
		assertThat(judge().evidence().test()).isEqualTo("score test within 16 paths");
	}

	@Test
	void manyPathsAreLookedAtTogether() {
		for (int i = 0; i < 60; i++) {
			path("GET /" + i, 0, 100 + i, 0, 100);
		}
		assertThat(SharedPaths.of(this.paths)).hasSize(21).containsKey("other paths").containsKey("GET /59");
		Counts all = SharedPaths.of(this.paths)
			.values()
			.stream()
			.map(Sides::candidate)
			.reduce(Counts.NONE, Counts::plus);
		assertThat(all.total()).isEqualTo(60 * 100 + 59 * 30);
	}

	@Test
	void withoutPathsThereIsNoData() {
		assertThat(judge().conclusion()).isEqualTo(Conclusion.NO_DATA);
		path("GET /", 1, 10, 0, 0);
		assertThat(judge().conclusion()).isEqualTo(Conclusion.NO_DATA);
	}

	/** Identical pairs with paths of all sizes and ratios, and mixes that differ. */
	@Test
	void identicalPairsAreCalledWorseNoOftenerThanPromised() {
		assertThat(Simulation.share("A/A errors of eight paths, other mixes", 1000, (draws) -> {
			Map<String, Sides<Counts>> drawn = new LinkedHashMap<>();
			for (int i = 0; i < 8; i++) {
				double ratio = 0.002 * (1 + i * i);
				drawn.put("GET /" + i,
						Sides.of(draws.counts(2000 / (i + 1), ratio), draws.counts(60 * (i + 1), ratio)));
			}
			return PathErrors.judge("errors", drawn, new Criteria(Margin.absolute(0.0001), 0.05, 0.8))
				.conclusion() == Conclusion.FAIL;
		})).isLessThanOrEqualTo(0.05);
	}

}
