package dev.slipway.test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;

/** A catalog with the service {@code orders} of team {@code shop}. */
public final class OneService implements Catalog {

	@Override
	public Optional<Service> find(String name) {
		return name.equals("orders")
				? Optional.of(new Service("orders", "shop", "Orders", "spring-boot-service", "", "sam", Instant.EPOCH))
				: Optional.empty();
	}

	@Override
	public List<Service> search(String query, String team, String afterName, int limit) {
		return List.of();
	}

	@Override
	public void add(Service service) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void remove(String name) {
		throw new UnsupportedOperationException();
	}

}
