package dev.slipway.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A small flow for the engine's own tests: moves traffic to 50 % and 100 %, or back to 0
 * when a user wants that.
 */
class Traffic implements FlowKind<Traffic.State, Traffic.Seen, Traffic.Action> {

	private static final Duration LATER = Duration.ofSeconds(1);

	final Road road;

	Traffic(Road road) {
		this.road = road;
	}

	@Override
	public String name() {
		return "traffic";
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public Seen observe(FlowView<State> flow) {
		return new Seen(this.road.weight(), "abort".equals(flow.desire()));
	}

	@Override
	public Step<State, Action> next(State state, Seen seen, Instant now) {
		return state.next(seen);
	}

	@Override
	public void act(FlowView<State> flow, Seen seen, Action action) {
		EnsureWeight wanted = (EnsureWeight) action;
		this.road.write(flow.epoch(), wanted.percent());
	}

	/** The world: takes writes that are not fenced off, and shows them later. */
	interface Road {

		int weight();

		void write(long epoch, int percent);

	}

	record Seen(int weight, boolean abort) {
	}

	sealed interface Action permits EnsureWeight {

	}

	record EnsureWeight(int percent) implements Action {
	}

	sealed interface State permits Moving, Reverting, Done, Reverted {

		Step<State, Action> next(Seen seen);

	}

	record Moving(int percent) implements State {

		@Override
		public Step<State, Action> next(Seen seen) {
			if (seen.abort()) {
				return Step.move(new Reverting(), "aborted", List.of(new EnsureWeight(0)));
			}
			if (seen.weight() < this.percent) {
				return Step.stay(this, LATER, List.of(new EnsureWeight(this.percent)));
			}
			if (this.percent == 100) {
				return Step.end(new Done(), "all traffic moved", List.of(new EnsureWeight(100)));
			}
			return Step.move(new Moving(100), "half of the traffic moved", List.of(new EnsureWeight(100)));
		}

	}

	record Reverting() implements State {

		@Override
		public Step<State, Action> next(Seen seen) {
			if (seen.weight() > 0) {
				return Step.stay(this, LATER, List.of(new EnsureWeight(0)));
			}
			return Step.end(new Reverted(), "no traffic left", List.of(new EnsureWeight(0)));
		}

	}

	record Done() implements State {

		@Override
		public Step<State, Action> next(Seen seen) {
			if (seen.abort()) {
				return Step.move(new Reverting(), "aborted after the end", List.of(new EnsureWeight(0)));
			}
			return Step.ended(this, List.of(new EnsureWeight(100)));
		}

	}

	record Reverted() implements State {

		@Override
		public Step<State, Action> next(Seen seen) {
			return Step.ended(this, List.of(new EnsureWeight(0)));
		}

	}

}
