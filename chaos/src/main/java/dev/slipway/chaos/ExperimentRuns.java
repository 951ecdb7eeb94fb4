package dev.slipway.chaos;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Step;
import org.jspecify.annotations.Nullable;

/** The flow of one run of an experiment. */
public final class ExperimentRuns implements FlowKind<RunState, Seen, RunAction> {

	static final String NAME = "experiment-run";

	static final String ABORT = "abort";

	private final Workload workload;

	private final Faults faults;

	private final SteadyState steadyState;

	private final ExperimentStore store;

	private final Conclusions conclusions;

	private final Trials trials;

	private final Clock clock;

	public ExperimentRuns(Workload workload, Faults faults, SteadyState steadyState, ExperimentStore store,
			Conclusions conclusions, Trials trials, Clock clock) {
		this.workload = workload;
		this.faults = faults;
		this.steadyState = steadyState;
		this.store = store;
		this.conclusions = conclusions;
		this.trials = trials;
		this.clock = clock;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Class<RunState> stateType() {
		return RunState.class;
	}

	@Override
	public Seen observe(FlowView<RunState> flow) {
		RunState state = flow.state();
		if (state.verdict() != null) {
			return Seen.NOTHING;
		}
		this.conclusions.moved(state);
		Plan plan = state.plan();
		Workload.Sighting sighting = this.workload.look(plan);
		List<Look> looks = plan.definition()
			.hypothesis()
			.checks()
			.stream()
			.map((check) -> this.steadyState.look(plan, check))
			.toList();
		return new Seen(sighting.pods(), sighting.desired(), tampering(state, sighting.pods()), looks, stop(flow));
	}

	@Override
	public Step<RunState, RunAction> next(RunState state, Seen seen, Instant now) {
		return state.next(seen, now);
	}

	@Override
	public void act(FlowView<RunState> flow, Seen seen, RunAction action) {
		Plan plan = flow.state().plan();
		Fence fence = Fence.of(flow.startedAt(), flow.epoch());
		if (action instanceof RunAction.Inject inject) {
			each(inject.victims(), (victim) -> this.faults.inject(plan, victim, fence));
		}
		else if (action instanceof RunAction.TakeBack takeBack) {
			each(takeBack.victims(), (victim) -> this.faults.takeBack(plan, victim, fence));
		}
		else if (action instanceof RunAction.Replace replace) {
			each(replace.victims(), (victim) -> this.faults.replace(plan, victim, fence));
		}
		else if (action instanceof RunAction.Conclude conclude
				&& this.store.conclude(plan, conclude.verdict(), this.clock.instant())) {
			this.conclusions.concluded(plan, conclude.verdict());
		}
	}

	/**
	 * A pod kill leaves nothing behind in a pod. Before the choice every pod is asked.
	 */
	private Map<String, Tampering> tampering(RunState state, List<PodSeen> pods) {
		Map<String, Tampering> byUid = new HashMap<>();
		for (PodSeen pod : pods) {
			boolean asked = state.victims().isEmpty() || state.victims().contains(pod.victim());
			if (state.plan().definition().fault() instanceof Fault.PodKill) {
				byUid.put(pod.uid(), Tampering.NONE);
			}
			else if (asked) {
				byUid.put(pod.uid(), this.faults.inspect(state.plan(), pod.victim()));
			}
		}
		return byUid;
	}

	private @Nullable String stop(FlowView<RunState> flow) {
		if (ABORT.equals(flow.desire())) {
			return "Aborted by " + flow.desiredBy();
		}
		Plan plan = flow.state().plan();
		Definition.Candidate candidate = plan.definition().candidate();
		String over = (candidate != null) ? this.trials.over(plan, candidate) : null;
		if (over != null) {
			return over;
		}
		Halt halt = this.store.halt();
		return halt.on() ? "All chaos was halted by " + halt.by() + ": " + halt.reason() : null;
	}

	/** One victim that fails must not keep the others from being served. */
	private static void each(List<Victim> victims, Consumer<Victim> work) {
		RuntimeException failed = null;
		for (Victim victim : victims) {
			try {
				work.accept(victim);
			}
			catch (RuntimeException ex) {
				failed = ex;
			}
		}
		if (failed != null) {
			throw failed;
		}
	}

}
