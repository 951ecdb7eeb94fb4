package dev.slipway.rollout.adapter;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.slipway.analysis.GateKit;
import dev.slipway.observability.Origin;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Release;
import dev.slipway.strategy.GateSpec;
import org.jspecify.annotations.NullUnmarked;

/** Tells at the end of which scrape the first guard rail of a release was broken. */
@NullUnmarked
final class DecidingScrapes implements AutoCloseable {

	private final Gate rail;

	private final Map<String, Watched> watched = new ConcurrentHashMap<>();

	private final ExecutorService looks = Executors.newSingleThreadExecutor();

	DecidingScrapes(MetricStore store, GateKit kit) {
		this.rail = kit.metric().guardRail();
		store.onSamples((origin) -> {
			long end = System.nanoTime();
			this.looks.execute(() -> look(origin, end));
		});
	}

	void watch(Release release) {
		this.watched.put(release.objectName(), new Watched(release, Instant.now()));
	}

	/** The {@link System#nanoTime()} of that; null when it did not break. */
	Long decided(Release release) {
		return this.watched.get(release.objectName()).decided;
	}

	private void look(Origin origin, long end) {
		Watched one = this.watched.get(origin.service() + "-r" + origin.release());
		if (one != null && one.decided == null) {
			try {
				if (this.rail.look(one.call()).conclusion() == Conclusion.FAILED) {
					one.decided = end;
				}
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	@Override
	public void close() {
		this.looks.shutdownNow();
	}

	private static final class Watched {

		private final Release release;

		private final Instant since;

		private volatile Long decided;

		Watched(Release release, Instant since) {
			this.release = release;
			this.since = since;
		}

		Gate.Call call() {
			GateSpec spec = this.release.draft().strategy().terms().guardRails().get(0);
			return new Gate.Call(this.release, null, spec, this.release.plan().schedule(null).stage(1), this.since,
					Instant.now());
		}

	}

}
