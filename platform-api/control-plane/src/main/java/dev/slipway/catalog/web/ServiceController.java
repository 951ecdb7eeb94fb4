package dev.slipway.catalog.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The services that an actor sees. */
@RestController
@RequestMapping("/api/v1/services")
@Tag(name = "Services")
class ServiceController {

	private static final int MOST = 200;

	private final Catalog catalog;

	ServiceController(Catalog catalog) {
		this.catalog = catalog;
	}

	@GetMapping
	@Operation(summary = "The services of the actor's teams, by name")
	Page<ServiceView> list(Actor actor,
			@RequestParam(defaultValue = "") @Parameter(
					description = "Part of the name, the team or the description") String query,
			@RequestParam(defaultValue = "") String team, @RequestParam(defaultValue = "50") int limit,
			@RequestParam(defaultValue = "") @Parameter(description = "nextCursor of the page before") String cursor) {
		if (limit < 1 || limit > MOST) {
			throw Problem.invalid("limit", "must be between 1 and " + MOST);
		}
		List<Service> found = search(actor, query, team, after(cursor), limit + 1);
		List<ServiceView> items = found.stream().limit(limit).map(ServiceView::of).toList();
		return new Page<>(items, (found.size() > limit) ? cursor(items.get(limit - 1).name()) : null);
	}

	@GetMapping("/{service}")
	@Operation(summary = "One service")
	ServiceView get(Actor actor, @PathVariable String service) {
		return this.catalog.find(service)
			.filter((found) -> actor.sees(found.team()))
			.map(ServiceView::of)
			.orElseThrow(() -> Problem.notFound("Service " + service));
	}

	private List<Service> search(Actor actor, String query, String team, String after, int limit) {
		if (!team.isEmpty()) {
			return actor.sees(team) ? this.catalog.search(query, team, after, limit) : List.of();
		}
		if (actor.role().compareTo(Role.OPERATOR) >= 0) {
			return this.catalog.search(query, "", after, limit);
		}
		return this.catalog.search(query, actor.teams(), after, limit);
	}

	private static String cursor(String name) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
	}

	private static String after(String cursor) {
		try {
			return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw Problem.invalid("cursor", "is no cursor of this list");
		}
	}

}
