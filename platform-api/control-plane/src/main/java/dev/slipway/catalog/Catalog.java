package dev.slipway.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.slipway.access.Actor;

/** The services that exist. */
public interface Catalog {

	/** Finds a service by name. */
	Optional<Service> find(String name);

	/**
	 * Finds a service that the actor sees; what other teams own is not there for who is
	 * not one of them.
	 */
	default Optional<Service> find(Actor actor, String name) {
		return find(name).filter((service) -> actor.sees(service.team()));
	}

	/**
	 * Services whose name, team or description holds the query, ordered by name, after
	 * the cursor.
	 * @param query empty for all
	 * @param team empty for the services of every team
	 * @param afterName empty to begin with the first
	 */
	List<Service> search(String query, String team, String afterName, int limit);

	/** The same for services of several teams. */
	default List<Service> search(String query, Set<String> teams, String afterName, int limit) {
		return teams.stream()
			.flatMap((team) -> search(query, team, afterName, limit).stream())
			.sorted(Comparator.comparing(Service::name))
			.limit(limit)
			.toList();
	}

	/** Adds a service, or leaves it as it is when it is there. */
	void add(Service service);

	/** Removes a service; unknown names are ignored. */
	void remove(String name);

}
