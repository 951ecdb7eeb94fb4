package dev.slipway.judge;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The standard error of a {@link Shift} between two series whose neighbours resemble each
 * other: circular block bootstrap (D. N. Politis and J. P. Romano, 1992), blocks as long
 * as an AR(1) process of the same correlation wants (D. N. Politis and H. White,
 * Econometric Reviews 23 (2004) 53–70) and corrected for what reaches beyond a block as
 * by prewhitening (D. W. K. Andrews and J. C. Monahan, Econometrica 60 (1992) 953–966).
 * Series of one length are resampled together, so that what moves both, such as load,
 * cancels out. As many degrees of freedom as whole blocks, less one, make up for short
 * series.
 *
 * @param standardError of the shift, 0 for constant series
 * @param block samples a block
 * @param degrees of freedom for Student's t
 */
record BlockBootstrap(double standardError, int block, int degrees) {

	/** Fewer do not hold five blocks of two. */
	static final int LEAST_SAMPLES = 10;

	/** Enough for a standard error (B. Efron and R. J. Tibshirani, 1993, 6.4). */
	static final int RESAMPLES = 199;

	private static final int LEAST_BLOCKS = 5;

	private static final int HALVINGS = 25;

	static BlockBootstrap of(double[] first, double[] second, long seed) {
		int least = Math.min(first.length, second.length);
		double correlation = correlation(first, second);
		int block = blockLength(correlation, least);
		SplittableRandom random = new SplittableRandom(seed);
		double[] shifts = new double[RESAMPLES];
		for (int i = 0; i < RESAMPLES; i++) {
			int[] at = draw(first.length, block, random);
			int[] other = (first.length == second.length) ? at : draw(second.length, block, random);
			shifts[i] = median(pick(first, at), pick(second, other));
		}
		double error = Math.sqrt(variance(shifts) * inflation(correlation, block, least));
		return new BlockBootstrap(error, block, least / block - 1);
	}

	/** Of what is resampled: of series of one length that is their difference. */
	private static double correlation(double[] first, double[] second) {
		if (first.length != second.length) {
			return (correlation(first) + correlation(second)) / 2;
		}
		double[] differences = new double[first.length];
		Arrays.setAll(differences, (i) -> first[i] - second[i]);
		return correlation(differences);
	}

	/**
	 * What blocks miss of a mean's variance: what reaches beyond a block, as in an AR(1)
	 * process, and what the mean of a short series takes away. 1.52 for 40 samples with a
	 * correlation of 0.5 in blocks of 5.
	 */
	static double inflation(double correlation, int block, int samples) {
		double positive = Math.max(0, correlation);
		double seen = 1;
		for (int lag = 1; lag < block; lag++) {
			seen += 2 * (1 - lag / (double) block) * Math.pow(positive, lag);
		}
		return (1 + positive) / (1 - positive) / seen * samples / (samples - block);
	}

	/** 5 for 40 samples with a correlation of 0.5 between neighbours. */
	static int blockLength(double correlation, int samples) {
		double positive = Math.max(0, correlation);
		double ratio = 2 * positive / (1 - positive * positive);
		double ideal = Math.cbrt(1.5 * ratio * ratio * samples);
		return (int) Math.max(2, Math.min(samples / LEAST_BLOCKS, Math.ceil(ideal)));
	}

	/**
	 * Of neighbours, with the correction for short series (M. G. Kendall, Biometrika 41
	 * (1954) 403–404), of ranks, so that an outlier does not hide it. At most 0.9.
	 */
	static double correlation(double[] series) {
		double[] ranks = ranks(series);
		double mean = Arrays.stream(ranks).average().orElse(0);
		double products = 0;
		double squares = 0;
		for (int i = 0; i < ranks.length; i++) {
			squares += (ranks[i] - mean) * (ranks[i] - mean);
			products += (i > 0) ? (ranks[i] - mean) * (ranks[i - 1] - mean) : 0;
		}
		double raw = (squares > 0) ? products / squares : 0;
		return Math.max(-0.9, Math.min(0.9, raw + (1 + 3 * raw) / ranks.length));
	}

	private static double[] ranks(double[] series) {
		double[] sorted = series.clone();
		Arrays.sort(sorted);
		return Arrays.stream(series).map((value) -> {
			int low = 0;
			int high = 0;
			for (double other : sorted) {
				low += (other < value) ? 1 : 0;
				high += (other <= value) ? 1 : 0;
			}
			return (low + high + 1) / 2.0;
		}).toArray();
	}

	private static int[] draw(int length, int block, SplittableRandom random) {
		int[] indices = new int[length];
		int start = 0;
		for (int i = 0; i < length; i++) {
			start = (i % block == 0) ? random.nextInt(length) : start;
			indices[i] = (start + i % block) % length;
		}
		return indices;
	}

	private static double[] pick(double[] values, int[] at) {
		double[] picked = Arrays.stream(at).mapToDouble((i) -> values[i]).toArray();
		Arrays.sort(picked);
		return picked;
	}

	/** The median of all differences x − y of sorted samples, by halving its range. */
	private static double median(double[] x, double[] y) {
		double low = x[0] - y[y.length - 1];
		double high = x[x.length - 1] - y[0];
		long half = (x.length * (long) y.length + 1) / 2;
		for (int i = 0; i < HALVINGS && low < high; i++) {
			double middle = low + (high - low) / 2;
			if (pairsUpTo(middle, x, y) >= half) {
				high = middle;
			}
			else {
				low = middle;
			}
		}
		return low + (high - low) / 2;
	}

	private static long pairsUpTo(double difference, double[] x, double[] y) {
		long pairs = 0;
		int above = 0;
		for (double value : x) {
			while (above < y.length && value - y[above] > difference) {
				above++;
			}
			pairs += y.length - above;
		}
		return pairs;
	}

	private static double variance(double[] values) {
		double mean = Arrays.stream(values).average().orElse(0);
		return Arrays.stream(values).map((value) -> (value - mean) * (value - mean)).sum() / (values.length - 1);
	}

}
