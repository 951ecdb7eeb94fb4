package dev.slipway.rollout;

import dev.slipway.flow.Flows;

/** What a release needs besides a cluster, in memory, for tests of other packages. */
public final class RolloutFakes {

	private final FakeStore store = new FakeStore();

	private final FakeJournal journal = new FakeJournal();

	/** Flows that nobody drives. */
	public Flows flows() {
		return new NoFlows();
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
