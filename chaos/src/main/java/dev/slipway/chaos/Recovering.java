package dev.slipway.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.slipway.flow.Step;
import org.jspecify.annotations.Nullable;

/**
 * Takes the fault back and waits until the service is healthy again. A pod that does not
 * let go of its fault is replaced; a service that does not get healthy in time spoils the
 * verdict.
 *
 * @param plan what was asked for
 * @param injection the fault, or none
 * @param outcome the verdict so far
 * @param since when recovery began
 * @param replacing whether stubborn pods are being replaced
 */
record Recovering(Plan plan, Injection injection, Outcome outcome, Instant since,
		boolean replacing) implements RunState {

	static final Duration STUBBORN = Duration.ofSeconds(30);

	static final Duration DEADLINE = Duration.ofMinutes(3);

	static Step<RunState, RunAction> enter(Plan plan, Injection injection, Outcome outcome, Instant now) {
		String reason = outcome.verdict() + " so far: " + String.join("; ", outcome.reasons());
		return Step.move(new Recovering(plan, injection, outcome, now, false), reason,
				List.of(new RunAction.TakeBack(injection.victims())));
	}

	@Override
	public List<Victim> victims() {
		return this.injection.victims();
	}

	@Override
	public @Nullable Instant faultEndsAt() {
		return victims().isEmpty() ? null : this.injection.endsAt();
	}

	@Override
	public List<String> reasons() {
		return this.outcome.reasons();
	}

	@Override
	public Step<RunState, RunAction> next(Seen seen, Instant now) {
		List<Victim> faulty = victims().stream().filter((victim) -> mayBeFaulty(seen.tampering(victim))).toList();
		Look look = seen.judge(Math.max(1, this.injection.readyBefore()));
		boolean healthy = faulty.isEmpty() && look.result() == Look.Result.HOLDS;
		if (healthy) {
			return end(this.outcome, true, "Healthy again: " + look.message());
		}
		if (victims().isEmpty()) {
			return end(this.outcome, false, "Nothing was injected: " + look.message());
		}
		if (!now.isBefore(this.since.plus(DEADLINE))) {
			String why = "Not healthy " + DEADLINE.toSeconds() + " s after the fault: "
					+ (faulty.isEmpty() ? look.message() : "the fault may still be on " + faulty);
			return end(this.outcome.unhealthy(why), false, why);
		}
		if (!faulty.isEmpty() && !this.replacing && !now.isBefore(this.since.plus(STUBBORN))) {
			return Step.move(new Recovering(this.plan, this.injection, this.outcome, this.since, true),
					"Replaces pods that do not let go of the fault: " + faulty, List.of(new RunAction.Replace(faulty)));
		}
		return Step.stay(this, LOOK, again(faulty));
	}

	private List<RunAction> again(List<Victim> faulty) {
		if (faulty.isEmpty()) {
			return List.of();
		}
		return List.of(this.replacing ? new RunAction.Replace(faulty) : new RunAction.TakeBack(faulty));
	}

	private static boolean mayBeFaulty(Tampering tampering) {
		return tampering == Tampering.ACTIVE || tampering == Tampering.UNKNOWN;
	}

	private Step<RunState, RunAction> end(Outcome last, boolean healthy, String reason) {
		Ended ended = new Ended(this.plan, this.injection, last, healthy);
		return Step.end(ended, last.verdict() + ". " + reason, ended.lastActions());
	}

}
