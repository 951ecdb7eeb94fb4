package dev.slipway.rollout.web;

import java.net.URI;
import java.util.Locale;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Service;
import dev.slipway.rollout.RefusedRelease;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Releases;
import dev.slipway.rollout.Wishes.Wish;
import dev.slipway.strategy.GateSpec;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What users can want of a live release. */
@RestController
@RequestMapping("/api/v1/services/{service}/environments/{environment}/releases/{number}")
@Tag(name = "Releases")
class ReleaseCommandsController {

	/** A gate names the role that may approve it by this setting. */
	private static final String ROLE = "role";

	private final Releases releases;

	private final ServiceScope scope;

	ReleaseCommandsController(Releases releases, ServiceScope scope) {
		this.releases = releases;
		this.scope = scope;
	}

	@PostMapping("/pause")
	@Operation(summary = "Holds a live release at its stage")
	ResponseEntity<Void> pause(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number) {
		return tell(actor, service, environment, number, Wish.PAUSE);
	}

	@PostMapping("/resume")
	@Operation(summary = "Ends a pause; when the release is not paused, its hold that waits for a user")
	ResponseEntity<Void> resume(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number) {
		return tell(actor, service, environment, number, Wish.RESUME);
	}

	@PostMapping("/skip")
	@Operation(summary = "Leaves out what is left of the stage, its gates included")
	ResponseEntity<Void> skip(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number) {
		return tell(actor, service, environment, number, Wish.SKIP);
	}

	@PostMapping("/promote")
	@Operation(summary = "Leaves out all stages but the last")
	ResponseEntity<Void> promote(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number) {
		return tell(actor, service, environment, number, Wish.PROMOTE);
	}

	@PostMapping("/override")
	@Operation(summary = "Lets a release that waits begin against the rules of its environment",
			description = "For operators; the reason is kept in its history")
	ResponseEntity<Void> override(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number, @RequestBody OverrideBody body) {
		this.scope.changeable(actor, service);
		String reason = ReleaseBody.reason("reason", body.reason());
		ServiceScope.override(actor, reason);
		Release release = release(service, environment, number);
		try {
			this.releases.override(release, actor.name(), reason);
		}
		catch (IllegalStateException ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage())).remedy("There is nothing to override any more");
		}
		return accepted(release);
	}

	@PostMapping("/restart")
	@Operation(summary = "Releases the same again by the same strategy", description = "A new number")
	ResponseEntity<Void> restart(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number) {
		this.scope.changeable(actor, service);
		try {
			return accepted(this.releases.repeat(release(service, environment, number), actor.name()));
		}
		catch (RefusedRelease ex) {
			throw Refusals.of(ex, new ReleaseBody(null, null, null, null, null));
		}
	}

	@PostMapping("/gates/{gate}/approve")
	@Operation(summary = "Opens a gate that asks people",
			description = "By the role that the gate names; without one, by developers of the team")
	ResponseEntity<Void> approve(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number, @PathVariable String gate) {
		return answer(actor, service, environment, number, gate, Wish.APPROVE);
	}

	@PostMapping("/gates/{gate}/refuse")
	@Operation(summary = "Says no at a gate that asks people: the release is taken back")
	ResponseEntity<Void> refuse(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number, @PathVariable String gate) {
		return answer(actor, service, environment, number, gate, Wish.REFUSE);
	}

	private ResponseEntity<Void> answer(Actor actor, String service, String environment, int number, String gate,
			Wish wish) {
		Service found = this.scope.visible(actor, service);
		Release release = release(service, environment, number);
		GateSpec asked = release.draft()
			.strategy()
			.schedule(release.draft().replicas(), release.draft().replicas())
			.stages()
			.stream()
			.flatMap((stage) -> stage.gates().stream())
			.filter((spec) -> spec.name().equals(gate) && spec.kind().equals("approval"))
			.findFirst()
			.orElseThrow(() -> Problem.notFound("A gate " + gate + " that asks people"));
		actor.require(role(asked), found.team());
		return tell(release, wish, gate, actor);
	}

	private static Role role(GateSpec gate) {
		try {
			return Role.valueOf(gate.settings().getOrDefault(ROLE, "developer").toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			// A role that nobody has is not one that everybody has.
			return Role.ADMIN;
		}
	}

	private ResponseEntity<Void> tell(Actor actor, String service, String environment, int number, Wish wish) {
		this.scope.changeable(actor, service);
		return tell(release(service, environment, number), wish, "", actor);
	}

	private ResponseEntity<Void> tell(Release release, Wish wish, String gate, Actor actor) {
		try {
			this.releases.tell(release, wish, gate, actor.name());
		}
		catch (IllegalStateException ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage())).remedy("Look at the release: it has moved on");
		}
		return accepted(release);
	}

	private Release release(String service, String environment, int number) {
		this.scope.environment(environment);
		return this.releases.find(service, environment, number)
			.orElseThrow(() -> Problem.notFound("Release " + number + " of " + service + " in " + environment));
	}

	/**
	 * Overrides the rules.
	 *
	 * @param reason why
	 */
	record OverrideBody(@Nullable String reason) {
	}

	private static ResponseEntity<Void> accepted(Release release) {
		return ResponseEntity.accepted()
			.location(URI.create("/api/v1/services/" + release.draft().service() + "/environments/"
					+ release.draft().environment() + "/releases/" + release.number()))
			.build();
	}

}
