package dev.slipway.rollout.adapter;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Refused;

/** Prepares the namespaces of releases, each only now and then. */
final class PreparedNamespaces {

	private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

	/** When each was prepared last, by environment, team and service. */
	private final Map<String, Long> prepared = new ConcurrentHashMap<>();

	/** Does something in a namespace that was prepared. */
	void ensure(Reach reach, Release release, Runnable work) {
		String key = release.draft().environment() + "/" + release.draft().team() + "/" + release.draft().service();
		Long before = this.prepared.get(key);
		if (before != null && System.nanoTime() - before < KEPT_NANOS) {
			try {
				work.run();
				return;
			}
			catch (Refused ex) {
				// Perhaps somebody deleted it since.
				this.prepared.remove(key);
			}
		}
		reach.prepare(release);
		work.run();
		this.prepared.put(key, System.nanoTime());
	}

}
