package dev.slipway.judge;

import java.util.ArrayList;
import java.util.List;

/**
 * The candidate against the stable release, scrape by scrape. Given how many requests and
 * failures both had together in a scrape, the candidate's share of the failures follows
 * {@link Hypergeometric}, whatever the ratio was just then: so a dependency that fails
 * for both, or a peak that hurts both, is no evidence. The evidence is the product over
 * scrapes of likelihood ratios of larger odds ratios to the tolerated one, averaged over
 * a fixed grid (a product of conditional e-values, J. ter Schure and P. Grünwald,
 * F1000Research 8 (2019) 962). No scrape counts more than 5 to 1, which can only lessen
 * the evidence: the two sides are not scraped in the same moment, so at the edge of a
 * peak that hurts both, thousands of failures may seem to be of one.
 *
 * @param name what is watched
 * @param tolerated how many times stable's odds are accepted, at least 1
 * @param alpha how many good candidates may be tripped
 * @param candidate what was seen of the candidate
 * @param stable what was seen of stable
 * @param logs the evidence for each odds ratio of the grid, as logarithms
 * @param tripped whether the evidence ever sufficed
 */
public record ComparisonWatch(String name, double tolerated, double alpha, Counts candidate, Counts stable,
		List<Double> logs, boolean tripped) implements Watch {

	/** How many times the tolerated odds ratio. */
	private static final List<Double> ODDS = List.of(1.25, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0);

	/**
	 * Copies and checks.
	 * @throws IllegalArgumentException when alpha is not within 0 and 1, exclusive, or
	 * tolerated is below 1
	 */
	public ComparisonWatch {
		if (!(tolerated >= 1 && tolerated <= 1e6 && alpha > 0 && alpha < 1)) {
			throw new IllegalArgumentException(
					"tolerated must be at least 1 and alpha within 0 and 1: " + tolerated + ", " + alpha);
		}
		logs = List.copyOf(logs);
		if (logs.size() != ODDS.size()) {
			throw new IllegalArgumentException("The evidence has " + logs.size() + " numbers, not " + ODDS.size());
		}
	}

	/** The most that one scrape says, as a logarithm. */
	private static final double MOST = Math.log(5);

	static ComparisonWatch start(String name, double tolerated, double alpha) {
		return new ComparisonWatch(name, tolerated, alpha, Counts.NONE, Counts.NONE,
				ODDS.stream().map((odds) -> 0.0).toList(), false);
	}

	/** A first release has no stable side and is never tripped by this. */
	@Override
	public ComparisonWatch plus(Sides<Counts> increment) {
		Counts ours = increment.candidate();
		Counts theirs = increment.stable();
		if (theirs == null) {
			return this;
		}
		List<Double> grown = this.logs;
		if (ours.failures() + theirs.failures() > 0 && !ours.none() && !theirs.none()) {
			grown = grown(new Hypergeometric(ours, theirs), ours.failures());
		}
		boolean now = logEvidence(grown) >= -Math.log(this.alpha);
		return new ComparisonWatch(this.name, this.tolerated, this.alpha, this.candidate.plus(ours),
				this.stable.plus(theirs), grown, this.tripped || now);
	}

	private List<Double> grown(Hypergeometric chances, long failures) {
		List<Double> grown = new ArrayList<>();
		double tolerable = chances.log(failures, this.tolerated);
		for (int i = 0; i < ODDS.size(); i++) {
			grown.add(
					this.logs.get(i) + Math.min(MOST, chances.log(failures, this.tolerated * ODDS.get(i)) - tolerable));
		}
		return grown;
	}

	@Override
	public Decision decision() {
		if (this.candidate.none() || this.stable.none()) {
			return new Decision(Decision.Kind.NO_DATA, this.name + ": no requests of both releases were seen yet.");
		}
		String text = this.name + ": of the candidate's requests " + Words.counts(this.candidate)
				+ " were bad, of stable's " + Words.counts(this.stable) + "; ";
		return this.tripped
				? new Decision(Decision.Kind.TRIP,
						text + Evidences.reached(this.alpha) + " that its odds are more than "
								+ Words.number(this.tolerated) + " times stable's.")
				: new Decision(Decision.Kind.CONTINUE, text + Evidences.missing(logEvidence(this.logs), this.alpha));
	}

	private static double logEvidence(List<Double> logs) {
		return Evidences.logMean(logs.stream().mapToDouble(Double::doubleValue).toArray());
	}

}
