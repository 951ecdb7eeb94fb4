package dev.slipway.observability.metrics.embedded;

/**
 * How much a counter grew in a window, as Prometheus's {@code increase} estimates it.
 * <p>
 * Example: window 60 s, samples at 5, 20, 35 and 50 s with the values 10, 13, 2, 5. The
 * third shows a restart, so the growth is 5 − 10 + 13 = 8 over 45 s. Samples are 15 s
 * apart; the window begins 5 s before the first and ends 10 s after the last, both nearer
 * than 1.1 × 15 s, so the growth is taken to have gone on: 8 × (45 + 5 + 10) / 45 =
 * 10.67.
 */
final class Counters {

	private static final double NEAR = 1.1;

	private Counters() {
	}

	/**
	 * The growth between two times, both inclusive; NaN when there are fewer than two
	 * samples.
	 */
	static double increase(Samples given, long from, long to) {
		Samples samples = given.isThinned(from) ? filledIn(given, from, to) : given;
		int first = samples.firstFrom(from);
		int last = samples.firstFrom(to + 1) - 1;
		if (last - first < 1) {
			return Double.NaN;
		}
		double growth = growth(samples, first, last);
		double sampled = (samples.time(last) - samples.time(first)) / 1000.0;
		double apart = sampled / (last - first);
		double before = (samples.time(first) - from) / 1000.0;
		double after = (to - samples.time(last)) / 1000.0;
		if (growth > 0 && samples.value(first) >= 0) {
			// A counter cannot have been below zero, so it grew no longer than this.
			before = Math.min(before, sampled * (samples.value(first) / growth));
		}
		double covered = sampled + ((before < apart * NEAR) ? before : apart / 2)
				+ ((after < apart * NEAR) ? after : apart / 2);
		return growth * (covered / sampled);
	}

	/**
	 * The samples of a window over thinned ones, with what the counter must have been at
	 * its ends. So a window shorter than five minutes gets its part of their growth.
	 */
	private static Samples filledIn(Samples samples, long from, long to) {
		Samples window = new Samples();
		double start = samples.between(from);
		if (!Double.isNaN(start)) {
			window.add(from, start);
		}
		for (int i = samples.firstFrom(from); i < samples.size() && samples.time(i) <= to; i++) {
			window.add(samples.time(i), samples.value(i));
		}
		double end = samples.between(to);
		if (!Double.isNaN(end)) {
			window.add(to, end);
		}
		return window;
	}

	private static double growth(Samples samples, int first, int last) {
		double growth = samples.value(last) - samples.value(first);
		for (int i = first + 1; i <= last; i++) {
			if (samples.value(i) < samples.value(i - 1)) {
				growth += samples.value(i - 1);
			}
		}
		return growth;
	}

}
