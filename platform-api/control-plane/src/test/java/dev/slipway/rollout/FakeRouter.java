package dev.slipway.rollout;

import dev.slipway.rollout.ReleaseCluster.Fence;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A router in memory: what is written is served when time has passed. */
@NullUnmarked
class FakeRouter implements TrafficRouter {

	private Split written;

	private Split served;

	private Fence fence;

	/** Whether the controller acts on what is written. */
	boolean alive = true;

	Runnable onServe = () -> {
	};

	/** How it stood before. */
	void start(Split split) {
		this.written = split;
		this.served = split;
	}

	@Override
	public Traffic look(Release release, Split wanted) {
		boolean same = wanted.equals(this.written);
		return new Traffic(same, same && wanted.equals(this.served), null, null);
	}

	@Override
	public void route(Release release, Split wanted, Fence fence) {
		if (this.fence == null || this.fence.compareTo(fence) <= 0) {
			this.fence = fence;
			this.written = wanted;
		}
	}

	void pass() {
		if (this.alive && this.written != null && !this.written.equals(this.served)) {
			this.served = this.written;
			this.onServe.run();
		}
	}

	@Nullable Split served() {
		return this.served;
	}

	/** The share of the requests of users, in percent. */
	int share(int release) {
		return (this.served != null) ? this.served.share(release) : 0;
	}

}
