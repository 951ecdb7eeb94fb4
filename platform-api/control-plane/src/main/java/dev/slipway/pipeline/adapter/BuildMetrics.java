package dev.slipway.pipeline.adapter;

import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildStage;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;

/** Counts builds for the platform's own scrape. */
final class BuildMetrics implements BuildListener {

	/** A process has one of each in a registry, however many contexts it starts. */
	private static final Map<CollectorRegistry, Collectors> KNOWN = new WeakHashMap<>();

	private final Counter builds;

	private final Histogram durations;

	private final Clock clock;

	BuildMetrics(CollectorRegistry registry, Clock clock) {
		this.clock = clock;
		Collectors collectors = in(registry);
		this.builds = collectors.builds();
		this.durations = collectors.durations();
	}

	private static Collectors in(CollectorRegistry registry) {
		synchronized (KNOWN) {
			return KNOWN.computeIfAbsent(registry, Collectors::register);
		}
	}

	@Override
	public void changed(Build build) {
		if (build.status().ended()) {
			String result = build.status().name().toLowerCase(Locale.ROOT);
			this.builds.labels(result).inc();
			this.durations.labels(result).observe(build.duration(this.clock.instant()).toMillis() / 1000.0);
		}
	}

	@Override
	public void stage(Build build, BuildStage stage) {
		// only whole builds are counted
	}

	@Override
	public void log(Build build, long start, long next, String text) {
		// only whole builds are counted
	}

	/** What is counted. */
	private record Collectors(Counter builds, Histogram durations) {

		static Collectors register(CollectorRegistry registry) {
			return new Collectors(
					Counter.build("slipway_builds_total", "Builds that have ended")
						.labelNames("result")
						.register(registry),
					Histogram.build("slipway_build_duration_seconds", "How long builds ran")
						.labelNames("result")
						.buckets(1, 5, 15, 30, 60, 120, 300, 600, 1200)
						.register(registry));
		}

	}

}
