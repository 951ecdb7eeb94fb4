package dev.slipway.telemetry;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.observability.QueryScope;

/** What an actor may see of the telemetry. */
public class Visibility {

	private static final int PAGE = 200;

	private final Catalog catalog;

	public Visibility(Catalog catalog) {
		this.catalog = catalog;
	}

	/** The service, when it exists and the actor sees its team. */
	public Optional<Service> service(Actor actor, String name) {
		return this.catalog.find(actor, name);
	}

	/** One service alone: also an operator asks for no more than that. */
	public QueryScope scope(Service service) {
		return QueryScope.service(service.team(), service.name());
	}

	/** Everything that the actor sees. */
	public QueryScope scope(Actor actor) {
		if (actor.role().compareTo(Role.OPERATOR) >= 0) {
			return QueryScope.everything();
		}
		Set<String> services = new HashSet<>();
		for (String team : actor.teams()) {
			List<Service> page = this.catalog.search("", team, "", PAGE);
			while (!page.isEmpty()) {
				page.stream()
					.filter((service) -> service.team().equals(team))
					.map(Service::name)
					.forEach(services::add);
				page = (page.size() < PAGE) ? List.of()
						: this.catalog.search("", team, page.get(page.size() - 1).name(), PAGE);
			}
		}
		return QueryScope.of(actor.teams(), services);
	}

}
