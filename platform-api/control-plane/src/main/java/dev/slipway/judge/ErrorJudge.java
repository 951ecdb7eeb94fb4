package dev.slipway.judge;

/**
 * Compares error ratios, or any counts of good and bad, once, at the end of a step.
 * <p>
 * Worse: the score test of equal ratios (Miettinen and Nurminen 1985); when fewer than 5
 * failures or successes are expected on a side, Fisher's exact test, its p-value twice
 * the smaller tail (M. P. Fay, Biostatistics 11 (2010) 373–374). No worse: the interval
 * of the same authors lies below the margin. With a relative margin it is the interval of
 * the ratio, so stable's own uncertainty counts.
 */
public final class ErrorJudge {

	/** Cochran's rule for when a normal approximation serves. */
	private static final double LEAST_EXPECTED = 5;

	private ErrorJudge() {
	}

	/**
	 * Judges.
	 * @param metric its name
	 * @param sides counts of the same window
	 * @param criteria an absolute margin is one of ratios: 0.005 is half a point
	 */
	public static Finding judge(String metric, Sides<Counts> sides, Criteria criteria) {
		Counts candidate = sides.candidate();
		Counts stable = sides.stable();
		if (stable == null) {
			return Finding.notApplicable(metric, candidate.total());
		}
		if (stable.none() || candidate.none()) {
			return Finding.noData(metric, stable.total(), candidate.total());
		}
		Evidence evidence = evidence(candidate, stable, criteria);
		Conclusion conclusion = Conclusion.of(evidence.interval().isBelow(criteria.margin().amount()), evidence.worse(),
				evidence.pValue(), criteria.alpha());
		return new Finding(metric, conclusion, stable.total(), candidate.total(), evidence,
				sentence(metric, conclusion, candidate, stable, evidence, criteria));
	}

	private static Evidence evidence(Counts candidate, Counts stable, Criteria criteria) {
		boolean relative = criteria.margin().relative();
		ScoreTest score = new ScoreTest(candidate, stable);
		double z = Distributions.normalQuantile(criteria.alpha() / 2);
		double difference = candidate.ratio() - stable.ratio();
		boolean exact = isScarce(candidate, stable);
		double statistic = score.ofDifference(0);
		return new Evidence(exact ? "Fisher's exact test" : "score test", statistic,
				exact ? fisher(candidate, stable) : Distributions.normalTwoSided(statistic),
				relative ? ratio(candidate, stable) - 1 : difference, relative, difference > 0,
				relative ? score.ratios(z) : score.differences(z), 1 - criteria.alpha());
	}

	/** Whether a normal approximation does not serve. */
	static boolean isScarce(Counts candidate, Counts stable) {
		return leastExpected(candidate, stable) < LEAST_EXPECTED;
	}

	private static double leastExpected(Counts candidate, Counts stable) {
		Counts both = candidate.plus(stable);
		return Math.min(candidate.total(), stable.total()) * Math.min(both.ratio(), 1 - both.ratio());
	}

	static double fisher(Counts candidate, Counts stable) {
		Hypergeometric chances = new Hypergeometric(candidate, stable);
		long failures = candidate.failures();
		return Math.min(1, 2 * Math.min(chances.atMost(failures), chances.atLeast(failures)));
	}

	/** When stable has no failure, half a failure and request are added to each side. */
	private static double ratio(Counts candidate, Counts stable) {
		if (stable.failures() > 0) {
			return candidate.ratio() / stable.ratio();
		}
		return ((candidate.failures() + 0.5) / (candidate.total() + 1)) / (0.5 / (stable.total() + 1));
	}

	private static String sentence(String metric, Conclusion conclusion, Counts candidate, Counts stable,
			Evidence evidence, Criteria criteria) {
		String unit = evidence.relative() ? "%" : "points";
		return metric + ": candidate " + Words.counts(candidate) + ", stable " + Words.counts(stable) + "; "
				+ (evidence.relative() ? "change " : "difference ") + Words.signed(evidence.effect() * 100, unit) + ", "
				+ Words.interval(evidence.interval(), evidence.level(), 100, unit) + ", margin "
				+ Words.number(criteria.margin().amount() * 100) + " " + unit + ", " + evidence.test() + " "
				+ Words.p(evidence.pValue()) + ": " + meaning(conclusion, candidate, stable, evidence, criteria) + ".";
	}

	private static String meaning(Conclusion conclusion, Counts candidate, Counts stable, Evidence evidence,
			Criteria criteria) {
		if (conclusion == Conclusion.PASS) {
			return (evidence.worse() && evidence.pValue() <= criteria.alpha()) ? "worse, but within the margin"
					: "no worse than the margin allows";
		}
		if (conclusion == Conclusion.FAIL) {
			return "worse";
		}
		if (evidence.relative() && stable.failures() == 0) {
			return "undecided; a relative margin says nothing of a stable release without failures, give an absolute one";
		}
		double delta = criteria.margin().at(stable.ratio());
		long needed = Sizing.requestsToPass(stable.ratio(), delta, (double) stable.total() / candidate.total(),
				criteria);
		return "undecided" + ((needed > candidate.total()) ? "; if both are alike, " + Words.count(needed)
				+ " requests of the candidate would show it with power " + Words.percent(criteria.power()) : "");
	}

}
