package dev.slipway.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Compares error ratios path by path. A sum over all paths lies in two ways: when the
 * sides get different shares of the paths it shows differences that no path has (E. H.
 * Simpson, Journal of the Royal Statistical Society B 13 (1951) 238–241), and many
 * requests for one path, as when load is generated for it, hide what fails on others. So
 * the whole is compared within the paths ({@link StratifiedScore}), and besides each path
 * by itself, with S. Holm's correction. The whole may spend four fifths of alpha, the
 * paths one fifth (weighted Bonferroni), so of identical pairs no more are called worse
 * than by one look.
 * <p>
 * What only one side has, or what names no path, hides nothing: {@link SharedPaths}.
 * <p>
 * A pass needs the whole to be within the margin and no path to be worse; it does not
 * need each path to be shown to be within, which seldom asked ones never are. The
 * sentence says how many are not.
 */
public final class PathErrors {

	private static final double WHOLE = 0.8;

	private static final double ONE_BY_ONE = 0.2;

	private PathErrors() {
	}

	/**
	 * Judges.
	 * @param metric its name
	 * @param paths counts of the same window by path; a side without requests has none
	 * @param criteria with an absolute margin
	 */
	public static Finding judge(String metric, Map<String, Sides<Counts>> paths, Criteria criteria) {
		Map<String, Sides<Counts>> shared = SharedPaths.of(paths);
		Sides<Counts> whole = paths.values().stream().reduce(Sides.of(Counts.NONE, Counts.NONE), SharedPaths::plus);
		if (shared.size() < 2 || criteria.margin().relative()) {
			return ErrorJudge.judge(metric, whole, criteria);
		}
		StratifiedScore score = new StratifiedScore(List.copyOf(shared.values()));
		Worst worst = worst(shared, criteria);
		Evidence within = evidence(score, whole, shared.size(), criteria);
		boolean fails = worst != null && worst.pValue() <= criteria.alpha();
		Conclusion conclusion = fails ? Conclusion.FAIL
				: Conclusion.of(within.interval().isBelow(criteria.margin().amount()), within.worse(), within.pValue(),
						criteria.alpha());
		Evidence decided = (worst != null && fails && !isStronger(within, worst, criteria))
				? worst.evidence(shared.size()) : within;
		return new Finding(metric, conclusion, SharedPaths.stable(whole).total(), whole.candidate().total(), decided,
				sentence(metric, conclusion, whole, within, shared.size(), criteria) + told(worst, fails, shared.size())
						+ unshown(shared, conclusion, criteria));
	}

	private static Evidence evidence(StratifiedScore score, Sides<Counts> whole, int paths, Criteria criteria) {
		double statistic = score.ofDifference(0);
		double pValue = Distributions.normalTwoSided(statistic);
		if (ErrorJudge.isScarce(whole.candidate(), SharedPaths.stable(whole))) {
			pValue = Math.max(pValue, ErrorJudge.fisher(whole.candidate(), SharedPaths.stable(whole)));
		}
		double difference = score.difference();
		return new Evidence("score test within " + paths + " paths", statistic, Math.min(1, pValue / WHOLE), difference,
				false, difference > 0, score.differences(Distributions.normalQuantile(criteria.alpha() / 2)),
				1 - criteria.alpha());
	}

	/**
	 * Whether the whole says it more clearly than the path: what is compared with other
	 * metrics' evidence later is the strongest there is.
	 */
	private static boolean isStronger(Evidence within, Worst worst, Criteria criteria) {
		return within.worse() && !within.interval().isBelow(criteria.margin().amount())
				&& within.pValue() <= worst.pValue();
	}

	/**
	 * The path with the strongest evidence of a harm beyond the margin; null when none.
	 */
	private static @Nullable Worst worst(Map<String, Sides<Counts>> paths, Criteria criteria) {
		List<Worst> found = new ArrayList<>();
		paths.forEach((path, sides) -> {
			Evidence evidence = ErrorJudge.judge(path, sides, criteria).evidence();
			if (evidence != null) {
				found.add(new Worst(path, sides, evidence, evidence.worse() ? evidence.pValue() : 1));
			}
		});
		double[] adjusted = Verdict.holm(found.stream().mapToDouble(Worst::pValue).toArray());
		Worst worst = null;
		for (int i = 0; i < adjusted.length; i++) {
			Worst one = found.get(i);
			double pValue = Math.min(1, adjusted[i] / ONE_BY_ONE);
			boolean matters = one.found().worse() && !one.found().interval().isBelow(criteria.margin().amount());
			if (matters && (worst == null || pValue < worst.pValue())) {
				worst = new Worst(one.path(), one.sides(), one.found(), pValue);
			}
		}
		return worst;
	}

	private static String sentence(String metric, Conclusion conclusion, Sides<Counts> whole, Evidence within,
			int paths, Criteria criteria) {
		return metric + ": candidate " + Words.counts(whole.candidate()) + ", stable "
				+ Words.counts(SharedPaths.stable(whole)) + "; within " + paths + " paths the difference is "
				+ Words.signed(within.effect() * 100, "points") + ", "
				+ Words.interval(within.interval(), within.level(), 100, "points") + ", margin "
				+ Words.number(criteria.margin().amount() * 100) + " points, " + within.test() + " "
				+ Words.p(within.pValue()) + ": " + meaning(conclusion) + ".";
	}

	private static String meaning(Conclusion conclusion) {
		return switch (conclusion) {
			case PASS -> "no worse than the margin allows";
			case FAIL -> "worse";
			case INCONCLUSIVE, NO_DATA, NOT_APPLICABLE -> "undecided";
		};
	}

	private static String told(@Nullable Worst worst, boolean fails, int paths) {
		return (worst == null || !fails) ? ""
				: " Worst is " + worst.path() + ": candidate " + Words.counts(worst.sides().candidate()) + ", stable "
						+ Words.counts(SharedPaths.stable(worst.sides())) + ", " + Words.p(worst.pValue())
						+ " corrected for " + paths + " paths (Holm).";
	}

	/** What a pass does not say of the paths one by one. */
	private static String unshown(Map<String, Sides<Counts>> paths, Conclusion conclusion, Criteria criteria) {
		if (conclusion != Conclusion.PASS) {
			return "";
		}
		List<String> worse = new ArrayList<>();
		List<String> unshown = new ArrayList<>();
		new TreeMap<>(paths).forEach((path, sides) -> {
			Finding alone = ErrorJudge.judge(path, sides, criteria);
			if (alone.conclusion() == Conclusion.FAIL && alone.evidence() != null) {
				worse.add(path + " (" + Words.p(alone.evidence().pValue()) + ")");
			}
			else if (alone.conclusion() != Conclusion.PASS) {
				unshown.add(path + " (" + Words.count(sides.candidate().total()) + ")");
			}
		});
		return listed(" By itself worse, but not enough among " + paths.size() + " paths: ", worse)
				+ listed(" By themselves these have too few requests of the candidate to show it: ", unshown);
	}

	private static String listed(String words, List<String> all) {
		return all.isEmpty() ? "" : words + String.join(", ", all.subList(0, Math.min(5, all.size())))
				+ ((all.size() > 5) ? " and " + (all.size() - 5) + " more." : ".");
	}

	/**
	 * A path.
	 *
	 * @param path its name
	 * @param sides what both did
	 * @param found what it says by itself
	 * @param pValue corrected
	 */
	private record Worst(String path, Sides<Counts> sides, Evidence found, double pValue) {

		Evidence evidence(int paths) {
			return new Evidence(this.found.test() + " of " + this.path + ", one of " + paths + " paths",
					this.found.statistic(), this.pValue, this.found.effect(), false, true, this.found.interval(),
					this.found.level());
		}

	}

}
