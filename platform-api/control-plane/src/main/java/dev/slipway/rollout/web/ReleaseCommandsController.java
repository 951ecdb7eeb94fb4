package dev.slipway.rollout.web;

import java.net.URI;

import dev.slipway.access.Actor;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Service;
import dev.slipway.rollout.RefusedRelease;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Releases;
import dev.slipway.rollout.Wishes.Command;
import dev.slipway.rollout.Wishes.Wish;
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

	private static final String LEAVING = "By developers of the team; if gates that ask people are left out, by the "
			+ "highest role that they ask for";

	private static final String MOVED = "Look at the release: it has moved on";

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
	@Operation(summary = "Leaves out what is left of the stage, its gates included", description = LEAVING)
	ResponseEntity<Void> skip(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number) {
		return leaveOut(actor, service, environment, number, Wish.SKIP);
	}

	@PostMapping("/promote")
	@Operation(summary = "Leaves out all stages but the last, and all gates", description = LEAVING)
	ResponseEntity<Void> promote(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number) {
		return leaveOut(actor, service, environment, number, Wish.PROMOTE);
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
	@Operation(summary = "Opens a gate that asks people, at the stage where the release is",
			description = "By the role that the gate names; without one, by developers of the team. A gate of the same "
					+ "name at a later stage asks again")
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

	private ResponseEntity<Void> leaveOut(Actor actor, String service, String environment, int number, Wish wish) {
		Service found = this.scope.changeable(actor, service);
		Release release = release(service, environment, number);
		Asking asking = asking(release);
		actor.require(asking.leavingOut(wish), found.team());
		return tell(release, new Command(wish, asking.stage(), "", actor.name()));
	}

	private ResponseEntity<Void> answer(Actor actor, String service, String environment, int number, String gate,
			Wish wish) {
		Service found = this.scope.visible(actor, service);
		Release release = release(service, environment, number);
		Asking asking = asking(release);
		actor.require(Asking.role(asking.gate(gate)), found.team());
		return tell(release, new Command(wish, asking.stage(), gate, actor.name()));
	}

	/** What it asks people where it is. */
	private Asking asking(Release release) {
		return this.releases.progress(release)
			.map((progress) -> Asking.of(release, progress))
			.orElseThrow(() -> Problem.conflict("Release " + release.number() + " has ended: " + release.outcome())
				.remedy(MOVED));
	}

	private ResponseEntity<Void> tell(Actor actor, String service, String environment, int number, Wish wish) {
		this.scope.changeable(actor, service);
		Release release = release(service, environment, number);
		return told(release, () -> this.releases.tell(release, wish, "", actor.name()));
	}

	private ResponseEntity<Void> tell(Release release, Command command) {
		return told(release, () -> this.releases.tell(release, command));
	}

	private static ResponseEntity<Void> told(Release release, Runnable telling) {
		try {
			telling.run();
		}
		catch (IllegalStateException ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage())).remedy(MOVED);
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
