package dev.slipway.analysis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.slipway.judge.Watch;
import org.jspecify.annotations.Nullable;

/**
 * What a guard rail has seen of a release: a value that is kept. The counters' values are
 * kept together with what was counted by them, so whoever goes on from here counts what
 * came since, and nothing twice.
 *
 * @param candidate its counters
 * @param stable those of the stable release; null when it is not compared
 * @param evidence what that says
 * @param since when it was watched first
 * @param taken when the last block of time ended; null where requests are taken one by
 * one
 */
public record RailState(Side candidate, @Nullable Side stable, Evidence evidence, Instant since,
		@Nullable Instant taken) {

	/** Checks it: what is kept may be of another version. */
	public RailState {
		Objects.requireNonNull(candidate);
		Objects.requireNonNull(evidence);
		Objects.requireNonNull(since);
	}

	/** How many counters there are. */
	int size() {
		return this.candidate.counters().size() + ((this.stable != null) ? this.stable.counters().size() : 0);
	}

	/**
	 * One release's counters.
	 *
	 * @param begun whether counters that come now began at zero
	 * @param counters what was read last
	 * @param bad how many of the requests were bad
	 * @param total how many requests were given to the watches
	 */
	public record Side(boolean begun, List<Counter> counters, long bad, long total) {

		public Side {
			counters = List.copyOf(counters);
		}

	}

	/**
	 * A counter.
	 *
	 * @param labels which one it is
	 * @param value what it said last
	 * @param grown how much it grew since it is watched
	 */
	public record Counter(Map<String, String> labels, double value, double grown) {

		public Counter {
			labels = Map.copyOf(labels);
		}

	}

	/**
	 * The watches.
	 *
	 * @param life sees all of it
	 * @param recent begins anew every few minutes
	 * @param watches how many of these there were, which have spent their part of alpha
	 * @param began when the last of them did
	 */
	public record Evidence(Watch life, Watch recent, int watches, Instant began) {

		public Evidence {
			Objects.requireNonNull(life);
			Objects.requireNonNull(recent);
			Objects.requireNonNull(began);
		}
	}

}
