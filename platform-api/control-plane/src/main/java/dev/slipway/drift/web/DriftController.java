package dev.slipway.drift.web;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.drift.Difference;
import dev.slipway.drift.Drift;
import dev.slipway.drift.Drift.Ending;
import dev.slipway.drift.Drifts;
import dev.slipway.drift.Policy;
import dev.slipway.environments.Environments;
import dev.slipway.rollout.RefusedRelease;
import dev.slipway.rollout.Release;
import dev.slipway.strategy.Finding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What differs from what was promoted. */
@RestController
@RequestMapping("/api/v1/services/{service}/environments/{environment}/drift")
@Tag(name = "Drift")
class DriftController {

	private final Drifts drifts;

	private final Catalog catalog;

	private final Environments environments;

	DriftController(Drifts drifts, Catalog catalog, Environments environments) {
		this.drifts = drifts;
		this.catalog = catalog;
		this.environments = environments;
	}

	@GetMapping
	@Operation(summary = "Looks for fields that somebody else changed",
			description = "Empty while a release is live: the objects are its own then")
	DriftReport look(Actor actor, @PathVariable String service, @PathVariable String environment) {
		visible(actor, service, environment);
		return report(service, environment, seen(actor, service, environment));
	}

	@PutMapping
	@Operation(summary = "Says what is done about drift: SHOW, RESTORE or ADOPT")
	DriftReport set(Actor actor, @PathVariable String service, @PathVariable String environment,
			@RequestBody PolicyBody body) {
		changeable(actor, service, environment);
		if (body.policy() == null) {
			throw Problem.invalid("policy", "is missing").remedy("Set it to SHOW, RESTORE or ADOPT");
		}
		this.drifts.set(service, environment, body.policy(), actor.name());
		// What was seen last: it is set, whether the cluster answers or not.
		return report(service, environment, this.drifts.open(service, environment));
	}

	@PostMapping("/restore")
	@Operation(summary = "Puts back what differs")
	DriftReport restore(Actor actor, @PathVariable String service, @PathVariable String environment) {
		changeable(actor, service, environment);
		try {
			seen(actor, service, environment);
			asking(actor, environment, () -> {
				this.drifts.restore(service, environment, actor.name());
				return true;
			});
		}
		catch (IllegalStateException ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage())).remedy("Try again when no release is live");
		}
		return look(actor, service, environment);
	}

	@PostMapping("/adopt")
	@Operation(summary = "Releases what was changed, so that it is wanted from then on")
	ResponseEntity<Void> adopt(Actor actor, @PathVariable String service, @PathVariable String environment) {
		changeable(actor, service, environment);
		try {
			seen(actor, service, environment);
			Release release = asking(actor, environment, () -> this.drifts.adopt(service, environment, actor.name()));
			return ResponseEntity.accepted()
				.location(URI.create("/api/v1/services/" + service + "/environments/" + environment + "/releases/"
						+ release.number()))
				.build();
		}
		catch (RefusedRelease ex) {
			Problem problem = new Problem(HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(ex.getMessage()));
			ex.findings().forEach((finding) -> problem.field(finding.path(), finding.message()));
			throw problem
				.remedy(ex.findings().stream().map(Finding::remedy).distinct().collect(Collectors.joining(" ")));
		}
		catch (IllegalStateException ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage())).remedy("Look at the drift first");
		}
	}

	private DriftReport report(String service, String environment, List<Drift> open) {
		return new DriftReport(this.drifts.policy(service, environment),
				open.stream().map(DriftController::view).toList());
	}

	/** A cluster without a usable kubeconfig does not answer either. */
	private List<Drift> seen(Actor actor, String service, String environment) {
		return asking(actor, environment, () -> {
			try {
				return this.drifts.look(service, environment);
			}
			catch (IllegalStateException ex) {
				throw unanswered(actor, environment, ex);
			}
		});
	}

	private <T> T asking(Actor actor, String environment, Supplier<T> question) {
		try {
			return question.get();
		}
		catch (KubernetesClientException ex) {
			throw unanswered(actor, environment, ex);
		}
	}

	/** What exactly is wrong with a cluster names addresses and files of the platform. */
	private Problem unanswered(Actor actor, String environment, RuntimeException ex) {
		boolean denied = ex instanceof KubernetesClientException answer && answer.getCode() == 403;
		String told = "The cluster " + this.environments.get(environment).cluster()
				+ (denied ? " denies this to the platform" : " does not answer");
		boolean operator = actor.role().compareTo(Role.OPERATOR) >= 0;
		return new Problem(HttpStatus.SERVICE_UNAVAILABLE, operator ? told + ": " + ex.getMessage() : told, ex)
			.remedy(denied ? "Operators see the rights that are missing in GET /api/v1/clusters"
					: "See GET /api/v1/environments, and try again");
	}

	private Service visible(Actor actor, String service, String environment) {
		if (this.environments.all().stream().noneMatch((one) -> one.name().equals(environment))) {
			throw Problem.notFound("The environment " + environment);
		}
		return this.catalog.find(service)
			.filter((found) -> actor.sees(found.team()))
			.orElseThrow(() -> Problem.notFound("The service " + service));
	}

	private void changeable(Actor actor, String service, String environment) {
		actor.require(Role.DEVELOPER, visible(actor, service, environment).team());
	}

	private static DriftView view(Drift drift) {
		Difference one = drift.difference();
		return new DriftView(drift.release(), one.kind(), one.name(), one.path(), one.wanted(), one.found(),
				one.manager(), one.at(), drift.seenAt(), drift.ending());
	}

	/** What is done about drift. */
	@Schema(name = "DriftPolicy")
	record PolicyBody(@Nullable Policy policy) {
	}

	/** What differs now. */
	@Schema(name = "DriftReport")
	record DriftReport(Policy policy, List<DriftView> items) {
	}

	/** A field that differs. */
	@Schema(name = "Drift")
	record DriftView(int release, String kind, String name,
			@Schema(description = "Of the field; empty when the whole object is missing") String path,
			@Schema(description = "Null when no such field is wanted") @Nullable String wanted, @Nullable String found,
			@Schema(description = "The field manager that wrote it, as far as it is known") @Nullable String changedBy,
			@Nullable Instant changedAt, Instant seenAt, @Nullable Ending ending) {
	}

}
