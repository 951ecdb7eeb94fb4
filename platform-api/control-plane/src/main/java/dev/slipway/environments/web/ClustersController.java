package dev.slipway.environments.web;

import java.time.Instant;
import java.util.List;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.environments.ClusterChecks;
import dev.slipway.environments.ClusterChecks.Checked;
import dev.slipway.environments.ClusterChecks.Rights;
import dev.slipway.environments.Clusters.Health;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The clusters that environments live on. */
@RestController
@Tag(name = "Environments")
class ClustersController {

	private final ClusterChecks checks;

	ClustersController(ClusterChecks checks) {
		this.checks = checks;
	}

	@GetMapping("/api/v1/clusters")
	@Operation(summary = "The clusters, whether they answer, and whether the platform has the rights it needs there",
			description = "Where they are, how they are reached, what is wrong and what is allowed there is for "
					+ "operators.")
	List<ClusterView> all(Actor actor) {
		boolean operator = actor.role().compareTo(Role.OPERATOR) >= 0;
		return this.checks.all().stream().map((checked) -> view(checked, operator)).toList();
	}

	private static ClusterView view(Checked checked, boolean operator) {
		Health health = HealthView.of(checked.health(), operator);
		return new ClusterView(checked.name(), checked.environments(), health.up(), health.version(), health.detail(),
				health.remedy(), health.since(), operator ? checked.reached() : null,
				operator ? checked.address() : null, operator ? checked.rights() : null);
	}

	/**
	 * A cluster.
	 *
	 * @param name as configured
	 * @param environments that live there
	 * @param reachable whether it answers and knows the platform
	 * @param version of Kubernetes
	 * @param message what it said, or what is wrong
	 * @param remedy what to do about it
	 * @param since when it was first seen not to answer; null when it answers
	 * @param reached by which kubeconfig or account
	 * @param address of its API server
	 * @param rights what the platform may do there; for operators
	 */
	record ClusterView(String name, List<String> environments, boolean reachable, @Nullable String version,
			String message, @Nullable String remedy, @Nullable Instant since, @Nullable String reached,
			@Nullable String address, @Nullable Rights rights) {
	}

}
