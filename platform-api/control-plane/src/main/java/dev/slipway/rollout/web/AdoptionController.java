package dev.slipway.rollout.web;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.catalog.ServiceName;
import dev.slipway.rollout.AdoptableCluster.Candidate;
import dev.slipway.rollout.Adoptions;
import dev.slipway.rollout.Adoptions.Proposal;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Surroundings.Unanswered;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Finds and adopts what runs without Slipway. */
@RestController
@Tag(name = "Releases")
class AdoptionController {

	/** What stands for the template of a service that was not made from one. */
	private static final String TEMPLATE = "adopted";

	private final Adoptions adoptions;

	private final Catalog catalog;

	private final ServiceScope scope;

	AdoptionController(Adoptions adoptions, Catalog catalog, ServiceScope scope) {
		this.adoptions = adoptions;
		this.catalog = catalog;
		this.scope = scope;
	}

	@GetMapping("/api/v1/environments/{environment}/adoptable")
	@Operation(summary = "The Deployments of your teams' namespaces that Slipway did not create",
			description = "A namespace is a team's when it is called like it and the environment, such as shop-dev.")
	List<CandidateView> candidates(Actor actor, @PathVariable String environment) {
		this.scope.environment(environment);
		return asking(actor, environment, () -> this.adoptions.candidates(environment)).stream()
			.filter((one) -> actor.sees(one.team()))
			.map(this::view)
			.toList();
	}

	@PostMapping("/api/v1/services/{service}/environments/{environment}/adopt")
	@Operation(summary = "Adopts a running service as release 0, without a restart",
			description = "Deployment and Service of the service's name keep their names and pods; the first release "
					+ "replaces them. With team, a service that the catalog does not have comes into it, with a "
					+ "repository of its manifests. With dryRun it says what it would do.")
	ResponseEntity<AdoptionView> adopt(Actor actor, @PathVariable String service, @PathVariable String environment,
			@RequestParam(defaultValue = "false") boolean dryRun,
			@RequestParam(required = false) @Parameter(
					description = "Who owns it, when the catalog does not have it yet") @Nullable String team,
			@RequestParam(defaultValue = "false") @Parameter(
					description = "Whether values that look like credentials may be written into the repository") boolean allowLiterals) {
		this.scope.environment(environment);
		Optional<Service> known = known(actor, service, team);
		String owner = known.map(Service::team).orElse(String.valueOf(team));
		Proposal proposal = asking(actor, environment, () -> this.adoptions.propose(owner, service, environment));
		boolean writes = known.map((one) -> one.template().equals(TEMPLATE)).orElse(true)
				&& this.adoptions.lacksSource(owner, service, environment);
		AdoptionView view = view(service, owner, environment, known.isEmpty(), writes, proposal);
		if (dryRun) {
			return ResponseEntity.ok(view);
		}
		if (!proposal.obstacles().isEmpty()) {
			throw Problem.conflict("It cannot be adopted: " + String.join("; ", proposal.obstacles()))
				.remedy("Remove the obstacle, and adopt it again");
		}
		if (!view.literals().isEmpty() && !allowLiterals) {
			throw Problem
				.conflict("What looks like credentials would be written into the repository: "
						+ String.join("; ", view.literals()))
				.remedy("Move them to a Secret and refer to it, or adopt with allowLiterals=true when they are none");
		}
		Release adopted = asking(actor, environment, () -> {
			if (known.isEmpty()) {
				register(service, owner, environment, proposal, actor.name());
			}
			else if (writes) {
				this.adoptions.source(owner, service, environment, proposal, actor.name());
			}
			return this.adoptions.adopt(owner, service, environment, actor.name());
		});
		return ResponseEntity
			.created(URI.create(
					"/api/v1/services/" + service + "/environments/" + environment + "/releases/" + adopted.number()))
			.body(view);
	}

	/** Who names the team of a new service has to be a developer of it. */
	private Optional<Service> known(Actor actor, String service, @Nullable String team) {
		if (team == null || this.catalog.find(service).filter((found) -> found.team().equals(team)).isPresent()) {
			return Optional.of(this.scope.changeable(actor, service));
		}
		actor.require(Role.DEVELOPER, team);
		problem(service, team).ifPresent((message) -> {
			throw Problem.invalid("service", message).remedy("Call its Deployment and its Service otherwise");
		});
		return Optional.empty();
	}

	private Optional<String> problem(String service, String team) {
		return ServiceName.problem(service)
			.map((message) -> "The name " + service + " " + message)
			.or(() -> this.catalog.find(service)
				.filter((found) -> !found.team().equals(team))
				.map((found) -> "Another team has a service called " + service));
	}

	private void register(String service, String team, String environment, Proposal proposal, String by) {
		String cloneUrl = this.adoptions.source(team, service, environment, proposal, by);
		this.catalog.add(new Service(service, team, "Ran in " + environment + " before Slipway.", TEMPLATE, cloneUrl,
				by, Instant.now()));
		if (this.catalog.find(service).filter((found) -> found.team().equals(team)).isEmpty()) {
			throw Problem.conflict("Another team has a service called " + service);
		}
	}

	private <T> T asking(Actor actor, String environment, Supplier<T> question) {
		try {
			return question.get();
		}
		catch (Unanswered ex) {
			throw this.scope.unanswered(actor, environment, ex);
		}
		catch (IllegalStateException ex) {
			// What was found has changed since, or somebody else was quicker.
			throw Problem.conflict(String.valueOf(ex.getMessage())).remedy("Look at what it would do now");
		}
	}

	private CandidateView view(Candidate found) {
		Optional<String> problem = problem(found.name(), found.team());
		return new CandidateView(found.team(), found.namespace(), found.name(), found.image(), found.replicas(),
				found.ready(), this.catalog.find(found.name()).isPresent() && problem.isEmpty(), problem.orElse(null),
				found.marked());
	}

	private static AdoptionView view(String service, String team, String environment, boolean fresh, boolean writes,
			Proposal proposal) {
		List<String> steps = new ArrayList<>(proposal.steps());
		if (fresh) {
			steps.add(0, "Put the service " + service + " of team " + team
					+ " into the catalog, with a repository that holds its manifests in deploy/" + environment + "/");
		}
		else if (writes) {
			steps.add(0, "Commit its manifests to the repository of " + service + ", in deploy/" + environment + "/");
		}
		return new AdoptionView(proposal.running().image(), proposal.running().replicas(), proposal.running().ready(),
				steps, proposal.running().warnings(), proposal.obstacles(),
				writes ? proposal.running().literals() : List.of());
	}

	/** A Deployment that may be adopted. */
	@Schema(name = "Adoptable")
	record CandidateView(String team, String namespace, String name,
			@Schema(description = "Empty when it cannot be told which container serves") String image, int replicas,
			int readyReplicas, @Schema(description = "Whether the catalog has a service of that name") boolean known,
			@Schema(description = "Why its name cannot be a service's") @Nullable String problem,
			@Schema(description = "Whether its adoption was not finished: adopt it again") boolean unfinished) {
	}

	/** What an adoption does. */
	@Schema(name = "Adoption")
	record AdoptionView(String image, int replicas, int readyReplicas,
			@Schema(description = "What is done, in order") List<String> steps,
			@Schema(description = "What may cost requests later, with the remedy") List<String> warnings,
			@Schema(description = "Why it is impossible; empty when it is not") List<String> obstacles,
			@Schema(description = "Where values stand that look like credentials and would be written into the "
					+ "repository: it takes allowLiterals") List<String> literals) {
	}

}
