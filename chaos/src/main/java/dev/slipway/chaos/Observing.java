package dev.slipway.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.slipway.flow.Step;
import org.jspecify.annotations.Nullable;

/**
 * The fault is on and the hypothesis is watched.
 *
 * @param plan what was asked for
 * @param injection the fault
 * @param badSince since when the hypothesis does not hold; null while it does
 * @param held whether it held at any time since the fault is on
 */
record Observing(Plan plan, Injection injection, @Nullable Instant badSince, boolean held) implements RunState {

	/** Before the first look. */
	Observing(Plan plan, Injection injection) {
		this(plan, injection, null, false);
	}

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
			return exit(Outcome.of(Verdict.ABORTED, seen.stop()), now);
		}
		Look look = seen.judge(Math.max(0, this.injection.readyBefore() - victims().size()));
		boolean holds = look.result() == Look.Result.HOLDS;
		if (!holds && this.badSince != null && tooLong(Duration.between(this.badSince, now))) {
			return exit(verdictOn(look, Duration.between(this.badSince, now)), now);
		}
		if (!now.isBefore(this.injection.endsAt())) {
			if (!holds && !this.held) {
				return exit(verdictOn(look, Duration.between((this.badSince != null) ? this.badSince : now, now)), now);
			}
			return exit(Outcome.of(Verdict.PASSED, "The hypothesis held while the fault was on"), now);
		}
		if (!holds && this.badSince == null) {
			return Step.move(new Observing(this.plan, this.injection, now, this.held), look.message(), List.of());
		}
		if (holds && this.badSince != null) {
			String reason = "Holds again after " + Duration.between(this.badSince, now).toMillis() + " ms";
			return Step.move(new Observing(this.plan, this.injection, null, true), reason, List.of());
		}
		if (holds && !this.held) {
			return Step.move(new Observing(this.plan, this.injection, null, true), look.message(), List.of());
		}
		return Step.stay(this, shorter(LOOK, Duration.between(now, this.injection.endsAt())), List.of());
	}

	private boolean tooLong(Duration bad) {
		return bad.compareTo(this.plan.definition().hypothesis().tolerance()) > 0;
	}

	private static Outcome verdictOn(Look look, Duration bad) {
		Verdict verdict = (look.result() == Look.Result.NO_DATA) ? Verdict.INCONCLUSIVE : Verdict.FAILED;
		return Outcome.of(verdict, "For " + bad.toMillis() + " ms: " + look.message());
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private Step<RunState, RunAction> exit(Outcome outcome, Instant now) {
		return Recovering.enter(this.plan, this.injection, outcome, now);
	}

}
