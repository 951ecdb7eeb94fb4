package dev.slipway.pipeline.web;

import java.util.Map;

import dev.slipway.access.AccessDenied;
import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.ServerHealth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the build server is. */
@RestController
@Tag(name = "Builds")
@RequestMapping("/api/v1/build-server")
class BuildServerController {

	private final BuildServer server;

	BuildServerController(BuildServer server) {
		this.server = server;
	}

	@GetMapping
	@Operation(summary = "Who runs builds, and whether that is well",
			description = "It is asked now. Where it is, what is wrong exactly and how to mend it is for operators.")
	HealthView health(Actor actor) {
		ServerHealth health = this.server.health();
		if (operates(actor)) {
			return new HealthView(health.server(), health.up(), health.message(), health.remedy(), health.facts());
		}
		return new HealthView(health.server(), health.up(),
				health.up() ? "It answers." : "It does not run builds now. Operators see why.", null, Map.of());
	}

	@PostMapping("/test")
	@Operation(summary = "Asks the build server now and says what to mend; for operators")
	HealthView test(Actor actor) {
		if (!operates(actor)) {
			throw new AccessDenied(actor.name() + " needs the role " + Role.OPERATOR + " to test a connection");
		}
		return health(actor);
	}

	private static boolean operates(Actor actor) {
		return actor.role().compareTo(Role.OPERATOR) >= 0;
	}

	/**
	 * How it is.
	 *
	 * @param server {@code local runner} or {@code jenkins}
	 * @param up whether builds can be run now
	 * @param message how it is, in a sentence
	 * @param remedy what to do about it, when something is wrong
	 * @param facts version, address, plugins
	 */
	record HealthView(String server, boolean up, String message, @Nullable String remedy, Map<String, String> facts) {
	}

}
