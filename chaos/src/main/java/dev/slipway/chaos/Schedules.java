package dev.slipway.chaos;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import dev.slipway.flow.Flows;

/** Switches the schedules of experiments on and off. */
public final class Schedules {

	private final ScheduledRuns kind;

	private final Flows flows;

	private final Clock clock;

	public Schedules(ScheduledRuns kind, Flows flows, Clock clock) {
		this.kind = kind;
		this.flows = flows;
		this.clock = clock;
	}

	/** Starts the schedule of an experiment that has one. */
	public void start(Experiment experiment) {
		this.kind.after(experiment, this.clock.instant())
			.ifPresent((at) -> this.flows.start(this.kind, String.valueOf(experiment.id()),
					new ScheduleState.Waiting(experiment.id(), at), "First at " + at));
	}

	/** Stops the schedule of an experiment, if it runs. */
	public void stop(Experiment experiment, String actor) {
		if (nextAt(experiment).isPresent()) {
			this.flows.desire(ScheduledRuns.NAME, String.valueOf(experiment.id()), ScheduledRuns.STOP, actor);
		}
	}

	/** When an experiment starts by itself the next time. */
	public Optional<Instant> nextAt(Experiment experiment) {
		if (experiment.definition().schedule() == null) {
			return Optional.empty();
		}
		return this.flows.find(this.kind, String.valueOf(experiment.id()))
			.map((flow) -> (flow.state() instanceof ScheduleState.Waiting waiting) ? waiting.nextAt() : null);
	}

}
