package dev.slipway.judge;

import java.time.Duration;

/**
 * How many requests a comparison of error ratios needs, before it starts: enough to see a
 * regression of the margin's size, and enough to show that an equal candidate is within
 * it. From 1 % to 2 % it is 2,319 a side at alpha 0.05 and power 80 %.
 */
public final class Sizing {

	/**
	 * Below so many failures on a side the judge takes Fisher's test, which sees less.
	 */
	private static final double FEW_FAILURES = 10;

	private static final double LARGEST_RATIO = 0.999;

	private Sizing() {
	}

	/**
	 * Whether a step can tell.
	 * @param metric its name
	 * @param base stable's ratio, as measured
	 * @param traffic during the step
	 * @param time that the step may take
	 * @param criteria as the judge gets them
	 */
	public static Need ofRequests(String metric, double base, Traffic traffic, StepTime time, Criteria criteria) {
		double delta = criteria.margin().at(base);
		if (!(delta > 0)) {
			return new Need(Need.Outcome.IMPOSSIBLE, 0, 0, Duration.ZERO, 0, metric
					+ ": the stable release has no failures, of which a part is nothing; give an absolute margin.");
		}
		double weight = traffic.candidateWeight();
		boolean split = weight > 0 && weight < 1;
		double stablePerCandidate = split ? (1 - weight) / weight : 1;
		long candidate = requests(base, delta, stablePerCandidate, criteria);
		double both = candidate * (1 + stablePerCandidate);
		double rate = split ? traffic.requestsPerSecond() : 0;
		return need(metric, candidate, both, rate, time, "to see " + Words.percent(base) + " become "
				+ Words.percent(Math.min(1, base + delta)) + " with power " + Words.percent(criteria.power()));
	}

	private static Need need(String metric, long candidate, double both, double rate, StepTime time, String why) {
		long stable = (long) Math.ceil(both - candidate);
		double wanted = both / (time.longest().toMillis() / 1000.0);
		Duration lasts = (rate > 0) ? Duration.ofMillis((long) Math.ceil(both / rate * 1000)) : Duration.ZERO;
		String text = metric + ": " + Words.count(candidate) + " requests of the candidate and " + Words.count(stable)
				+ " of stable are needed " + why + "; ";
		if (rate > 0 && lasts.compareTo(time.longest()) <= 0) {
			boolean enough = lasts.compareTo(time.planned()) <= 0;
			String at = "at " + Words.number(rate) + " requests a second they take " + Words.time(lasts);
			return new Need(enough ? Need.Outcome.ENOUGH : Need.Outcome.LENGTHEN, candidate, stable, lasts, wanted,
					text + at + (enough ? ", less than the step's " : ", so the step is lengthened from ")
							+ Words.time(time.planned()) + ".");
		}
		return new Need(Need.Outcome.NEEDS_LOAD, candidate, stable, lasts, wanted,
				text + "within " + Words.time(time.longest()) + " that takes " + Words.number(wanted)
						+ " requests a second, there are " + Words.number(rate) + " that both releases share.");
	}

	/** Requests of the candidate when stable gets so many times as many. */
	static long requests(double base, double delta, double stablePerCandidate, Criteria criteria) {
		return Math.max(requestsToFail(base, delta, stablePerCandidate, criteria),
				requestsToPass(base, delta, stablePerCandidate, criteria));
	}

	/**
	 * Requests to see that the ratio rose by delta: J. L. Fleiss, A. Tytun and H. K. Ury,
	 * Biometrics 36 (1980) 343–346, for one stable request a candidate's the same as R's
	 * {@code power.prop.test}; with their correction where Fisher's test will be taken.
	 */
	static long requestsToFail(double base, double delta, double stablePerCandidate, Criteria criteria) {
		double p2 = Math.min(base, LARGEST_RATIO);
		double p1 = p2 + Math.min(delta, LARGEST_RATIO * (1 - p2));
		double pooled = (p1 + stablePerCandidate * p2) / (1 + stablePerCandidate);
		double sides = 1 + 1 / stablePerCandidate;
		double root = alphaQuantile(criteria) * Math.sqrt(sides * pooled * (1 - pooled))
				+ powerQuantile(criteria) * Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2) / stablePerCandidate);
		double requests = Math.pow(root / (p1 - p2), 2);
		if (requests * Math.min(1, stablePerCandidate) * Math.min(pooled, 1 - pooled) < FEW_FAILURES) {
			requests *= Math.pow(1 + Math.sqrt(1 + 2 * sides / (requests * (p1 - p2))), 2) / 4;
		}
		return (long) Math.ceil(requests);
	}

	/**
	 * Requests to show that an equal candidate is not worse by delta: C. P. Farrington
	 * and G. Manning, Statistics in Medicine 9 (1990) 1447–1454.
	 */
	static long requestsToPass(double base, double delta, double stablePerCandidate, Criteria criteria) {
		double p = Math.min(base, LARGEST_RATIO);
		double within = Math.min(delta, LARGEST_RATIO * (1 - p));
		double p2 = ScoreTest.restricted(p, 1, p * stablePerCandidate, stablePerCandidate, within);
		double p1 = p2 + within;
		double root = alphaQuantile(criteria) * Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2) / stablePerCandidate)
				+ powerQuantile(criteria) * Math.sqrt(p * (1 - p) * (1 + 1 / stablePerCandidate));
		return (long) Math.ceil(Math.pow(root / within, 2));
	}

	private static double alphaQuantile(Criteria criteria) {
		return Distributions.normalQuantile(criteria.alpha() / 2);
	}

	private static double powerQuantile(Criteria criteria) {
		return Distributions.normalQuantile(1 - criteria.power());
	}

}
