package dev.slipway.chaos;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a tick of a run has seen.
 *
 * @param pods the target's pods
 * @param desired how many pods there should be
 * @param tampering whether pods carry the fault, by uid
 * @param looks one for each check
 * @param stop why the run has to stop now; null when it may go on
 */
record Seen(List<PodSeen> pods, int desired, Map<String, Tampering> tampering, List<Look> looks,
		@Nullable String stop) {

	static final Seen NOTHING = new Seen(List.of(), 0, Map.of(), List.of(), null);

	int ready() {
		return (int) this.pods.stream().filter((pod) -> pod.ready() && !pod.terminating()).count();
	}

	boolean isGone(Victim victim) {
		return this.pods.stream().noneMatch((pod) -> pod.uid().equals(victim.uid()) && !pod.terminating());
	}

	/** A victim that is gone has taken its fault along. */
	Tampering tampering(Victim victim) {
		boolean there = this.pods.stream().anyMatch((pod) -> pod.uid().equals(victim.uid()));
		return there ? this.tampering.getOrDefault(victim.uid(), Tampering.UNKNOWN) : Tampering.NONE;
	}

	/** What speaks against the steady state, with so many pods ready at least. */
	Look judge(int atLeastReady) {
		if (ready() < atLeastReady) {
			return Look.violated(ready() + " pods are ready, " + atLeastReady + " should be");
		}
		return worst();
	}

	private Look worst() {
		return this.looks.stream()
			.filter((look) -> look.result() == Look.Result.VIOLATED)
			.findFirst()
			.or(() -> this.looks.stream().filter((look) -> look.result() == Look.Result.NO_DATA).findFirst())
			.orElseGet(() -> Look.holds(ready() + " pods are ready and every check holds"));
	}

}
