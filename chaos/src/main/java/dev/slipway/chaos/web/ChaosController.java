package dev.slipway.chaos.web;

import java.util.List;

import dev.slipway.access.AccessDenied;
import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.chaos.Experiments;
import dev.slipway.chaos.Halt;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The global halt switch: every developer may pull it, operators release it. */
@RestController
@Tag(name = "Chaos")
@RequestMapping("/api/v1/chaos")
class ChaosController {

	private final Experiments experiments;

	ChaosController(Experiments experiments) {
		this.experiments = experiments;
	}

	@GetMapping
	@Operation(summary = "The halt switch and the runs that are not over")
	ChaosView get(Actor actor) {
		List<RunView> live = this.experiments.live()
			.stream()
			.filter((run) -> actor.sees(run.state().plan().team()))
			.map((run) -> RunView.of(run, List.of()))
			.toList();
		return new ChaosView(this.experiments.halt(), live);
	}

	@PostMapping("/halt")
	@Operation(summary = "Halts all chaos: every run takes its fault back, none starts",
			description = "Every developer may; the service need not be of the own team.")
	Halt halt(Actor actor, @RequestBody(required = false) @Nullable Reason reason) {
		require(actor, Role.DEVELOPER);
		return this.experiments.halt(text(reason), actor.name());
	}

	@PostMapping("/release")
	@Operation(summary = "Lets runs start again", description = "Operators only.")
	Halt release(Actor actor, @RequestBody(required = false) @Nullable Reason reason) {
		require(actor, Role.OPERATOR);
		return this.experiments.release(text(reason), actor.name());
	}

	private static void require(Actor actor, Role role) {
		if (actor.role().compareTo(role) < 0) {
			throw new AccessDenied(actor.name() + " needs the role " + role);
		}
	}

	private static String text(@Nullable Reason reason) {
		return (reason != null && reason.reason() != null && !reason.reason().isBlank()) ? reason.reason().strip()
				: "no reason given";
	}

	/** Why the switch is used. */
	record Reason(@Nullable String reason) {
	}

	/** The switch and the runs that are not over. */
	record ChaosView(Halt halt, List<RunView> live) {
	}

}
