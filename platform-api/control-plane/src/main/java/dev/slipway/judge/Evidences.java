package dev.slipway.judge;

import java.util.Arrays;

/** What the watches share. */
final class Evidences {

	private Evidences() {
	}

	/** The logarithm of the mean, without overflow. */
	static double logMean(double[] logs) {
		double largest = Arrays.stream(logs).max().orElse(0);
		return largest + Math.log(Arrays.stream(logs).map((log) -> Math.exp(log - largest)).average().orElse(1));
	}

	static String reached(double alpha) {
		return "the evidence is at least " + Words.count(Math.round(1 / alpha)) + " to 1";
	}

	static String missing(double logEvidence, double alpha) {
		return "the evidence is " + Words.number(Math.exp(Math.min(logEvidence, 700))) + " to 1, "
				+ Words.count(Math.round(1 / alpha)) + " to 1 is needed.";
	}

}
