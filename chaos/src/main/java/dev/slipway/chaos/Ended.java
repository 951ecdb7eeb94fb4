package dev.slipway.chaos;

import java.time.Instant;
import java.util.List;

import dev.slipway.flow.Step;
import org.jspecify.annotations.Nullable;

/**
 * Over. The victims are fenced once more, so that a driver that stalled cannot inject
 * afterwards.
 *
 * @param plan what was asked for
 * @param injection the fault, or none
 * @param outcome the verdict
 * @param wasHealthy whether the service was healthy at the end
 */
record Ended(Plan plan, Injection injection, Outcome outcome, boolean wasHealthy) implements RunState {

	@Override
	public List<Victim> victims() {
		return this.injection.victims();
	}

	@Override
	public @Nullable Instant faultEndsAt() {
		return victims().isEmpty() ? null : this.injection.endsAt();
	}

	@Override
	public Verdict verdict() {
		return this.outcome.verdict();
	}

	@Override
	public List<String> reasons() {
		return this.outcome.reasons();
	}

	@Override
	public Boolean healthy() {
		return this.wasHealthy;
	}

	@Override
	public Step<RunState, RunAction> next(Seen seen, Instant now) {
		return Step.ended(this, lastActions());
	}

	List<RunAction> lastActions() {
		return List.of(new RunAction.Conclude(this.outcome.verdict()), new RunAction.TakeBack(victims()));
	}

}
