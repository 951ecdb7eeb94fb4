package dev.slipway.onboarding.web;

import java.util.Map;
import java.util.WeakHashMap;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;

/** The counter {@code slipway_onboardings_total}, one a registry. */
final class OnboardingCounter {

	private static final Map<CollectorRegistry, Counter> COUNTERS = new WeakHashMap<>();

	private OnboardingCounter() {
	}

	static synchronized Counter in(CollectorRegistry registry) {
		return COUNTERS.computeIfAbsent(registry,
				(absent) -> Counter.build("slipway_onboardings", "Onboardings by how they ended")
					.labelNames("outcome")
					.register(absent));
	}

}
