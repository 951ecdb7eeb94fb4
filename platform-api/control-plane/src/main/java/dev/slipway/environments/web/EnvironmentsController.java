package dev.slipway.environments.web;

import java.util.List;
import java.util.NoSuchElementException;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.environments.Namespaces;
import dev.slipway.environments.Namespaces.Found;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The environments that services are released to, and the namespaces in them. */
@RestController
@Tag(name = "Environments")
class EnvironmentsController {

	private static final String TEAM = "[a-z]([a-z0-9-]{0,38}[a-z0-9])?";

	private final Environments environments;

	private final Clusters clusters;

	private final Namespaces namespaces;

	EnvironmentsController(Environments environments, Clusters clusters, Namespaces namespaces) {
		this.environments = environments;
		this.clusters = clusters;
		this.namespaces = namespaces;
	}

	@GetMapping("/api/v1/environments")
	@Operation(summary = "The environments in promotion order, and whether their clusters answer")
	List<EnvironmentView> all(Actor actor) {
		boolean operator = operator(actor);
		return this.environments.all()
			.stream()
			.map((environment) -> new EnvironmentView(environment.name(), environment.cluster(),
					HealthView.of(this.clusters.health(environment.cluster()), operator)))
			.toList();
	}

	@GetMapping("/api/v1/environments/{environment}/namespaces")
	@Operation(
			summary = "The namespaces of your teams, what they may use and use, and what was changed in them by others")
	List<Found> namespaces(Actor actor, @PathVariable("environment") String name) {
		Environment environment = environment(name);
		try {
			return this.namespaces.in(environment).stream().filter((found) -> actor.sees(found.team())).toList();
		}
		catch (IllegalStateException ex) {
			throw unanswered(actor, environment, ex);
		}
	}

	@PutMapping("/api/v1/environments/{environment}/namespaces/{team}")
	@Operation(summary = "Gives a team's namespace what the environment's rules say",
			description = "Makes it if it is missing. Fields that others have changed stay and are told, unless"
					+ " force=true takes them back, for which one has to be an admin.")
	Found apply(Actor actor, @PathVariable("environment") String name,
			@Parameter(description = "Whose namespace it is") @PathVariable("team") String team,
			@Parameter(description = "Whether fields that others have changed are taken back") @RequestParam(
					name = "force", defaultValue = "false") boolean force) {
		actor.require(force ? Role.ADMIN : Role.OPERATOR, team);
		if (!team.matches(TEAM)) {
			throw Problem.invalid("team", "\"" + team + "\" is no team: it has lower-case letters, digits and dashes");
		}
		Environment environment = environment(name);
		try {
			return this.namespaces.apply(environment, team, force);
		}
		catch (IllegalStateException ex) {
			throw unanswered(actor, environment, ex);
		}
	}

	private Environment environment(String name) {
		try {
			return this.environments.all()
				.stream()
				.filter((environment) -> environment.name().equals(name))
				.findFirst()
				.orElseThrow();
		}
		catch (NoSuchElementException ex) {
			throw Problem.notFound("The environment " + name)
				.remedy("There are " + this.environments.all().stream().map(Environment::name).toList());
		}
	}

	private static RuntimeException unanswered(Actor actor, Environment environment, IllegalStateException ex) {
		return operator(actor) ? new Problem(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(ex.getMessage()), ex)
				: new Problem(HttpStatus.SERVICE_UNAVAILABLE,
						"The cluster " + environment.cluster() + " does not answer", ex)
					.remedy("Operators see why in GET /api/v1/clusters; try again");
	}

	private static boolean operator(Actor actor) {
		return actor.role().compareTo(Role.OPERATOR) >= 0;
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
