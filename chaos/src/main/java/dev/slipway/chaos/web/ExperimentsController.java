package dev.slipway.chaos.web;

import java.net.URI;
import java.util.List;
import java.util.NoSuchElementException;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.chaos.Definition;
import dev.slipway.chaos.Experiment;
import dev.slipway.chaos.Experiments;
import dev.slipway.chaos.Plan;
import dev.slipway.chaos.RunRefused;
import dev.slipway.chaos.Schedules;
import dev.slipway.environments.Environments;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Experiments and their runs. */
@RestController
@Tag(name = "Chaos")
@RequestMapping("/api/v1/experiments")
class ExperimentsController {

	private static final int MOST = 100;

	private final Experiments experiments;

	private final Catalog catalog;

	private final Environments environments;

	private final Schedules schedules;

	ExperimentsController(Experiments experiments, Schedules schedules, Catalog catalog, Environments environments) {
		this.experiments = experiments;
		this.schedules = schedules;
		this.catalog = catalog;
		this.environments = environments;
	}

	@GetMapping
	@Operation(summary = "The experiments of the actor's teams, newest first")
	Page<ExperimentView> list(Actor actor, @RequestParam(defaultValue = "50") int limit,
			@RequestParam(required = false) @Nullable String cursor) {
		int most = Math.max(1, Math.min(limit, MOST));
		List<Experiment> found = this.experiments.list((cursor != null) ? number("cursor", cursor) : Long.MAX_VALUE,
				most);
		List<ExperimentView> visible = found.stream()
			.filter((experiment) -> actor.sees(experiment.team()))
			.map((experiment) -> view(experiment, 1))
			.toList();
		return new Page<>(visible, (found.size() == most) ? String.valueOf(found.get(most - 1).id()) : null);
	}

	@PostMapping
	@Operation(summary = "Defines an experiment",
			description = "Nothing runs before it is asked for or its schedule comes.")
	ResponseEntity<ExperimentView> create(Actor actor, @RequestBody ExperimentRequest request) {
		Definition definition = request.toDefinition();
		Service service = this.catalog.find(definition.service())
			.filter((found) -> actor.sees(found.team()))
			.orElseThrow(() -> Problem.invalid("service", "There is no service " + definition.service()));
		actor.require(Role.DEVELOPER, service.team());
		try {
			this.environments.get(definition.environment());
		}
		catch (NoSuchElementException ex) {
			throw Problem.invalid("environment", String.valueOf(ex.getMessage()));
		}
		Experiment created = this.experiments.create(service.team(), definition, actor.name());
		this.schedules.start(created);
		return ResponseEntity.created(URI.create("/api/v1/experiments/" + created.id())).body(view(created, 0));
	}

	@GetMapping("/{id}")
	@Operation(summary = "One experiment with its newest runs")
	ExperimentView get(Actor actor, @PathVariable String id) {
		return view(visible(actor, id), MOST);
	}

	@PostMapping("/{id}/runs")
	@Operation(summary = "Runs an experiment",
			description = "Answers 202; follow the Location. One run at a time on a service and environment. The fault is written down with its end before it is injected, and taken back whatever happens.")
	ResponseEntity<RunView> run(Actor actor, @PathVariable String id) {
		Experiment experiment = visible(actor, id);
		actor.require(Role.DEVELOPER, experiment.team());
		try {
			Plan plan = this.experiments.run(experiment, actor.name());
			URI location = URI.create("/api/v1/experiments/" + id + "/runs/" + plan.number());
			return ResponseEntity.accepted().location(location).body(runView(experiment, plan.number()));
		}
		catch (RunRefused ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage())).remedy(ex.remedy());
		}
	}

	@GetMapping("/{id}/runs/{number}")
	@Operation(summary = "One run with its verdict and history")
	RunView run(Actor actor, @PathVariable String id, @PathVariable int number) {
		return runView(visible(actor, id), number);
	}

	@PostMapping("/{id}/runs/{number}/abort")
	@Operation(summary = "Stops a run and takes its fault back")
	ResponseEntity<RunView> abort(Actor actor, @PathVariable String id, @PathVariable int number) {
		Experiment experiment = visible(actor, id);
		actor.require(Role.DEVELOPER, experiment.team());
		if (runView(experiment, number).ended()) {
			throw Problem.conflict("Run " + number + " is over already");
		}
		this.experiments.abort(experiment.id(), number, actor.name());
		URI location = URI.create("/api/v1/experiments/" + id + "/runs/" + number);
		return ResponseEntity.accepted().location(location).body(runView(experiment, number));
	}

	@DeleteMapping("/{id}/schedule")
	@Operation(summary = "Ends the schedule of an experiment")
	ResponseEntity<Void> unschedule(Actor actor, @PathVariable String id) {
		Experiment experiment = visible(actor, id);
		actor.require(Role.DEVELOPER, experiment.team());
		this.schedules.stop(experiment, actor.name());
		return ResponseEntity.noContent().build();
	}

	private Experiment visible(Actor actor, String id) {
		return this.experiments.find(number("id", id))
			.filter((experiment) -> actor.sees(experiment.team()))
			.orElseThrow(() -> Problem.notFound("Experiment " + id));
	}

	private ExperimentView view(Experiment experiment, int runs) {
		return ExperimentView.of(experiment, this.schedules.nextAt(experiment).orElse(null),
				this.experiments.runs(experiment.id(), runs)
					.stream()
					.map((run) -> RunView.of(run, List.of()))
					.toList());
	}

	private RunView runView(Experiment experiment, int number) {
		return this.experiments.run(experiment.id(), number)
			.map((run) -> RunView.of(run, this.experiments.history(experiment.id(), number)))
			.orElseThrow(() -> Problem.notFound("Run " + number + " of experiment " + experiment.id()));
	}

	private static long number(String field, String text) {
		try {
			return Long.parseLong(text);
		}
		catch (NumberFormatException ex) {
			throw field.equals("id") ? Problem.notFound("Experiment " + text)
					: Problem.invalid(field, "Not a " + field + " of this list: " + text);
		}
	}

}
