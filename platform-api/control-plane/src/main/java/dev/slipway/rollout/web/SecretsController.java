package dev.slipway.rollout.web;

import java.util.List;

import dev.slipway.access.Actor;
import dev.slipway.api.Problem;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseSecrets;
import dev.slipway.rollout.ReleaseSecrets.SecretSeen;
import dev.slipway.rollout.ReleaseSecrets.State;
import dev.slipway.rollout.Releases;
import dev.slipway.rollout.Surroundings.Unanswered;
import dev.slipway.strategy.SecretPolicy;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which Secrets a release has. Values are never shown. */
@RestController
@RequestMapping("/api/v1/services/{service}/environments/{environment}/releases/{number}/secrets")
@Tag(name = "Releases")
class SecretsController {

	private final Releases releases;

	private final ReleaseSecrets secrets;

	private final ServiceScope scope;

	SecretsController(Releases releases, ReleaseSecrets secrets, ServiceScope scope) {
		this.releases = releases;
		this.secrets = secrets;
		this.scope = scope;
	}

	@GetMapping
	@Operation(summary = "The Secrets that the pods of a release refer to",
			description = "Whether each follows today's value or is pinned; values are never shown")
	SecretList list(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number) {
		this.scope.visible(actor, service);
		Release release = release(service, environment, number);
		try {
			return new SecretList(this.secrets.look(release).stream().map(SecretView::of).toList());
		}
		catch (Unanswered ex) {
			throw this.scope.unanswered(actor, environment, ex);
		}
	}

	@PostMapping("/{name}/revoke")
	@Operation(summary = "Takes the value that a release keeps of a Secret out of all releases of the service there",
			description = "Set the new value in the Secret first. The copies get today's value, pods that run with the "
					+ "old one are replaced, and no release brings it back")
	Revoked revoke(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number, @PathVariable String name) {
		this.scope.changeable(actor, service);
		try {
			return new Revoked(this.secrets.revoke(release(service, environment, number), name));
		}
		catch (IllegalStateException ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage()))
				.remedy("See which Secrets the release pins at GET …/releases/" + number + "/secrets");
		}
		catch (Unanswered ex) {
			throw this.scope.unanswered(actor, environment, ex);
		}
	}

	private Release release(String service, String environment, int number) {
		this.scope.environment(environment);
		return this.releases.find(service, environment, number)
			.orElseThrow(() -> Problem.notFound("Release " + number + " of " + service + " in " + environment));
	}

	/** All Secrets of a release. */
	@Schema(name = "ReleaseSecrets")
	record SecretList(List<SecretView> items) {
	}

	/** A Secret of a release, without its value. */
	@Schema(name = "ReleaseSecret")
	record SecretView(String name,
			@Schema(description = "What a release has of it that goes back to this one") SecretPolicy policy,
			@Schema(description = "The object that its pods refer to") String object, State state,
			@Schema(description = "The state in words") String explanation) {

		static SecretView of(SecretSeen seen) {
			return new SecretView(seen.name(), seen.policy(), seen.object(), seen.state(), seen.told());
		}

	}

	/** What came of it. */
	@Schema(name = "RevokedSecret")
	record Revoked(@Schema(description = "The releases that had the value") List<Integer> releases) {
	}

}
