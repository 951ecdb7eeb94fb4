package dev.slipway.judge;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Compares samples, such as each pod's 95th percentile, once, at the end of a step. Pods:
 * {@link RankSum} and the interval of the {@link Shift}. Blocks of time: the shift's
 * interval by Student's t with the standard error of the {@link BlockBootstrap}. A
 * relative margin is judged on logarithms, so as a ratio; when a value is not positive,
 * as that part of stable's median.
 */
public final class SampleJudge {

	private static final long SEED = 1;

	private SampleJudge() {
	}

	/** Judges with the usual seed. */
	public static Finding judge(Metric metric, Sides<Samples> sides, Criteria criteria) {
		return judge(metric, sides, criteria, SEED);
	}

	/**
	 * Judges.
	 * @param metric what is compared
	 * @param sides samples of the same window and sampled alike; series of the same
	 * length are of the same times
	 * @param criteria with the margin in the metric's unit
	 * @param seed of the resampling of blocks
	 * @throws IllegalArgumentException when one side is of pods and one of blocks
	 */
	public static Finding judge(Metric metric, Sides<Samples> sides, Criteria criteria, long seed) {
		Samples candidate = sides.candidate();
		Samples stable = sides.stable();
		if (stable == null) {
			return Finding.notApplicable(metric.name(), candidate.size());
		}
		if (stable.sampling() != candidate.sampling()) {
			throw new IllegalArgumentException("Samples of pods cannot be compared with samples of blocks");
		}
		if (stable.size() == 0 || candidate.size() == 0) {
			return Finding.noData(metric.name(), stable.size(), candidate.size());
		}
		String tooFew = tooFew(candidate, stable, criteria.alpha());
		if (tooFew != null) {
			return new Finding(metric.name(), Conclusion.INCONCLUSIVE, stable.size(), candidate.size(), null,
					metric.name() + ": " + tooFew);
		}
		return compared(metric, candidate, stable, criteria, seed);
	}

	private static @Nullable String tooFew(Samples candidate, Samples stable, double alpha) {
		String sizes = candidate.size() + " against " + stable.size();
		if (candidate.sampling() == Samples.Sampling.BLOCKS) {
			int needed = BlockBootstrap.LEAST_SAMPLES;
			return (Math.min(candidate.size(), stable.size()) >= needed) ? null
					: sizes + " blocks of time are too few, at least " + needed + " a side are needed.";
		}
		double least = RankSum.leastPValue(candidate.size(), stable.size());
		return (least <= alpha) ? null : sizes + " pods cannot reach p = " + Words.number(alpha) + " (least "
				+ Words.p(least) + "), at least " + RankSum.leastSamples(alpha) + " a side are needed.";
	}

	private static Finding compared(Metric metric, Samples candidate, Samples stable, Criteria criteria, long seed) {
		boolean logs = criteria.margin().relative() && candidate.values().stream().allMatch((value) -> value > 0)
				&& stable.values().stream().allMatch((value) -> value > 0);
		boolean up = metric.direction() == Direction.HIGHER_IS_BETTER;
		double[] x = scaled(candidate, logs, up);
		double[] y = scaled(stable, logs, up);
		double margin = logs ? logMargin(criteria.margin().amount(), up) : criteria.margin().at(median(stable));
		Evidence harm = evidence(x, y, candidate.sampling(), criteria.alpha(), seed);
		Conclusion conclusion = Conclusion.of(harm.interval().isBelow(margin), harm.worse(), harm.pValue(),
				criteria.alpha());
		Evidence shown = shown(harm, logs, up);
		return new Finding(metric.name(), conclusion, stable.size(), candidate.size(), shown,
				metric.name() + ": candidate's median " + Words.number(median(candidate)) + " " + metric.unit() + " of "
						+ candidate.size() + " " + noun(candidate) + ", stable's " + Words.number(median(stable)) + " "
						+ metric.unit() + " of " + stable.size() + "; "
						+ sentence(shown, logs ? "%" : metric.unit(), logs ? criteria.margin().amount() * 100 : margin)
						+ meaning(conclusion, shown, criteria.alpha()));
	}

	private static double[] scaled(Samples samples, boolean logs, boolean up) {
		return Arrays.stream(samples.toArray())
			.map((value) -> logs ? Math.log(value) : value)
			.map((value) -> up ? -value : value)
			.toArray();
	}

	/** A tenth more is log 1.1; a tenth less log 0.9, and all of it has no bound. */
	private static double logMargin(double amount, boolean up) {
		if (!up) {
			return Math.log1p(amount);
		}
		return (amount < 1) ? -Math.log1p(-amount) : Double.POSITIVE_INFINITY;
	}

	private static Evidence evidence(double[] x, double[] y, Samples.Sampling sampling, double alpha, long seed) {
		Shift shift = new Shift(x, y);
		if (sampling == Samples.Sampling.BLOCKS) {
			BlockBootstrap blocks = BlockBootstrap.of(x, y, seed);
			if (blocks.standardError() > 0) {
				return student(shift.median(), blocks, alpha, seed);
			}
		}
		RankSum test = RankSum.of(x, y);
		return new Evidence(test.exact() ? "exact rank sum test" : "rank sum test", test.statistic(), test.pValue(),
				shift.median(), false, test.tendency() > 0, shift.interval(test, alpha), 1 - alpha);
	}

	private static Evidence student(double shift, BlockBootstrap blocks, double alpha, long seed) {
		double t = shift / blocks.standardError();
		double reach = Distributions.studentQuantile(alpha / 2, blocks.degrees()) * blocks.standardError();
		String test = "block bootstrap (" + BlockBootstrap.RESAMPLES + " resamples of blocks of " + blocks.block()
				+ ", seed " + seed + ")";
		return new Evidence(test, t, Distributions.studentTwoSided(t, blocks.degrees()), shift, false, shift > 0,
				new Interval(shift - reach, shift + reach), 1 - alpha);
	}

	/** From "how much worse, perhaps on logarithms" to "candidate − stable" or a part. */
	private static Evidence shown(Evidence harm, boolean logs, boolean up) {
		double effect = up ? -harm.effect() : harm.effect();
		Interval interval = up ? harm.interval().negated() : harm.interval();
		return new Evidence(harm.test(), harm.statistic(), harm.pValue(),
				logs ? Math.expm1(Math.min(effect, 600)) : effect, logs, harm.worse(),
				logs ? interval.fromLogarithms() : interval, harm.level());
	}

	private static String sentence(Evidence evidence, String unit, double margin) {
		double times = evidence.relative() ? 100 : 1;
		return (evidence.relative() ? "change " : "shift ") + Words.signed(evidence.effect() * times, unit) + ", "
				+ Words.interval(evidence.interval(), evidence.level(), times, unit) + ", margin "
				+ Words.number(margin) + " " + unit + ", " + evidence.test() + " " + Words.p(evidence.pValue()) + ": ";
	}

	private static String meaning(Conclusion conclusion, Evidence evidence, double alpha) {
		if (conclusion == Conclusion.PASS) {
			return (evidence.worse() && evidence.pValue() <= alpha) ? "worse, but within the margin."
					: "no worse than the margin allows.";
		}
		return (conclusion == Conclusion.FAIL) ? "worse." : "undecided, more samples are needed.";
	}

	private static String noun(Samples samples) {
		return (samples.sampling() == Samples.Sampling.PODS) ? "pods" : "blocks of time";
	}

	private static double median(Samples samples) {
		double[] sorted = samples.toArray();
		Arrays.sort(sorted);
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

}
