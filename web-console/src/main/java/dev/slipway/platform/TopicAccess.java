package dev.slipway.platform;

import dev.slipway.access.Actor;
import dev.slipway.api.TopicPolicy;
import dev.slipway.catalog.Catalog;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Who may follow which live events: what moves in a service is for its team. Lists of
 * everything carry no details of a service, only that something moved.
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
		if (!topic.startsWith(SERVICES)) {
			return true;
		}
		String name = topic.substring(SERVICES.length()).split("/")[0];
		Catalog services = this.catalog.getIfAvailable();
		return services == null || services.find(name).map((service) -> actor.sees(service.team())).orElse(false);
	}

}
