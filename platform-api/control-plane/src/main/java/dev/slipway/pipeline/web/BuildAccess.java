package dev.slipway.pipeline.web;

import dev.slipway.access.Actor;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildStore;

import org.springframework.stereotype.Component;

/** Finds services and builds that the actor sees; what others own is not there. */
@Component
class BuildAccess {

	private final Catalog catalog;

	private final BuildStore store;

	BuildAccess(Catalog catalog, BuildStore store) {
		this.catalog = catalog;
		this.store = store;
	}

	Service service(Actor actor, String name) {
		return this.catalog.find(actor, name).orElseThrow(() -> Problem.notFound("The service '" + name + "'"));
	}

	Build build(Actor actor, String service, int number) {
		service(actor, service);
		return this.store.find(service, number).orElseThrow(() -> Problem.notFound("Build " + service + " #" + number));
	}

}
