package dev.slipway.onboarding;

import java.time.Clock;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Step;
import dev.slipway.onboarding.Turn.Direction;
import dev.slipway.pipeline.PipelineNameTaken;
import dev.slipway.scaffold.InvalidParameters;
import dev.slipway.scaffold.TemplateBroken;

/**
 * The onboarding as a flow. Most of what a stage makes cannot be asked whether it is
 * there, so the journal is what is observed: a turn is repeated until its ending is
 * written down.
 */
public class OnboardingFlow implements FlowKind<OnboardingState, Seen, OnboardingAction> {

	static final String NAME = "onboarding";

	private static final System.Logger log = System.getLogger(OnboardingFlow.class.getName());

	private static final int LONGEST_REASON = 1000;

	private final Stages stages;

	private final Journal journal;

	private final Fence fence;

	private final OnboardingEvents events;

	private final Clock clock;

	public OnboardingFlow(Stages stages, Journal journal, Fence fence, OnboardingEvents events, Clock clock) {
		this.stages = stages;
		this.journal = journal;
		this.fence = fence;
		this.events = events;
		this.clock = clock;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Class<OnboardingState> stateType() {
		return OnboardingState.class;
	}

	@Override
	public Seen observe(FlowView<OnboardingState> flow) {
		Turn turn = flow.state().awaits();
		Optional<Outcome> outcome = (turn != null) ? this.journal.outcome(flow.id(), turn) : Optional.empty();
		return new Seen(outcome.orElse(null), flow.desire(), flow.desireVersion());
	}

	@Override
	public Step<OnboardingState, OnboardingAction> next(OnboardingState state, Seen seen, Instant now) {
		return state.next(seen, now);
	}

	@Override
	public void act(FlowView<OnboardingState> flow, Seen seen, OnboardingAction action) {
		if (!this.fence.holds(this, flow)) {
			return;
		}
		if (action instanceof OnboardingAction.Take take) {
			take(flow, take);
		}
		else if (action instanceof OnboardingAction.Count count) {
			this.events.ended(count.outcome());
		}
		else {
			this.events.changed(flow.id());
		}
	}

	private void take(FlowView<OnboardingState> flow, OnboardingAction.Take take) {
		Turn turn = take.turn();
		this.journal.begun(flow.id(), turn, this.clock.instant());
		this.events.changed(flow.id());
		Outcome outcome = outcome(flow, take);
		this.journal.ended(flow.id(), turn, outcome, this.clock.instant());
		this.events.changed(flow.id());
	}

	private Outcome outcome(FlowView<OnboardingState> flow, OnboardingAction.Take take) {
		try {
			if (take.turn().direction() == Direction.FORTH) {
				this.stages.perform(take.turn().stage(), flow, take.service());
			}
			else {
				this.stages.reverse(take.turn().stage(), flow, take.service());
			}
			return Outcome.SUCCESS;
		}
		catch (RuntimeException ex) {
			String message = (ex.getMessage() != null) ? ex.getMessage() : ex.toString();
			log.log(System.Logger.Level.WARNING, "Onboarding " + flow.id() + ": " + take.turn() + " failed: " + message,
					ex.getCause());
			return Outcome.failure(passing(ex), message.substring(0, Math.min(message.length(), LONGEST_REASON)));
		}
	}

	/** What lies in the request or the template does not pass by itself. */
	private static boolean passing(RuntimeException ex) {
		return !(ex instanceof InvalidParameters || ex instanceof TemplateBroken || ex instanceof NameTaken
				|| ex instanceof PipelineNameTaken || ex instanceof IllegalArgumentException
				|| ex instanceof NoSuchElementException);
	}

	/**
	 * Tells a driver that was overtaken between save and act. What a stage makes cannot
	 * be fenced, so the act looks once more whether its state is still the saved one.
	 */
	public interface Fence {

		/** Whether what was just loaded or saved is still the saved state. */
		boolean holds(FlowKind<OnboardingState, ?, ?> kind, FlowView<OnboardingState> flow);

	}

}
