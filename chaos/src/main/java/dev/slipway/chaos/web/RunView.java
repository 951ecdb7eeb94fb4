package dev.slipway.chaos.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import dev.slipway.chaos.RunState;
import dev.slipway.chaos.Verdict;
import dev.slipway.chaos.Victim;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Transition;
import org.jspecify.annotations.Nullable;

/**
 * A run as the API shows it.
 *
 * @param status PENDING, INJECTING, OBSERVING, RECOVERING or ENDED
 * @param healthy whether the service was healthy at the end, whatever the verdict
 * @param trouble what keeps the run from going on right now
 */
record RunView(String experiment, int number, String service, String environment, String status, boolean ended,
		@Nullable Verdict verdict, @Nullable Boolean healthy, List<String> reasons, List<String> victims,
		String startedBy, Instant startedAt, @Nullable Instant faultEndsAt, Instant updatedAt, @Nullable String trouble,
		List<Line> history) {

	static RunView of(FlowView<RunState> flow, List<Transition> history) {
		RunState state = flow.state();
		return new RunView(String.valueOf(state.plan().experiment()), state.plan().number(),
				state.plan().definition().service(), state.plan().definition().environment(),
				state.getClass().getSimpleName().toUpperCase(Locale.ROOT), flow.ended(), state.verdict(),
				state.healthy(), state.reasons(), state.victims().stream().map(Victim::name).toList(),
				state.plan().startedBy(), flow.startedAt(), state.faultEndsAt(), flow.updatedAt(),
				(flow.trouble() != null) ? told(flow.trouble()) : null, history.stream().map(Line::of).toList());
	}

	/** What failed is an exception's message, made for the platform's log. */
	private static String told(FlowView.Trouble trouble) {
		return "The last step failed, " + trouble.failures() + " times in a row; the next try is at "
				+ trouble.retryAt()
				+ ". See at GET /api/v1/environments whether the cluster answers; the platform's log has the cause.";
	}

	/** A line of the history. */
	record Line(Instant at, String state, String reason) {

		static Line of(Transition transition) {
			return new Line(transition.at(), transition.state(), transition.reason());
		}

	}

}
