package dev.slipway.onboarding.web;

import dev.slipway.api.LiveEvents;
import dev.slipway.onboarding.Onboarding;
import dev.slipway.onboarding.OnboardingEvents;
import dev.slipway.onboarding.Onboardings;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Lets followers of the topic {@code onboardings/{id}} see what moves, and counts how
 * onboardings end.
 */
@Component
class PublishedOnboardings implements OnboardingEvents {

	private static final Logger log = LoggerFactory.getLogger(PublishedOnboardings.class);

	private final Onboardings onboardings;

	private final OnboardingViews views;

	private final LiveEvents live;

	private final Counter outcomes;

	PublishedOnboardings(Onboardings onboardings, OnboardingViews views, LiveEvents live,
			ObjectProvider<CollectorRegistry> registry) {
		this.onboardings = onboardings;
		this.views = views;
		this.live = live;
		this.outcomes = OnboardingCounter.in(registry.getIfUnique(() -> CollectorRegistry.defaultRegistry));
	}

	@Override
	public void changed(String id) {
		this.onboardings.find(id).ifPresent((found) -> {
			if (found.status() == Onboarding.Status.FAILED) {
				log.warn("Onboarding {}: FAILED, {}. Retry or undo it on its page", id, found.reason());
			}
			this.live.publish("onboardings/" + id, "onboarding", this.views.view(found));
		});
	}

	@Override
	public void ended(String outcome) {
		this.outcomes.labels(outcome).inc();
	}

}
