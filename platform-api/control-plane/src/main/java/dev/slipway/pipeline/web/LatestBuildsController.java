package dev.slipway.pipeline.web;

import java.time.Clock;
import java.util.List;

import dev.slipway.access.Actor;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.pipeline.BuildStore;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The last builds of several services at once: for lists. */
@RestController
@Tag(name = "Builds")
class LatestBuildsController {

	private static final int MOST = 200;

	private final Catalog catalog;

	private final BuildStore store;

	private final Clock clock;

	LatestBuildsController(Catalog catalog, BuildStore store, ObjectProvider<Clock> clock) {
		this.catalog = catalog;
		this.store = store;
		this.clock = clock.getIfUnique(Clock::systemUTC);
	}

	/**
	 * One build, without its stages, of each service named that was built and is seen.
	 */
	@GetMapping("/api/v1/latest-builds")
	@Operation(summary = "The last build of each service named, as far as they are seen")
	Page<BuildView> list(Actor actor, @RequestParam(defaultValue = "") List<String> service) {
		if (service.size() > MOST) {
			throw Problem.invalid("service", "At most " + MOST + " services at once");
		}
		return new Page<>(service.stream()
			.flatMap((name) -> this.catalog.find(name).stream())
			.filter((found) -> actor.sees(found.team()))
			.map(Service::name)
			.flatMap((name) -> this.store.list(name, Integer.MAX_VALUE, 1).stream())
			.map((build) -> BuildView.of(build, List.of(), this.clock.instant()))
			.toList(), null);
	}

}
