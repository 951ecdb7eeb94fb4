package dev.slipway.analysis;

import dev.slipway.analysis.Tally.Requests;
import dev.slipway.judge.Counts;

/** Gives each request to a watch once. */
final class Increments {

	private Requests seen = Requests.NONE;

	/**
	 * What came since the last time.
	 * @param counted since the beginning
	 */
	Counts take(Requests counted) {
		long total = Math.max(0, counted.total() - this.seen.total());
		long bad = Math.min(total, Math.max(0, counted.bad() - this.seen.bad()));
		this.seen = new Requests(this.seen.bad() + bad, this.seen.total() + total);
		return new Counts(bad, total);
	}

	/** All that was taken. */
	Requests all() {
		return this.seen;
	}

}
