package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleFunction;

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

	private final DoubleFunction<Watch> begin;

	private final double alpha;

	private final Duration anew;

	private Watch life;

	private Watch recent;

	private int watches = 1;

	private Instant since;

	/**
	 * Begins.
	 * @param begin makes a watch with its share of alpha
	 * @param alpha the share of good candidates that may be tripped
	 * @param anew how often one of the watches begins anew
	 */
	RailWatch(DoubleFunction<Watch> begin, double alpha, Duration anew, Instant now) {
		this.begin = begin;
		this.alpha = alpha;
		this.anew = anew;
		this.life = begin.apply(alpha / 2);
		this.recent = begin.apply(share(1));
		this.since = now;
	}

	/** Goes on from what was kept. */
	RailWatch(DoubleFunction<Watch> begin, double alpha, Duration anew, RailState.Evidence kept) {
		this.begin = begin;
		this.alpha = alpha;
		this.anew = anew;
		this.life = kept.life();
		this.recent = kept.recent();
		this.watches = kept.watches();
		this.since = kept.began();
	}

	RailState.Evidence state() {
		return new RailState.Evidence(this.life, this.recent, this.watches, this.since);
	}

	/** Takes what came since the last time. */
	Decision take(Sides<Counts> increment, Instant now) {
		if (!now.isBefore(this.since.plus(this.anew)) && !this.recent.tripped()) {
			this.recent = this.begin.apply(share(++this.watches));
			this.since = now;
		}
		this.life = this.life.plus(increment);
		this.recent = this.recent.plus(increment);
		return decision();
	}

	/** What it says of all that it took. */
	Decision decision() {
		return (this.recent.tripped() ? this.recent : this.life).decision();
	}

	private double share(int watch) {
		return this.alpha / 2 * 6 / Math.pow(Math.PI * watch, 2);
	}

}
