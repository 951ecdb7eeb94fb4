package dev.slipway.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.slipway.flow.Step;
import org.jspecify.annotations.Nullable;

/** The pods of the release before go: before the promotion, or after it. */
final class Leaving {

	private Leaving() {
	}

	/** The old pods finish their requests and go. */
	record Draining(Plan plan, @Nullable Stable stable, Instant since) implements Forward {

		@Override
		public Split split() {
			return Split.of(this.stable, this.plan.number(), schedule().stage(schedule().size()));
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			if (seen.outcome() == null) {
				Optional<Step<ReleaseState, ReleaseAction>> broken = Steps.broken(this, seen, this.plan.replicas(),
						now);
				if (broken.isPresent()) {
					return broken.get();
				}
			}
			boolean gone = this.stable == null || seen.old().gone();
			if (gone || now.isAfter(this.since.plus(this.plan.drain()).plus(LONGEST_DRAIN))) {
				return Step.move(
						new Promoting(this.plan, this.stable), (this.stable == null) ? "Nothing to drain" : "Release "
								+ this.stable.number() + (gone ? " has drained" : " still drains, but too long"),
						List.of());
			}
			return Steps.drain(this, this.since, seen, now);
		}

	}

	/** The release that stayed warm goes. */
	record Retiring(Plan plan, Stable stable, Instant since) implements Forward {

		@Override
		public Set<HookMoment> hooks() {
			return Set.of(HookMoment.CONTRACT);
		}

		@Override
		public Split split() {
			return Split.all(this.plan.number());
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			// Not before the old pods were asked to go, however long nobody was there to
			// ask.
			boolean late = seen.old().replicas() == 0
					&& now.isAfter(this.since.plus(this.plan.drain()).plus(LONGEST_DRAIN));
			if (seen.traffic().settled(late) && (seen.old().gone() || late)) {
				String gone = seen.old().gone() ? " has drained" : " still drains, but too long";
				return Steps.succeed(this.plan,
						"Release " + this.stable.number() + gone + Steps.unconfirmed(seen.traffic()), seen, now);
			}
			return Steps.drain(this, this.since, seen, now);
		}

	}

}
