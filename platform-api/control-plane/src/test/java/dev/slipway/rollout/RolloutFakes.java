package dev.slipway.rollout;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;

/** What a release needs besides a cluster, in memory, for tests of other packages. */
public final class RolloutFakes {

	private final FakeStore store = new FakeStore();

	private final FakeJournal journal = new FakeJournal();

	private final Map<String, ReleaseState> ended = new HashMap<>();

	/** Flows that nobody drives: those that have ended. */
	public Flows flows() {
		return new NoFlows() {

			@Override
			@SuppressWarnings("unchecked")
			public <S> Optional<FlowView<S>> find(FlowKind<S, ?, ?> kind, String id) {
				return Optional.ofNullable((S) RolloutFakes.this.ended.get(id))
					.map((state) -> new FlowView<>(id, state, 1, 1, null, null, 0, Instant.EPOCH, Instant.EPOCH, true,
							null));
			}

		};
	}

	/** The flow of that release is over. */
	public void ended(Release release, Ended state) {
		this.ended.put(release.plan().flowId(), state);
	}

	/** The releases of one service and environment. */
	public ReleaseStore store() {
		return this.store;
	}

	/** Their commands and findings. */
	public ReleaseJournal journal() {
		return this.journal;
	}

	/** Tells nobody. */
	public ReleaseListener listener() {
		return new ReleasePropertiesTest.Deaf();
	}

}
