package dev.slipway.platform;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.TopicPolicy;
import dev.slipway.catalog.Catalog;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Who may follow which live events: what moves in a service is for its team. A topic
 * above one service, such as {@code services}, carries every team's events and is for
 * operators.
 */
@Component
class TopicAccess implements TopicPolicy {

	private static final String SERVICES = "services/";

	private final ObjectProvider<Catalog> catalog;

	TopicAccess(ObjectProvider<Catalog> catalog) {
		this.catalog = catalog;
	}

	@Override
	public boolean allows(Actor actor, String topic) {
		if (actor.role().compareTo(Role.OPERATOR) >= 0) {
			return true;
		}
		if (!topic.startsWith(SERVICES)) {
			return topic.contains("/");
		}
		String name = topic.substring(SERVICES.length()).split("/")[0];
		Catalog services = this.catalog.getIfAvailable();
		return services == null || services.find(name).map((service) -> actor.sees(service.team())).orElse(false);
	}

}
