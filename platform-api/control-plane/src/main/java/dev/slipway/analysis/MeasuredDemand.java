package dev.slipway.analysis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.rollout.Demand;
import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;

/** Counts the requests of the last minutes, those of probes left out. */
final class MeasuredDemand implements Demand {

	private static final Duration BACK = Duration.ofMinutes(5);

	private final RequestCounts counts;

	private final Clock clock;

	MeasuredDemand(MetricStore store, Clock clock) {
		this.counts = new RequestCounts(store);
		this.clock = clock;
	}

	/** Nothing seen is not known: there may be no metrics. */
	@Override
	public @Nullable Double perSecond(Release stable) {
		Instant now = this.clock.instant();
		try {
			long total = this.counts.failed(stable, now.minus(BACK), now).all().total();
			return (total == 0) ? null : Double.valueOf(Math.round(100.0 * total / BACK.toSeconds()) / 100.0);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

}
