package dev.slipway.rollout.web;

import java.net.URI;
import java.util.List;

import dev.slipway.access.Actor;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Service;
import dev.slipway.rollout.Adoptions;
import dev.slipway.rollout.Adoptions.Proposal;
import dev.slipway.rollout.Release;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Adopts what runs without Slipway. */
@RestController
@RequestMapping("/api/v1/services/{service}/environments/{environment}/adopt")
@Tag(name = "Releases")
class AdoptionController {

	private final Adoptions adoptions;

	private final ServiceScope scope;

	AdoptionController(Adoptions adoptions, ServiceScope scope) {
		this.adoptions = adoptions;
		this.scope = scope;
	}

	@PostMapping
	@Operation(summary = "Adopts a running service as release 0, without a restart",
			description = "Deployment and Service of the service's name keep their names and pods; the first release "
					+ "replaces them. With dryRun it says what it would do.")
	ResponseEntity<AdoptionView> adopt(Actor actor, @PathVariable String service, @PathVariable String environment,
			@RequestParam(defaultValue = "false") boolean dryRun) {
		Service found = this.scope.changeable(actor, service);
		this.scope.environment(environment);
		Proposal proposal = this.adoptions.propose(found.team(), service, environment);
		if (dryRun) {
			return ResponseEntity.ok(view(proposal));
		}
		if (!proposal.obstacles().isEmpty()) {
			throw Problem.conflict("It cannot be adopted: " + String.join("; ", proposal.obstacles()))
				.remedy("Remove the obstacle, and adopt it again");
		}
		Release adopted = this.adoptions.adopt(found.team(), service, environment, actor.name());
		return ResponseEntity
			.created(URI.create(
					"/api/v1/services/" + service + "/environments/" + environment + "/releases/" + adopted.number()))
			.body(view(proposal));
	}

	private static AdoptionView view(Proposal proposal) {
		return new AdoptionView(proposal.running().image(), proposal.running().replicas(), proposal.running().ready(),
				proposal.steps(), proposal.running().warnings(), proposal.obstacles());
	}

	/** What an adoption does. */
	@Schema(name = "Adoption")
	record AdoptionView(String image, int replicas, int readyReplicas,
			@Schema(description = "What is done, in order") List<String> steps,
			@Schema(description = "What may cost requests later, with the remedy") List<String> warnings,
			@Schema(description = "Why it is impossible; empty when it is not") List<String> obstacles) {
	}

}
