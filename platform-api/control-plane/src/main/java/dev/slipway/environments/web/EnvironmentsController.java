package dev.slipway.environments.web;

import java.util.List;

import dev.slipway.access.Actor;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environments;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The environments that services are released to. */
@RestController
@Tag(name = "Environments")
class EnvironmentsController {

	private final Environments environments;

	private final Clusters clusters;

	EnvironmentsController(Environments environments, Clusters clusters) {
		this.environments = environments;
		this.clusters = clusters;
	}

	@GetMapping("/api/v1/environments")
	@Operation(summary = "The environments in promotion order, and whether their clusters answer")
	List<EnvironmentView> all(Actor actor) {
		return this.environments.all()
			.stream()
			.map((environment) -> new EnvironmentView(environment.name(), environment.cluster(),
					this.clusters.health(environment.cluster())))
			.toList();
	}

	/**
	 * An environment.
	 *
	 * @param name such as {@code dev}
	 * @param cluster where it lives
	 * @param health of that cluster
	 */
	record EnvironmentView(String name, String cluster, Clusters.Health health) {
	}

}
