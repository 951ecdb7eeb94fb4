package dev.slipway.rollout.web;

import java.util.NoSuchElementException;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import org.springframework.stereotype.Component;

/** Finds the service and environment of a path, as far as the actor may see them. */
@Component
class ServiceScope {

	private final Catalog catalog;

	private final Environments environments;

	ServiceScope(Catalog catalog, Environments environments) {
		this.catalog = catalog;
		this.environments = environments;
	}

	Service visible(Actor actor, String name) {
		return this.catalog.find(name)
			.filter((service) -> actor.sees(service.team()))
			.orElseThrow(() -> Problem.notFound("The service " + name));
	}

	Service changeable(Actor actor, String name) {
		Service service = visible(actor, name);
		actor.require(Role.DEVELOPER, service.team());
		return service;
	}

	Environment environment(String name) {
		try {
			return this.environments.get(name);
		}
		catch (NoSuchElementException ex) {
			throw Problem.notFound("The environment " + name)
				.remedy("There are " + this.environments.all().stream().map(Environment::name).toList());
		}
	}

}
