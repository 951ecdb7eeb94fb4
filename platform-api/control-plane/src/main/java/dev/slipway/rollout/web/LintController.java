package dev.slipway.rollout.web;

import dev.slipway.access.Actor;
import dev.slipway.catalog.Service;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.Releases;
import dev.slipway.rollout.Surroundings.Unanswered;
import dev.slipway.rollout.UnusableManifests;
import dev.slipway.strategy.BadStrategy;
import dev.slipway.strategy.Forecast;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a release would do. */
@RestController
@RequestMapping("/api/v1/services/{service}/environments/{environment}/releases/lint")
@Tag(name = "Releases")
class LintController {

	private final Releases releases;

	private final ServiceScope scope;

	private final Commits commits;

	LintController(Releases releases, ServiceScope scope, Commits commits) {
		this.releases = releases;
		this.scope = scope;
		this.commits = commits;
	}

	@PostMapping
	@Operation(summary = "Says what a release would do, step by step, and changes nothing",
			description = "Takes what a release request takes; the image may be missing. A release with a finding of "
					+ "severity ERROR would be refused.")
	Forecast lint(Actor actor, @PathVariable String service, @PathVariable String environment,
			@RequestBody ReleaseBody body) {
		Service found = this.scope.visible(actor, service);
		this.scope.environment(environment);
		String image = (body.image() != null) ? body.checkedImage() : "";
		ReleaseRequest request = new ReleaseRequest(found.team(), service, environment, image,
				this.commits.of(found, body), body.build(), body.changes(), actor.name(), body.checkedOverride());
		try {
			return this.releases.forecast(request);
		}
		catch (UnusableManifests ex) {
			throw Refusals.of(ex);
		}
		catch (BadStrategy ex) {
			throw Refusals.of(ex, body);
		}
		catch (Unanswered ex) {
			throw this.scope.unanswered(actor, environment, ex);
		}
	}

}
