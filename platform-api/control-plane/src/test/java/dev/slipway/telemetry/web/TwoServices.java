package dev.slipway.telemetry.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;

/** One of shop, one of bank. */
final class TwoServices implements Catalog {

	private final List<Service> all = List.of(new Service("orders", "shop", "", "", "", "", Instant.EPOCH),
			new Service("payments", "bank", "", "", "", "", Instant.EPOCH));

	@Override
	public Optional<Service> find(String name) {
		return this.all.stream().filter((service) -> service.name().equals(name)).findFirst();
	}

	@Override
	public List<Service> search(String query, String team, String afterName, int limit) {
		return this.all.stream()
			.filter((service) -> service.team().equals(team) && service.name().compareTo(afterName) > 0)
			.toList();
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
