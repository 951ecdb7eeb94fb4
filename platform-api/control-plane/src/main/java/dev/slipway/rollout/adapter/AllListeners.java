package dev.slipway.rollout.adapter;

import java.util.List;

import dev.slipway.flow.FlowView;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.ReleaseListener;
import dev.slipway.rollout.ReleaseState;
import dev.slipway.rollout.Workload;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Tells all that listen. They may need releases themselves, so they are looked for when
 * there is something to tell.
 */
final class AllListeners implements ReleaseListener {

	private final ObjectProvider<ReleaseListener> listeners;

	private volatile @Nullable List<ReleaseListener> found;

	AllListeners(ObjectProvider<ReleaseListener> listeners) {
		this.listeners = listeners;
	}

	@Override
	public void moved(FlowView<ReleaseState> flow, Workload candidate) {
		all().forEach((listener) -> listener.moved(flow, candidate));
	}

	@Override
	public void ended(FlowView<ReleaseState> flow, Outcome outcome) {
		all().forEach((listener) -> listener.ended(flow, outcome));
	}

	private List<ReleaseListener> all() {
		List<ReleaseListener> known = this.found;
		if (known == null) {
			known = this.listeners.orderedStream().toList();
			this.found = known;
		}
		return known;
	}

}
