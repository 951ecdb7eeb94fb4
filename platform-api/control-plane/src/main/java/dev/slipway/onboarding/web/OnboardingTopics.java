package dev.slipway.onboarding.web;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.TopicPolicy;
import dev.slipway.onboarding.Onboardings;
import org.springframework.stereotype.Component;

/** Actors follow the onboardings of their teams; all of them only operators. */
@Component
class OnboardingTopics implements TopicPolicy {

	private static final String ROOT = "onboardings";

	private final Onboardings onboardings;

	OnboardingTopics(Onboardings onboardings) {
		this.onboardings = onboardings;
	}

	@Override
	public boolean allows(Actor actor, String topic) {
		if (actor.role().compareTo(Role.OPERATOR) >= 0) {
			return true;
		}
		if (topic.isEmpty() || topic.equals(ROOT)) {
			return false;
		}
		if (!topic.startsWith(ROOT + "/")) {
			return true;
		}
		String id = topic.split("/")[1];
		return this.onboardings.find(id).filter((found) -> actor.sees(found.service().team())).isPresent();
	}

}
