package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

import dev.slipway.analysis.RequestCounts.Counters;
import org.jspecify.annotations.Nullable;

/**
 * Tells pods that lived before a guard rail from those that came later. A platform that
 * was restarted, and has nothing kept, meets the pods of a release one after the other:
 * what their counters say first is their whole life, and not what they did since the last
 * look. So the first value of a pod that is met in the first seconds counts nothing.
 */
final class Newcomers {

	private final Duration patience;

	private final Set<String> known = new HashSet<>();

	private @Nullable Instant until;

	/**
	 * Creates one.
	 * @param patience how long after the first look pods may have lived before; zero when
	 * the guard rail goes on from what was kept
	 */
	Newcomers(Duration patience) {
		this.patience = patience;
	}

	/** Whether pods that are met now may have lived before. */
	boolean expected(Instant now) {
		return !this.patience.isZero() && (this.until == null || now.isBefore(this.until));
	}

	/**
	 * The pods met for the first time; none when they are not expected any more.
	 * @param scraped pods that answer scrapes, read before the counters
	 */
	Set<String> met(Set<String> scraped, Counters counters, Instant now) {
		if (!expected(now)) {
			return Set.of();
		}
		Set<String> met = counters.series().stream().map(Growth::pod).collect(Collectors.toSet());
		met.addAll(scraped);
		met.removeAll(this.known);
		this.known.addAll(met);
		if (this.until == null) {
			this.until = now.plus(this.patience);
		}
		return met;
	}

}
