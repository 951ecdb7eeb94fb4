package dev.slipway.onboarding.web;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.onboarding.NameTaken;
import dev.slipway.onboarding.NewService.OnFailure;
import dev.slipway.onboarding.Onboarding;
import dev.slipway.onboarding.Onboarding.Status;
import dev.slipway.onboarding.Onboardings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Creates services from golden templates. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Onboardings")
class OnboardingController {

	private static final int MOST = 200;

	private final Onboardings onboardings;

	private final OnboardingViews views;

	OnboardingController(Onboardings onboardings, OnboardingViews views) {
		this.onboardings = onboardings;
		this.views = views;
	}

	@PostMapping("/services")
	@Operation(summary = "Creates a service from a golden template",
			description = "Answers at once; the Location is followed to the end. The parameters name and team are"
					+ " always needed. When a stage fails for good, onFailure decides: keep (the default) waits for"
					+ " retry or undo, undo takes everything back.")
	ResponseEntity<OnboardingView> create(Actor actor, @RequestBody Creation creation) {
		Map<String, Object> parameters = (creation.parameters() != null) ? creation.parameters() : Map.of();
		if (parameters.get("team") instanceof String team && !team.isBlank()) {
			actor.require(Role.DEVELOPER, team);
		}
		String id = start(actor, creation, parameters);
		return ResponseEntity.accepted()
			.location(URI.create("/api/v1/onboardings/" + id))
			.body(this.views.view(this.onboardings.find(id).orElseThrow()));
	}

	private String start(Actor actor, Creation creation, Map<String, Object> parameters) {
		String template = (creation.template() != null) ? creation.template() : "";
		if (template.isBlank()) {
			throw Problem.invalid("template", "is required").remedy("GET /api/v1/templates lists them");
		}
		try {
			return this.onboardings.start(template, parameters, onFailure(creation.onFailure()), actor.name());
		}
		catch (NoSuchElementException ex) {
			throw Problem.invalid("template", String.valueOf(ex.getMessage()))
				.remedy("GET /api/v1/templates lists them");
		}
		catch (NameTaken ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage()))
				.field("parameters.name", String.valueOf(ex.getMessage()))
				.remedy("Choose another name");
		}
	}

	private static OnFailure onFailure(@Nullable String text) {
		if (text == null || text.equals("keep")) {
			return OnFailure.KEEP;
		}
		if (text.equals("undo")) {
			return OnFailure.UNDO;
		}
		throw Problem.invalid("onFailure", "must be keep or undo");
	}

	@GetMapping("/onboardings")
	@Operation(summary = "The newest onboardings of the actor's teams")
	Page<OnboardingView> list(Actor actor, @RequestParam(defaultValue = "20") int limit) {
		if (limit < 1 || limit > MOST) {
			throw Problem.invalid("limit", "must be between 1 and " + MOST);
		}
		List<OnboardingView> seen = this.onboardings.list(MOST)
			.stream()
			.filter((one) -> actor.sees(one.service().team()))
			.limit(limit)
			.map(this.views::view)
			.toList();
		return new Page<>(seen, null);
	}

	@GetMapping("/onboardings/{id}")
	@Operation(summary = "An onboarding with its stages")
	OnboardingView get(Actor actor, @PathVariable String id) {
		return this.views.view(find(actor, id));
	}

	@PostMapping("/onboardings/{id}/retry")
	@Operation(summary = "Tries the failed stage again and goes on")
	ResponseEntity<OnboardingView> retry(Actor actor, @PathVariable String id) {
		return desire(actor, id, "retry", Set.of(Status.FAILED));
	}

	@PostMapping("/onboardings/{id}/undo")
	@Operation(summary = "Takes everything back that was done")
	ResponseEntity<OnboardingView> undo(Actor actor, @PathVariable String id) {
		return desire(actor, id, "undo", Set.of(Status.FAILED, Status.RUNNING));
	}

	private ResponseEntity<OnboardingView> desire(Actor actor, String id, String what, Set<Status> from) {
		Onboarding found = find(actor, id);
		actor.require(Role.DEVELOPER, found.service().team());
		if (!from.contains(found.status())) {
			throw new Problem(HttpStatus.CONFLICT, "An onboarding that is " + found.status() + " knows no " + what);
		}
		this.onboardings.desire(id, what, actor.name());
		return ResponseEntity.accepted()
			.location(URI.create("/api/v1/onboardings/" + id))
			.body(this.views.view(find(actor, id)));
	}

	private Onboarding find(Actor actor, String id) {
		return this.onboardings.find(id)
			.filter((found) -> actor.sees(found.service().team()))
			.orElseThrow(() -> Problem.notFound("Onboarding " + id));
	}

	/**
	 * What is asked for.
	 *
	 * @param template the template's id
	 * @param parameters its parameters, {@code name} and {@code team} among them
	 * @param onFailure {@code keep} or {@code undo}
	 */
	record Creation(@Nullable String template, @Nullable Map<String, Object> parameters, @Nullable String onFailure) {
	}

}
