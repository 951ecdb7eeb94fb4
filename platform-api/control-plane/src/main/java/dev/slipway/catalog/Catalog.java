package dev.slipway.catalog;

import java.util.List;
import java.util.Optional;

/** The services that exist. */
public interface Catalog {

	/** Finds a service by name. */
	Optional<Service> find(String name);

	/**
	 * Services whose name, team or description holds the query, ordered by name, after
	 * the cursor.
	 */
	List<Service> search(String query, String team, String afterName, int limit);

	/** Adds a service, or leaves it as it is when it is there. */
	void add(Service service);

	/** Removes a service; unknown names are ignored. */
	void remove(String name);

}
