package dev.slipway.judge;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** The probabilities that the tests need, from Commons Statistics. */
final class Distributions {

	private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

	private Distributions() {
	}

	/** The chance of a standard normal value above z. */
	static double normalAbove(double z) {
		return NORMAL.survivalProbability(z);
	}

	/** The z that is exceeded with the probability. */
	static double normalQuantile(double above) {
		return NORMAL.inverseSurvivalProbability(above);
	}

	/** Both tails beyond |z|. */
	static double normalTwoSided(double z) {
		return Math.min(1, 2 * normalAbove(Math.abs(z)));
	}

	static double studentQuantile(double above, int degrees) {
		return TDistribution.of(degrees).inverseSurvivalProbability(above);
	}

	static double studentTwoSided(double t, int degrees) {
		return Math.min(1, 2 * TDistribution.of(degrees).survivalProbability(Math.abs(t)));
	}

}
