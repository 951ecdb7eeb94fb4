package dev.slipway.rollout;

import java.util.List;
import java.util.Optional;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;
import dev.slipway.flow.Transition;

/** No other release is live. */
class NoFlows implements Flows {

	@Override
	public <S> boolean start(FlowKind<S, ?, ?> kind, String id, S initial, String reason) {
		return true;
	}

	@Override
	public void wake(String kind, String id) {
	}

	@Override
	public void desire(String kind, String id, String desire, String actor) {
	}

	@Override
	public <S> Optional<FlowView<S>> find(FlowKind<S, ?, ?> kind, String id) {
		return Optional.empty();
	}

	@Override
	public <S> List<FlowView<S>> list(FlowKind<S, ?, ?> kind, String idPrefix, int limit) {
		return List.of();
	}

	@Override
	public List<Transition> history(String kind, String id) {
		return List.of();
	}

}
