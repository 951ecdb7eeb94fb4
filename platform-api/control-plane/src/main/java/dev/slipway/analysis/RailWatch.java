package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;

import dev.slipway.analysis.Tally.Requests;
import dev.slipway.judge.Counts;
import dev.slipway.judge.Decision;
import dev.slipway.judge.Sides;
import dev.slipway.judge.Watch;

/**
 * The evidence against one limit of one release. Two watches share alpha: one sees the
 * whole life, the other begins anew every few minutes, since a candidate that was good
 * for hours would else have to be bad for long before its average is. The n-th of these
 * gets the part 6 / (π n)² of one half of alpha, and all parts together are that half, so
 * however long it lasts, at most alpha of good candidates are tripped.
 */
final class RailWatch {

	private final Limit limit;

	private final Duration anew;

	private Watch life;

	private Watch recent;

	private int watches = 1;

	private Instant since;

	private Requests seen = Requests.NONE;

	RailWatch(Limit limit, Duration anew, Instant now) {
		this.limit = limit;
		this.anew = anew;
		this.life = watch(limit.alpha() / 2);
		this.recent = watch(share(1));
		this.since = now;
	}

	/** Takes the requests counted since the beginning. */
	Decision take(Requests counted, Instant now) {
		long total = Math.max(0, counted.total() - this.seen.total());
		long bad = Math.min(total, Math.max(0, counted.bad() - this.seen.bad()));
		this.seen = new Requests(this.seen.bad() + bad, this.seen.total() + total);
		if (!now.isBefore(this.since.plus(this.anew)) && !trips(this.recent.decision())) {
			this.recent = watch(share(++this.watches));
			this.since = now;
		}
		Sides<Counts> increment = Sides.first(new Counts(bad, total));
		this.life = this.life.plus(increment);
		this.recent = this.recent.plus(increment);
		Decision decision = this.recent.decision();
		return trips(decision) ? decision : this.life.decision();
	}

	Requests seen() {
		return this.seen;
	}

	private static boolean trips(Decision decision) {
		return decision.kind() == Decision.Kind.TRIP;
	}

	private double share(int watch) {
		return this.limit.alpha() / 2 * 6 / Math.pow(Math.PI * watch, 2);
	}

	private Watch watch(double alpha) {
		double max = (this.limit.max() != null) ? this.limit.max() : 0;
		return (max > 0) ? Watch.rate(this.limit.subject(), max, alpha) : Watch.failures(this.limit.subject(), 0);
	}

}
