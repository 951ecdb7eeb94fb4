package dev.slipway.chaos;

import java.util.List;
import java.util.stream.Stream;

/**
 * A verdict and why.
 *
 * @param verdict the verdict
 * @param reasons sentences for people
 */
record Outcome(Verdict verdict, List<String> reasons) {

	Outcome {
		reasons = List.copyOf(reasons);
	}

	static Outcome of(Verdict verdict, String reason) {
		return new Outcome(verdict, List.of(reason));
	}

	/** A service that is not healthy at the end spoils a pass; other verdicts stay. */
	Outcome unhealthy(String reason) {
		Verdict now = (this.verdict == Verdict.PASSED) ? Verdict.FAILED : this.verdict;
		return new Outcome(now, Stream.concat(this.reasons.stream(), Stream.of(reason)).toList());
	}

}
