package dev.slipway.telemetry.adapter;

import dev.slipway.observability.logs.LogShipper;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.embedded.EmbeddedMetricStore;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * Starts looking at pods when everything else is up, and ends before the stores close.
 */
class TelemetryLifecycle implements SmartLifecycle, ApplicationListener<WebServerInitializedEvent> {

	private final PodWatch pods;

	private final PodTargets targets;

	private final @Nullable PodLogSource source;

	private final LogShipper shipper;

	private final MetricStore metrics;

	private volatile boolean running;

	/**
	 * Creates one.
	 * @param source of lines; null when somebody else collects them
	 */
	TelemetryLifecycle(PodWatch pods, PodTargets targets, @Nullable PodLogSource source, LogShipper shipper,
			MetricStore metrics) {
		this.pods = pods;
		this.targets = targets;
		this.source = source;
		this.shipper = shipper;
		this.metrics = metrics;
	}

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		if (event.getApplicationContext().getServerNamespace() == null) {
			this.targets.platformListensOn(event.getWebServer().getPort());
		}
	}

	@Override
	public void start() {
		this.running = true;
		this.shipper.start();
		if (this.source != null) {
			this.source.start(this.shipper);
		}
		if (this.metrics instanceof EmbeddedMetricStore scraping) {
			scraping.start();
		}
		this.pods.start();
	}

	@Override
	public void stop() {
		this.running = false;
		if (this.source != null) {
			this.source.stop();
		}
		this.pods.stop();
		if (this.metrics instanceof EmbeddedMetricStore scraping) {
			scraping.close();
		}
		this.shipper.close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Last to start, first to stop. */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
