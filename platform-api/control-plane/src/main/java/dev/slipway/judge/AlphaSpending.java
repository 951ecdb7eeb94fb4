package dev.slipway.judge;

import java.util.List;

/**
 * Several looks at growing data for the price of one: the spending function of
 * O'Brien–Fleming type of K. K. G. Lan and D. L. DeMets, "Discrete sequential boundaries
 * for clinical trials", Biometrika 70 (1983) 659–663, the boundary found by the recursive
 * integration of P. Armitage, C. K. McPherson and B. C. Rowe, JRSS A 132 (1969) 235–244.
 * Early looks spend next to nothing, so the last one is nearly as sharp as a single one:
 * at alpha 0.05 five equal looks have z 4.88, 3.36, 2.68, 2.29 and 2.03.
 */
public final class AlphaSpending {

	private static final double WIDEST = 9;

	private static final int CELLS = 800;

	/** Tail beyond which a double tells nothing. */
	private static final double NEGLIGIBLE = 1e-17;

	private AlphaSpending() {
	}

	/**
	 * The two-sided alpha for the last of the looks.
	 * @param fractions of the whole information, such as requests seen by requests
	 * planned, at each look so far: rising, above 0, at most 1
	 * @param alpha two-sided, of all looks together
	 */
	public static double alphaOfLastLook(List<Double> fractions, double alpha) {
		double before = 0;
		double spent = 0;
		double bound = 0;
		Walk walk = Walk.START;
		for (double fraction : fractions) {
			if (!(fraction > before && fraction <= 1)) {
				throw new IllegalArgumentException("Looks must be at rising parts of 1, not " + fractions);
			}
			double upToNow = spendable(fraction, alpha);
			Walk sofar = walk;
			double step = fraction - before;
			double now = upToNow - spent;
			bound = Bisection.zero((level) -> sofar.above(level, step) - now, 0, WIDEST);
			walk = walk.next(bound, step);
			spent = upToNow;
			before = fraction;
		}
		if (before == 0) {
			throw new IllegalArgumentException("There must be a look");
		}
		return Math.max(NEGLIGIBLE, Distributions.normalTwoSided(bound / Math.sqrt(before)));
	}

	/** What one side may have spent: 2 − 2Φ(z(alpha / 4) / √t). */
	private static double spendable(double fraction, double alpha) {
		double z = Distributions.normalQuantile(alpha / 4);
		return 2 * Distributions.normalAbove(z / Math.sqrt(fraction));
	}

	/**
	 * Where a Brownian motion is that crossed no bound so far: weights at places.
	 *
	 * @param places in the middle of equal cells
	 * @param weights chance of each cell
	 */
	private record Walk(double[] places, double[] weights) {

		static final Walk START = new Walk(new double[] { 0 }, new double[] { 1 });

		/** The chance to be above the level after the step. */
		double above(double level, double step) {
			double chance = 0;
			for (int i = 0; i < this.places.length; i++) {
				chance += this.weights[i] * Distributions.normalAbove((level - this.places[i]) / Math.sqrt(step));
			}
			return chance;
		}

		/** After the step, without what is above the bound. */
		Walk next(double bound, double step) {
			double width = (bound + WIDEST) / CELLS;
			double[] next = new double[CELLS];
			double[] chances = new double[CELLS];
			for (int j = 0; j < CELLS; j++) {
				next[j] = -WIDEST + (j + 0.5) * width;
				for (int i = 0; i < this.places.length; i++) {
					double by = next[j] - this.places[i];
					chances[j] += this.weights[i] * Math.exp(-by * by / (2 * step));
				}
				chances[j] *= width / Math.sqrt(2 * Math.PI * step);
			}
			return new Walk(next, chances);
		}

	}

}
