package dev.slipway.judge;

/**
 * A guard rail and what it has seen: a small value that can be stored. It may be looked
 * at after every scrape and for as long as one likes: of candidates that keep to the
 * limit at most alpha are ever tripped, since the evidence is a test martingale (G.
 * Shafer, "Testing by betting", JRSS A 184 (2021) 407–431; A. Ramdas et al.,
 * "Game-theoretic statistics and safe anytime-valid inference", Statistical Science 38
 * (2023) 576–601). Once tripped it stays so.
 */
public sealed interface Watch permits RateWatch, FailureWatch, ComparisonWatch {

	/**
	 * With what came since the last look; each request is given once.
	 * @param increment what both sides did meanwhile
	 */
	Watch plus(Sides<Counts> increment);

	/** Whether the candidate has to be taken off. */
	boolean tripped();

	Decision decision();

	/** Whatever the share of requests that are bad, at most this share may be. */
	static Watch rate(String name, double limit, double alpha) {
		return new RateWatch(name, limit, alpha, Counts.NONE, false);
	}

	/** At most so many bad requests. */
	static Watch failures(String name, long most) {
		return new FailureWatch(name, most, Counts.NONE);
	}

	/**
	 * The candidate's odds of a bad request are at most so many times stable's.
	 * @param tolerated such as 1.5
	 */
	static Watch comparison(String name, double tolerated, double alpha) {
		return ComparisonWatch.start(name, tolerated, alpha);
	}

}
