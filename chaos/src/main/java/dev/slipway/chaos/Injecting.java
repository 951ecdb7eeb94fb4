package dev.slipway.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.slipway.flow.Step;

/**
 * The fault is written down and on its way.
 *
 * @param plan what was asked for
 * @param injection the fault
 */
record Injecting(Plan plan, Injection injection) implements RunState {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Override
	public List<Victim> victims() {
		return this.injection.victims();
	}

	@Override
	public Instant faultEndsAt() {
		return this.injection.endsAt();
	}

	@Override
	public Step<RunState, RunAction> next(Seen seen, Instant now) {
		if (seen.stop() != null) {
			return exit(Verdict.ABORTED, seen.stop(), now);
		}
		List<Victim> missing = victims().stream().filter((victim) -> !isHit(victim, seen)).toList();
		if (missing.isEmpty()) {
			return Step.move(new Observing(this.plan, this.injection),
					this.plan.definition().fault().title() + " is on", List.of());
		}
		if (!now.isBefore(this.injection.endsAt()) || !now.isBefore(this.injection.writtenAt().plus(PATIENCE))) {
			return exit(Verdict.INCONCLUSIVE, "The fault could not be injected into " + missing, now);
		}
		return Step.stay(this, LOOK, List.of(new RunAction.Inject(missing)));
	}

	private boolean isHit(Victim victim, Seen seen) {
		return seen.isGone(victim) || (this.plan.definition().fault() instanceof Fault.Latency
				&& seen.tampering(victim) == Tampering.ACTIVE);
	}

	private Step<RunState, RunAction> exit(Verdict verdict, String reason, Instant now) {
		return Recovering.enter(this.plan, this.injection, Outcome.of(verdict, reason), now);
	}

}
