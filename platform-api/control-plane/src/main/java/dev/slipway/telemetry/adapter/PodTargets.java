package dev.slipway.telemetry.adapter;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.observability.Origin;
import dev.slipway.observability.ScrapeTarget;
import dev.slipway.observability.ScrapeTargets;
import org.jspecify.annotations.Nullable;

/** The pods that offer metrics, and the platform itself once its port is known. */
class PodTargets implements ScrapeTargets {

	private final PodWatch pods;

	private volatile @Nullable ScrapeTarget platform;

	PodTargets(PodWatch pods) {
		this.pods = pods;
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
		return targets;
	}

}
