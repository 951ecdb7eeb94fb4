package dev.slipway.telemetry.adapter;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.slipway.observability.Origin;
import dev.slipway.observability.ScrapeTarget;
import dev.slipway.observability.ScrapeTargets;
import org.jspecify.annotations.Nullable;

/**
 * The pods that offer metrics, the platform itself once its port is known, and the proxy
 * of the local cluster if there is one.
 */
class PodTargets implements ScrapeTargets {

	private static final Origin PROXY = new Origin("slipway-proxy", "", "platform", "", "slipway-proxy");

	private final PodWatch pods;

	private final Supplier<@Nullable String> proxy;

	private volatile @Nullable ScrapeTarget platform;

	/**
	 * Targets of a platform.
	 * @param proxy gives the address of the proxy's metrics; none while there is no proxy
	 */
	PodTargets(PodWatch pods, Supplier<@Nullable String> proxy) {
		this.pods = pods;
		this.proxy = proxy;
	}

	void platformListensOn(int port) {
		this.platform = new ScrapeTarget(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"),
				Origin.PLATFORM);
	}

	@Override
	public List<ScrapeTarget> current() {
		List<ScrapeTarget> targets = new ArrayList<>();
		for (PodInfo pod : this.pods.pods()) {
			if (pod.metrics() != null) {
				targets.add(new ScrapeTarget(pod.metrics(), pod.origin()));
			}
		}
		ScrapeTarget own = this.platform;
		if (own != null) {
			targets.add(own);
		}
		String counted = this.proxy.get();
		if (counted != null) {
			targets.add(new ScrapeTarget(URI.create(counted), PROXY));
		}
		return targets;
	}

}
