package dev.slipway.judge;

import java.util.List;

/**
 * {@link ScoreTest} over strata, such as the paths of a service: each stratum's
 * difference weighs as W. Mantel and W. Haenszel (Journal of the National Cancer
 * Institute 22 (1959) 719–748) have it, n₁ n₂ / (n₁ + n₂), and has the variance under the
 * hypothesis: O. Miettinen and M. Nurminen, "Comparative analysis of two rates",
 * Statistics in Medicine 4 (1985) 213–226, section 5. So it does not matter how the
 * requests of both sides spread over the strata. Of one stratum it is that test.
 * <p>
 * Example: of /a 1 % fail on both sides, of /b 20 %. A candidate whose requests are 900
 * of /a and 100 of /b, and a stable release with 100 and 900, have 2.9 % and 18.1 % of
 * failures, and a difference of 0 within the strata.
 */
final class StratifiedScore {

	private final List<ScoreTest> strata;

	/**
	 * Creates one.
	 * @param strata in which both sides have requests
	 */
	StratifiedScore(List<Sides<Counts>> strata) {
		this.strata = strata.stream().map(StratifiedScore::test).toList();
	}

	static ScoreTest test(Sides<Counts> sides) {
		Counts stable = sides.stable();
		return new ScoreTest(sides.candidate(), (stable != null) ? stable : Counts.NONE);
	}

	/** Candidate − stable, weighed. */
	double difference() {
		double sum = 0;
		double weights = 0;
		for (ScoreTest stratum : this.strata) {
			double weight = weight(stratum);
			sum += weight * (stratum.candidate().ratio() - stratum.stable().ratio());
			weights += weight;
		}
		return (weights == 0) ? 0 : sum / weights;
	}

	/**
	 * Of the hypothesis that candidate − stable = difference in each; falls as that
	 * grows.
	 */
	double ofDifference(double difference) {
		double deviation = 0;
		double variance = 0;
		for (ScoreTest stratum : this.strata) {
			double weight = weight(stratum);
			deviation += weight * (stratum.candidate().ratio() - stratum.stable().ratio() - difference);
			variance += weight * weight * stratum.variance(difference);
		}
		if (!(variance > 0)) {
			return (deviation == 0) ? 0 : Math.copySign(Double.MAX_VALUE, deviation);
		}
		return deviation / Math.sqrt(variance);
	}

	/** The differences that are not rejected, z being the two-sided critical value. */
	Interval differences(double z) {
		double lower = Bisection.roughZero((difference) -> ofDifference(difference) - z, -1, 1);
		double upper = Bisection.roughZero((difference) -> ofDifference(difference) + z, -1, 1);
		return new Interval(lower, upper);
	}

	private static double weight(ScoreTest stratum) {
		double n1 = stratum.candidate().total();
		double n2 = stratum.stable().total();
		return n1 * n2 / (n1 + n2);
	}

}
