package dev.slipway.rollout;

import dev.slipway.flow.FlowView;

/** Told when a release moved, after that is saved; may be told the same twice. */
public interface ReleaseListener {

	/** The state or the pods of a release changed. */
	void moved(FlowView<ReleaseState> flow, Workload candidate);

	/** A release ended. */
	void ended(FlowView<ReleaseState> flow, Outcome outcome);

}
