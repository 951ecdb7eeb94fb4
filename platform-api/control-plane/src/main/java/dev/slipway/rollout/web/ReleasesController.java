package dev.slipway.rollout.web;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import dev.slipway.access.Actor;
import dev.slipway.api.LiveEvents;
import dev.slipway.api.NumberedPages;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Service;
import dev.slipway.environments.Environment;
import dev.slipway.flow.Transition;
import dev.slipway.rollout.Placement;
import dev.slipway.rollout.Placement.Placed;
import dev.slipway.rollout.Progress;
import dev.slipway.rollout.RefusedRelease;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.Releases;
import dev.slipway.rollout.UnusableManifests;
import dev.slipway.rollout.web.ReleaseViews.ReleaseDetail;
import dev.slipway.rollout.web.ReleaseViews.ReleaseView;
import dev.slipway.strategy.BadStrategy;
import dev.slipway.strategy.GateAdvice;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Releases of a service in an environment. */
@RestController
@RequestMapping("/api/v1/services/{service}/environments/{environment}")
@Tag(name = "Releases")
class ReleasesController {

	private final Releases releases;

	private final Placement placement;

	private final Commits commits;

	private final ServiceScope scope;

	private final GateAdvice gates;

	private final ObjectProvider<LiveEvents> events;

	ReleasesController(Releases releases, Placement placement, Commits commits, ServiceScope scope,
			ObjectProvider<GateAdvice> gates, ObjectProvider<LiveEvents> events) {
		this.releases = releases;
		this.placement = placement;
		this.commits = commits;
		this.scope = scope;
		this.gates = gates.getIfAvailable(() -> GateAdvice.PLAIN);
		this.events = events;
	}

	@GetMapping
	@Operation(summary = "What runs: the stable and the live release, the pods and the address")
	ReleaseViews.EnvironmentState environment(Actor actor, @PathVariable String service,
			@PathVariable String environment) {
		Service found = this.scope.visible(actor, service);
		Environment where = this.scope.environment(environment);
		return ReleaseViews.state(environment, placed(actor, where, found),
				this.releases.stable(service, environment).map(this::view).orElse(null),
				this.releases.live(service, environment).map(this::view).orElse(null));
	}

	@PostMapping("/releases")
	@Operation(summary = "Releases an image",
			description = "A newer release supersedes a live one, which restores the stable release first")
	ResponseEntity<ReleaseView> request(Actor actor, @PathVariable String service, @PathVariable String environment,
			@RequestBody ReleaseBody body) {
		Service found = this.scope.changeable(actor, service);
		this.scope.environment(environment);
		ReleaseRequest request = new ReleaseRequest(found.team(), service, environment, body.checkedImage(),
				this.commits.of(found, body), body.build(), body.changes(), actor.name(),
				ServiceScope.override(actor, body.checkedOverride()));
		try {
			return accepted(this.releases.request(request));
		}
		catch (UnusableManifests ex) {
			throw Refusals.of(ex);
		}
		catch (BadStrategy ex) {
			throw Refusals.of(ex, body);
		}
		catch (RefusedRelease ex) {
			throw Refusals.of(ex, body);
		}
	}

	@GetMapping("/releases")
	@Operation(summary = "The releases, newest first")
	Page<ReleaseView> list(Actor actor, @PathVariable String service, @PathVariable String environment,
			@RequestParam(defaultValue = "20") int limit, @RequestParam(required = false) @Nullable String cursor) {
		this.scope.visible(actor, service);
		this.scope.environment(environment);
		NumberedPages pages = NumberedPages.of(limit, cursor);
		return pages.page(this.releases.list(service, environment, pages.below(), pages.enough()), this::view,
				Release::number);
	}

	@GetMapping("/releases/{number}")
	@Operation(summary = "One release with its pods and its history")
	ReleaseDetail get(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number) {
		Service found = this.scope.visible(actor, service);
		Release release = release(service, environment, number);
		Release replaces = this.releases.before(release).orElse(null);
		Optional<Progress> progress = this.releases.progress(release);
		List<Transition> history = this.releases.history(release);
		return ReleaseViews.detail(release, replaces, this.releases.flow(release).orElse(null),
				around(found, environment), history, ScheduleViews.schedule(release, replaces, progress, history),
				GuardRailViews.of(release, progress, this.gates),
				ScheduleViews.findings(this.releases.findings(release)), this.releases.changes(release));
	}

	@PostMapping("/releases/{number}/abort")
	@Operation(summary = "Stops a live release: the stable one is restored")
	ResponseEntity<ReleaseView> abort(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number) {
		this.scope.changeable(actor, service);
		Release release = release(service, environment, number);
		try {
			this.releases.abort(release, actor.name());
		}
		catch (IllegalStateException ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage())).remedy("Roll back to another release instead");
		}
		return accepted(release);
	}

	@PostMapping("/rollback")
	@Operation(summary = "Releases again what an earlier release ran",
			description = "A new number with the same image, configuration and resources")
	ResponseEntity<ReleaseView> rollback(Actor actor, @PathVariable String service, @PathVariable String environment,
			@RequestBody RollbackBody body) {
		this.scope.changeable(actor, service);
		if (body.to() == null) {
			throw Problem.invalid("to", "must be the number of a release");
		}
		Release to = release(service, environment, body.to());
		try {
			return accepted(this.releases.rollback(to, actor.name()));
		}
		catch (RefusedRelease ex) {
			throw Refusals.of(ex, new ReleaseBody(null, null, null, null, null));
		}
		catch (IllegalStateException ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage()))
				.field("to", "is no promoted release")
				.remedy("Choose a release that has SUCCEEDED");
		}
	}

	@GetMapping(path = "/releases/{number}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@Operation(summary = "The release as it moves")
	SseEmitter events(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number) {
		this.scope.visible(actor, service);
		release(service, environment, number);
		return this.events.getObject()
			.subscribe("services/" + service + "/environments/" + environment + "/releases/" + number);
	}

	private ResponseEntity<ReleaseView> accepted(Release release) {
		URI location = URI.create("/api/v1/services/" + release.draft().service() + "/environments/"
				+ release.draft().environment() + "/releases/" + release.number());
		return ResponseEntity.accepted().location(location).body(view(release));
	}

	private ReleaseView view(Release release) {
		return ReleaseViews.view(release, this.releases.flow(release).orElse(null));
	}

	private Release release(String service, String environment, int number) {
		this.scope.environment(environment);
		return this.releases.find(service, environment, number)
			.orElseThrow(() -> Problem.notFound("Release " + number + " of " + service + " in " + environment));
	}

	private Placed placed(Actor actor, Environment environment, Service service) {
		try {
			return this.placement.look(environment, service.team(), service.name());
		}
		catch (KubernetesClientException | IllegalStateException ex) {
			throw this.scope.unanswered(actor, environment.name(), ex);
		}
	}

	/** A release is shown also when its cluster is away. */
	private @Nullable Placed around(Service service, String environment) {
		try {
			return this.placement.look(this.scope.environment(environment), service.team(), service.name());
		}
		catch (KubernetesClientException | IllegalStateException ex) {
			return null;
		}
	}

	/**
	 * Where to roll back to.
	 *
	 * @param to the number of a promoted release
	 */
	record RollbackBody(@Nullable Integer to) {
	}

}
