package dev.slipway.chaos;

import java.time.Instant;
import java.util.Optional;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Step;

/** The flow of an experiment's schedule: starts a run now and then. */
public final class ScheduledRuns implements FlowKind<ScheduleState, ScheduledRuns.Seen, ScheduleState.Start> {

	static final String NAME = "experiment-schedule";

	static final String STOP = "stop";

	private static final System.Logger log = System.getLogger(ScheduledRuns.class.getName());

	private final Experiments experiments;

	private final Timetable timetable;

	public ScheduledRuns(Experiments experiments, Timetable timetable) {
		this.experiments = experiments;
		this.timetable = timetable;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Class<ScheduleState> stateType() {
		return ScheduleState.class;
	}

	@Override
	public Seen observe(FlowView<ScheduleState> flow) {
		return new Seen(STOP.equals(flow.desire()), this.experiments.find(flow.state().experiment()));
	}

	@Override
	public Step<ScheduleState, ScheduleState.Start> next(ScheduleState state, Seen seen, Instant now) {
		Optional<Instant> following = seen.experiment().flatMap((experiment) -> after(experiment, now));
		return state.next(seen.stop(), following, now);
	}

	@Override
	public void act(FlowView<ScheduleState> flow, Seen seen, ScheduleState.Start start) {
		Experiment experiment = seen.experiment().orElseThrow();
		try {
			this.experiments.run(experiment, "schedule");
		}
		catch (RunRefused ex) {
			log.log(System.Logger.Level.INFO,
					"The scheduled run of experiment " + start.experiment() + " is left out: " + ex.getMessage());
		}
	}

	/** When an experiment with a schedule starts next. */
	Optional<Instant> after(Experiment experiment, Instant time) {
		Schedule schedule = experiment.definition().schedule();
		return (schedule != null) ? this.timetable.next(schedule, time, experiment.id()) : Optional.empty();
	}

	/** What a tick has seen. */
	record Seen(boolean stop, Optional<Experiment> experiment) {
	}

}
