package dev.slipway.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.slipway.flow.Step;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is: Pending, Injecting, Observing, Recovering, Ended. Every exit passes
 * through Recovering.
 */
public sealed interface RunState permits Pending, Injecting, Observing, Recovering, Ended {

	/** How often a running experiment looks. */
	Duration LOOK = Duration.ofSeconds(1);

	/** What was asked for. */
	Plan plan();

	/** The pods that are or were hit. */
	default List<Victim> victims() {
		return List.of();
	}

	/** When the fault is taken back at the latest; null before it is decided. */
	default @Nullable Instant faultEndsAt() {
		return null;
	}

	/** The verdict; null before the end. */
	default @Nullable Verdict verdict() {
		return null;
	}

	/** Why the verdict is what it is, as far as known. */
	default List<String> reasons() {
		return List.of();
	}

	/** Whether the service is healthy at the end; null before. */
	default @Nullable Boolean healthy() {
		return null;
	}

	/** Decides one tick. */
	Step<RunState, RunAction> next(Seen seen, Instant now);

}
