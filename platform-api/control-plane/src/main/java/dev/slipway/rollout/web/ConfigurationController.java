package dev.slipway.rollout.web;

import java.net.URI;
import java.util.List;
import java.util.Map;

import dev.slipway.access.Actor;
import dev.slipway.api.Problem;
import dev.slipway.rollout.Configurations;
import dev.slipway.rollout.Configurations.Current;
import dev.slipway.rollout.Overrides;
import dev.slipway.rollout.Overrides.Change;
import dev.slipway.rollout.RefusedRelease;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.Releases;
import dev.slipway.rollout.Status;
import dev.slipway.rollout.Surroundings.Unanswered;
import dev.slipway.rollout.UnusableManifests;
import dev.slipway.rollout.web.ConfigurationViews.Configuration;
import dev.slipway.rollout.web.ConfigurationViews.ConfigurationBody;
import dev.slipway.rollout.web.ConfigurationViews.ConfigurationChange;
import dev.slipway.rollout.web.ConfigurationViews.ConfigurationPreview;
import dev.slipway.strategy.Forecast;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The configuration of a service in an environment: to change it is to release it. */
@RestController
@RequestMapping("/api/v1/services/{service}/environments/{environment}/configuration")
@Tag(name = "Configuration")
class ConfigurationController {

	private static final int LOOKED_BACK = 50;

	private final Configurations configurations;

	private final Releases releases;

	private final ServiceScope scope;

	ConfigurationController(Configurations configurations, Releases releases, ServiceScope scope) {
		this.configurations = configurations;
		this.releases = releases;
		this.scope = scope;
	}

	@GetMapping
	@Operation(summary = "The configuration in force: the repository's values and what is laid over them",
			description = "Of the ConfigMap that is called as the service, in the newest release that goes forward or "
					+ "is stable. The ETag is needed to change it. Secrets are never shown.")
	ResponseEntity<Configuration> get(Actor actor, @PathVariable String service, @PathVariable String environment) {
		this.scope.visible(actor, service);
		Current current = current(service, environment);
		return ResponseEntity.ok().eTag(etag(current)).body(ConfigurationViews.of(current));
	}

	@PutMapping
	@Operation(summary = "Changes the configuration by a release of the same image",
			description = "The overrides replace all that there were; a key that is left out has the repository's "
					+ "value again. If-Match takes the ETag of what was looked at. The release goes by the service's "
					+ "strategy; one that is taken back takes its configuration with it.")
	ResponseEntity<ConfigurationChange> put(Actor actor, @PathVariable String service, @PathVariable String environment,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			@RequestBody ConfigurationBody body) {
		this.scope.changeable(actor, service);
		Current current = current(service, environment);
		if (ifMatch == null) {
			throw new Problem(HttpStatus.PRECONDITION_REQUIRED, "If-Match is missing")
				.remedy("Send the ETag of the configuration that you looked at");
		}
		if (!ifMatch.equals(etag(current)) && !ifMatch.equals("*")) {
			throw changed("Release " + current.base().number() + " has come since");
		}
		List<Change> changes = changes(current, body);
		if (changes.isEmpty()) {
			throw Problem.conflict("This changes nothing").remedy("Change a value first");
		}
		ReleaseRequest request = this.configurations.request(current, body.checked(), actor.name(),
				ServiceScope.override(actor, body.checkedReason()));
		Release release = released(current, request);
		URI location = URI
			.create("/api/v1/services/" + service + "/environments/" + environment + "/releases/" + release.number());
		return ResponseEntity.accepted()
			.location(location)
			.body(ConfigurationViews.change(release, Status.of(release.outcome()), changes));
	}

	@PostMapping("/preview")
	@Operation(summary = "Says what a change of the configuration would do, and changes nothing")
	ConfigurationPreview preview(Actor actor, @PathVariable String service, @PathVariable String environment,
			@RequestBody ConfigurationBody body) {
		this.scope.visible(actor, service);
		Current current = current(service, environment);
		List<Change> changes = changes(current, body);
		return new ConfigurationPreview(changes, forecast(current, body, actor));
	}

	@GetMapping("/history")
	@Operation(summary = "The releases that changed what is laid over the repository's configuration, newest first")
	List<ConfigurationChange> history(Actor actor, @PathVariable String service, @PathVariable String environment) {
		this.scope.visible(actor, service);
		this.scope.environment(environment);
		return this.configurations.history(service, environment, LOOKED_BACK)
			.stream()
			.map((past) -> ConfigurationViews.change(past.release(), status(past.release()), past.changes()))
			.toList();
	}

	private Status status(Release release) {
		boolean live = this.releases.flow(release).filter((flow) -> !flow.ended()).isPresent();
		return live ? Status.PROGRESSING : Status.of(release.outcome());
	}

	private Current current(String service, String environment) {
		this.scope.environment(environment);
		try {
			return this.configurations.current(service, environment)
				.orElseThrow(() -> Problem.conflict(service + " was not released to " + environment + " yet")
					.remedy("Release a build there first"));
		}
		catch (UnusableManifests ex) {
			throw Refusals.of(ex);
		}
	}

	private List<Change> changes(Current current, ConfigurationBody body) {
		Map<String, String> overrides = body.checked();
		Map<String, String> mistakes = Overrides.mistakes(overrides);
		if (!mistakes.isEmpty()) {
			Problem problem = new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "The configuration cannot be released");
			mistakes
				.forEach((key, mistake) -> problem.field(key.isEmpty() ? "overrides" : "overrides." + key, mistake));
			throw problem.remedy("Mend the keys that are named");
		}
		return this.configurations.preview(current, overrides);
	}

	private Release released(Current current, ReleaseRequest request) {
		try {
			return this.configurations.change(current, request);
		}
		catch (UnusableManifests ex) {
			throw Refusals.of(ex);
		}
		catch (RefusedRelease ex) {
			throw Refusals.of(ex, new ReleaseBody(null, null, null, null, null));
		}
		catch (IllegalStateException ex) {
			throw changed(String.valueOf(ex.getMessage()));
		}
	}

	/** Null when the cluster does not answer: the changes can be told without it. */
	private @Nullable Forecast forecast(Current current, ConfigurationBody body, Actor actor) {
		try {
			return this.releases.forecast(this.configurations.request(current, body.checked(), actor.name(), null));
		}
		catch (UnusableManifests ex) {
			throw Refusals.of(ex);
		}
		catch (Unanswered ex) {
			return null;
		}
	}

	private static Problem changed(String what) {
		return new Problem(HttpStatus.PRECONDITION_FAILED, what + ": what you looked at is not in force any more")
			.remedy("Look at the configuration again, and change that");
	}

	private static String etag(Current current) {
		return "\"" + current.base().number() + "\"";
	}

}
