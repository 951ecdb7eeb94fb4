package dev.slipway.chaos;

import java.util.List;

/** What a run does to the world: absolute, idempotent, fenced. */
sealed interface RunAction {

	/** The victims carry the fault. */
	record Inject(List<Victim> victims) implements RunAction {
	}

	/** The victims carry no fault and refuse older injections. */
	record TakeBack(List<Victim> victims) implements RunAction {
	}

	/** The victims are deleted, as they do not let go of their fault. */
	record Replace(List<Victim> victims) implements RunAction {
	}

	/** The run is recorded as over, so the next may start. */
	record Conclude(Verdict verdict) implements RunAction {
	}

}
