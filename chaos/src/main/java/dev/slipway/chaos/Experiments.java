package dev.slipway.chaos;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;
import dev.slipway.flow.Transition;

/** What users do with experiments. */
public final class Experiments {

	private final ExperimentStore store;

	private final ExperimentRuns runs;

	private final Flows flows;

	private final Clock clock;

	public Experiments(ExperimentStore store, ExperimentRuns runs, Flows flows, Clock clock) {
		this.store = store;
		this.runs = runs;
		this.flows = flows;
		this.clock = clock;
	}

	/** Adds an experiment; nothing runs yet. */
	public Experiment create(String team, Definition definition, String actor) {
		return this.store.add(team, definition, actor, this.clock.instant());
	}

	/** Finds an experiment. */
	public Optional<Experiment> find(long id) {
		return this.store.find(id);
	}

	/** Experiments, newest first, with ids below the given one. */
	public List<Experiment> list(long below, int limit) {
		return this.store.list(below, limit);
	}

	/**
	 * Starts a run.
	 * @throws RunRefused while a halt is on or another run has the same target
	 */
	public Plan run(Experiment experiment, String actor) {
		Halt halt = this.store.halt();
		if (halt.on()) {
			throw new RunRefused("All chaos is halted by " + halt.by() + ": " + halt.reason(),
					"An operator releases the halt with POST /api/v1/chaos/release.");
		}
		Definition definition = experiment.definition();
		return this.store.open(experiment, actor, this.clock.instant(), this::start)
			.orElseThrow(() -> new RunRefused(
					"Another experiment runs on " + definition.service() + " in " + definition.environment(),
					"Wait for its end, or abort it."));
	}

	/**
	 * The only run of the experiment of a gate: started when it is asked for first, also
	 * when the platform dies meanwhile.
	 * @param key names the gate of a stage of a release
	 * @throws RunRefused when it cannot start now
	 */
	public FlowView<RunState> trial(String key, String team, Definition definition, String actor) {
		Experiment experiment = this.store.ofGate(key, team, definition, actor, this.clock.instant());
		return run(experiment.id(), 1).or(() -> {
			run(experiment, actor);
			return run(experiment.id(), 1);
		}).orElseThrow();
	}

	/** A run as it is now. */
	public Optional<FlowView<RunState>> run(long experiment, int number) {
		return this.flows.find(this.runs, Plan.id(experiment, number));
	}

	/** The runs of an experiment, newest first. */
	public List<FlowView<RunState>> runs(long experiment, int limit) {
		return this.store.runs(experiment, limit)
			.stream()
			.flatMap((key) -> run(key.experiment(), key.number()).stream())
			.toList();
	}

	/** The history of a run. */
	public List<Transition> history(long experiment, int number) {
		return this.flows.history(ExperimentRuns.NAME, Plan.id(experiment, number));
	}

	/** Asks a run to stop and to take its fault back. */
	public void abort(long experiment, int number, String actor) {
		this.flows.desire(ExperimentRuns.NAME, Plan.id(experiment, number), ExperimentRuns.ABORT, actor);
	}

	/** Stops every run, and lets none start until {@link #release}. */
	public Halt halt(String reason, String actor) {
		Halt halt = new Halt(true, reason, actor, this.clock.instant());
		this.store.halt(halt);
		this.store.live().forEach((key) -> this.flows.wake(ExperimentRuns.NAME, key.id()));
		return halt;
	}

	/** Lets runs start again. */
	public Halt release(String reason, String actor) {
		Halt halt = new Halt(false, reason, actor, this.clock.instant());
		this.store.halt(halt);
		return halt;
	}

	/** The halt switch. */
	public Halt halt() {
		return this.store.halt();
	}

	/** The runs that are not over. */
	public List<FlowView<RunState>> live() {
		return this.store.live().stream().flatMap((key) -> run(key.experiment(), key.number()).stream()).toList();
	}

	private void start(Plan plan) {
		boolean started = this.flows.start(this.runs, plan.id(), new Pending(plan, this.clock.instant()),
				"Started by " + plan.startedBy());
		if (!started) {
			throw new IllegalStateException("There is a run " + plan.id() + " already");
		}
	}

}
