package dev.slipway.judge;

import java.time.Duration;
import java.util.Arrays;

/**
 * How many pods or blocks of time a comparison of samples needs, from what the stable
 * release's samples scatter: enough to see a shift of the margin's size, which is also
 * enough to show that an equal candidate is within it.
 */
public final class SampleSizing {

	/** From the median distance to the median to the standard deviation of a normal. */
	private static final double DEVIATION_BY_DISTANCE = 1.4826;

	/** The variance of a {@link Shift} by that of a difference of means, of normals. */
	private static final double VARIANCE_BY_MEANS = Math.PI / 3;

	private static final int LEAST_HISTORY = 5;

	private static final int MOST = 10_000;

	private SampleSizing() {
	}

	/**
	 * Whether there are pods enough, by G. E. Noether, JASA 82 (1987) 645–647.
	 * @param metric what is compared
	 * @param stable its pods' samples so far
	 * @param candidatePods that there will be
	 * @param criteria as the judge gets them
	 */
	public static Need ofPods(Metric metric, Samples stable, int candidatePods, Criteria criteria) {
		Scatter scatter = Scatter.of(stable, criteria.margin());
		double candidatePart = candidatePods / Math.max(1.0, candidatePods + (double) stable.size());
		double chance = 1 - Distributions
			.normalAbove(scatter.margin() / (scatter.deviation() * Math.sqrt(2) + Double.MIN_NORMAL));
		double z = Distributions.normalQuantile(criteria.alpha() / 2)
				+ Distributions.normalQuantile(1 - criteria.power());
		double half = (chance - 0.5) * (chance - 0.5);
		double both = z * z / (12 * candidatePart * (1 - candidatePart) * half);
		boolean enough = stable.size() + candidatePods >= both
				&& RankSum.leastPValue(stable.size(), candidatePods) <= criteria.alpha();
		long each = (long) Math.max(RankSum.leastSamples(criteria.alpha()), Math.ceil(z * z / (6 * half)));
		String text = metric.name() + ": to see " + scatter.words(metric, criteria) + ", "
				+ (enough ? candidatePods + " against " + stable.size() + " pods are enough."
						: "about " + Words.count(each) + " pods a side are needed, there are " + candidatePods
								+ " against " + stable.size() + "; or compare blocks of time.");
		return new Need(enough ? Need.Outcome.ENOUGH : Need.Outcome.NEEDS_PODS, enough ? candidatePods : each,
				enough ? stable.size() : each, Duration.ZERO, 0, text);
	}

	/**
	 * Whether the step lasts for blocks enough.
	 * @param metric what is compared
	 * @param stable its blocks' samples so far, in order of time
	 * @param block how long one is
	 * @param time that the step may take
	 * @param criteria as the judge gets them
	 */
	public static Need ofBlocks(Metric metric, Samples stable, Duration block, StepTime time, Criteria criteria) {
		if (stable.size() < LEAST_HISTORY) {
			return new Need(Need.Outcome.IMPOSSIBLE, 0, 0, Duration.ZERO, 0, metric.name() + ": there are "
					+ stable.size() + " blocks of the stable release, too few to know how much they scatter.");
		}
		Scatter scatter = Scatter.of(stable, criteria.margin());
		double correlation = Math.max(0, BlockBootstrap.correlation(stable.toArray()));
		int blocks = BlockBootstrap.LEAST_SAMPLES;
		while (blocks < MOST && !sees(blocks, correlation, scatter, criteria)) {
			blocks++;
		}
		Duration lasts = block.multipliedBy(blocks);
		String text = metric.name() + ": to see " + scatter.words(metric, criteria) + ", "
				+ ((blocks < MOST) ? Words.count(blocks) : "more than " + Words.count(MOST)) + " blocks of "
				+ Words.time(block) + " are needed, ";
		if (blocks == MOST || lasts.compareTo(time.longest()) > 0) {
			return new Need(Need.Outcome.IMPOSSIBLE, blocks, blocks, lasts, 0,
					text + Words.time(lasts) + ", but the step may last " + Words.time(time.longest())
							+ ": widen the margin or allow more time.");
		}
		boolean enough = lasts.compareTo(time.planned()) <= 0;
		return new Need(enough ? Need.Outcome.ENOUGH : Need.Outcome.LENGTHEN, blocks, blocks, lasts, 0,
				text + Words.time(lasts) + (enough ? ", less than the step's " : ", so the step is lengthened from ")
						+ Words.time(time.planned()) + ".");
	}

	/**
	 * Two blocks of each side are what it costs to estimate how much the shift scatters.
	 */
	private static boolean sees(int blocks, double correlation, Scatter scatter, Criteria criteria) {
		int block = BlockBootstrap.blockLength(correlation, blocks);
		double longRun = (1 + correlation) / (1 - correlation);
		double usable = blocks - 2.0 * block;
		double error = scatter.deviation() * Math.sqrt(2 * VARIANCE_BY_MEANS * longRun / usable);
		int degrees = blocks / block - 1;
		return scatter.margin() >= error * (Distributions.studentQuantile(criteria.alpha() / 2, degrees)
				+ Distributions.studentQuantile(1 - criteria.power(), degrees));
	}

	/**
	 * On the scale on which the judge compares.
	 *
	 * @param deviation of the samples, robust
	 * @param margin to see
	 */
	private record Scatter(double deviation, double margin) {

		static Scatter of(Samples samples, Margin margin) {
			boolean logs = margin.relative() && samples.values().stream().allMatch((value) -> value > 0);
			double[] values = samples.values()
				.stream()
				.mapToDouble((value) -> logs ? Math.log(value) : value)
				.sorted()
				.toArray();
			double middle = median(values);
			double distance = median(Arrays.stream(values).map((value) -> Math.abs(value - middle)).sorted().toArray());
			double mean = Arrays.stream(values).average().orElse(0);
			double square = Arrays.stream(values).map((value) -> (value - mean) * (value - mean)).average().orElse(0);
			return new Scatter((distance > 0) ? DEVIATION_BY_DISTANCE * distance : Math.sqrt(square),
					logs ? Math.log1p(margin.amount()) : margin.at(middle));
		}

		String words(Metric metric, Criteria criteria) {
			Margin margin = criteria.margin();
			return "a change of "
					+ (margin.relative() ? Words.percent(margin.amount())
							: Words.number(margin.amount()) + " " + metric.unit())
					+ " with power " + Words.percent(criteria.power());
		}

		private static double median(double[] sorted) {
			int n = sorted.length;
			return (n == 0) ? 0 : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
		}

	}

}
