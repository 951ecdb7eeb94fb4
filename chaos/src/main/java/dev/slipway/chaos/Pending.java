package dev.slipway.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.slipway.flow.Step;

/**
 * Waits for the steady state, then chooses the victims.
 *
 * @param plan what was asked for
 * @param since when the run began
 */
record Pending(Plan plan, Instant since) implements RunState {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Override
	public Step<RunState, RunAction> next(Seen seen, Instant now) {
		if (seen.stop() != null) {
			return exit(Verdict.ABORTED, seen.stop(), now);
		}
		Look look = seen.judge(Math.max(1, seen.desired()));
		if (look.result() != Look.Result.HOLDS) {
			return now.isBefore(this.since.plus(PATIENCE)) ? Step.stay(this, LOOK, List.of())
					: exit(Verdict.NOT_RUN, "No steady state before the fault: " + look.message(), now);
		}
		VictimChoice choice = VictimChoice.of(this.plan, seen);
		if (choice.refusal() != null) {
			return exit(Verdict.NOT_RUN, choice.refusal(), now);
		}
		Injection injection = new Injection(choice.victims(), seen.ready(), now,
				now.plus(this.plan.definition().duration()));
		String reason = "Steady state holds (" + look.message() + "); " + this.plan.definition().fault().title()
				+ " for " + choice.names();
		return Step.move(new Injecting(this.plan, injection), reason, List.of(new RunAction.Inject(choice.victims())));
	}

	private Step<RunState, RunAction> exit(Verdict verdict, String reason, Instant now) {
		return Recovering.enter(this.plan, Injection.none(now), Outcome.of(verdict, reason), now);
	}

}
