package dev.slipway.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What all findings of a step say together. Looking at many metrics must not abort more
 * good releases than looking at one: a finding is worse only if its p-value still is
 * small after S. Holm's correction ("A simple sequentially rejective multiple test
 * procedure", Scandinavian Journal of Statistics 6 (1979) 65–70). A pass needs every
 * comparison to pass, which needs no correction (R. L. Berger's intersection–union test,
 * Technometrics 24 (1982) 295–300).
 *
 * @param conclusion of the step
 * @param findings as corrected
 * @param sentence one English sentence
 */
public record Verdict(Conclusion conclusion, List<Finding> findings, String sentence) {

	/** What decides, the first that is there. */
	private static final List<Conclusion> RANKS = List.of(Conclusion.FAIL, Conclusion.NO_DATA, Conclusion.INCONCLUSIVE,
			Conclusion.PASS, Conclusion.NOT_APPLICABLE);

	public Verdict {
		findings = List.copyOf(findings);
	}

	/**
	 * Joins findings.
	 * @param findings those without evidence, as of thresholds, are left as they are
	 * @param alpha two-sided, of the whole step
	 */
	public static Verdict of(List<Finding> findings, double alpha) {
		List<Finding> corrected = corrected(findings, alpha);
		Conclusion conclusion = RANKS.stream()
			.filter((rank) -> corrected.stream().anyMatch((finding) -> finding.conclusion() == rank))
			.findFirst()
			.orElse(Conclusion.NOT_APPLICABLE);
		return new Verdict(conclusion, corrected, sentence(conclusion, corrected));
	}

	private static List<Finding> corrected(List<Finding> findings, double alpha) {
		double[] raw = findings.stream().mapToDouble(Verdict::harmfulPValue).toArray();
		double[] adjusted = holm(raw);
		List<Finding> corrected = new ArrayList<>();
		for (int i = 0; i < raw.length; i++) {
			Finding finding = findings.get(i);
			boolean lost = finding.conclusion() == Conclusion.FAIL && finding.evidence() != null && adjusted[i] > alpha;
			corrected.add(lost ? finding.with(Conclusion.INCONCLUSIVE, finding.sentence() + " Corrected for "
					+ tested(raw) + " comparisons (Holm) " + Words.p(adjusted[i]) + ": undecided.") : finding);
		}
		return corrected;
	}

	/** 1 for what points to the better, NaN for what was not tested. */
	private static double harmfulPValue(Finding finding) {
		Evidence evidence = finding.evidence();
		return (evidence == null) ? Double.NaN : evidence.worse() ? evidence.pValue() : 1;
	}

	private static long tested(double[] raw) {
		return Arrays.stream(raw).filter((p) -> !Double.isNaN(p)).count();
	}

	/**
	 * Holm's adjusted p-values, in the order given; NaN stays and does not count.
	 */
	static double[] holm(double... pValues) {
		List<Integer> order = IntStream.range(0, pValues.length)
			.filter((i) -> !Double.isNaN(pValues[i]))
			.boxed()
			.sorted(Comparator.comparingDouble((i) -> pValues[i]))
			.toList();
		double[] adjusted = pValues.clone();
		double least = 0;
		for (int rank = 0; rank < order.size(); rank++) {
			int i = order.get(rank);
			least = Math.max(least, Math.min(1, (order.size() - rank) * pValues[i]));
			adjusted[i] = least;
		}
		return adjusted;
	}

	private static String sentence(Conclusion conclusion, List<Finding> findings) {
		String names = findings.stream()
			.filter((finding) -> finding.conclusion() == conclusion)
			.map(Finding::metric)
			.collect(Collectors.joining(", "));
		return switch (conclusion) {
			case FAIL -> "Worse than the stable release: " + names + ".";
			case NO_DATA -> "No data, hence no pass: " + names + ".";
			case INCONCLUSIVE -> "Undecided, more is needed: " + names + ".";
			case PASS -> "No worse than the margins allow: " + names + ".";
			case NOT_APPLICABLE -> "Nothing could be compared, which is no pass.";
		};
	}

}
