package dev.slipway.chaos;

import java.time.Duration;

/** Plans for tests. */
final class Runs {

	private Runs() {
	}

	static Plan plan(Fault fault) {
		return plan(fault, Blast.ONE);
	}

	static Plan plan(Fault fault, Blast blast) {
		return plan(fault, blast, Duration.ofSeconds(60));
	}

	static Plan plan(Fault fault, Duration duration) {
		return plan(fault, Blast.ONE, duration);
	}

	private static Plan plan(Fault fault, Blast blast, Duration duration) {
		Definition definition = new Definition("a test", "orders", "dev", fault, blast, duration, Hypothesis.DEFAULT,
				null, new Definition.Candidate(2, 1));
		return new Plan(1, 1, "shop", definition, "sam");
	}

}
