package dev.slipway.promotion.web;

import java.util.List;
import java.util.NoSuchElementException;

import dev.slipway.access.Actor;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import org.springframework.stereotype.Component;

/** Finds the service and environment of a path, as far as the actor may see them. */
@Component
class PromotionScope {

	private final Catalog catalog;

	private final Environments environments;

	PromotionScope(Catalog catalog, Environments environments) {
		this.catalog = catalog;
		this.environments = environments;
	}

	Service service(Actor actor, String name) {
		return this.catalog.find(actor, name).orElseThrow(() -> Problem.notFound("The service " + name));
	}

	void environment(String name) {
		try {
			this.environments.get(name);
		}
		catch (NoSuchElementException ex) {
			throw Problem.notFound("The environment " + name).remedy("There are " + names());
		}
	}

	List<String> names() {
		return this.environments.all().stream().map(Environment::name).toList();
	}

}
