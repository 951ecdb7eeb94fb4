package dev.slipway.scaffold.web;

import java.util.List;
import java.util.Map;

import dev.slipway.access.Actor;
import dev.slipway.api.Problem;
import dev.slipway.scaffold.Scaffold;
import dev.slipway.scaffold.TemplateBundle;
import dev.slipway.scaffold.Templates;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Golden templates, and what they would make. */
@RestController
@RequestMapping("/api/v1/templates")
@Tag(name = "Templates")
class TemplateController {

	private final Templates templates;

	private final Scaffold scaffold;

	TemplateController(Templates templates, Scaffold scaffold) {
		this.templates = templates;
		this.scaffold = scaffold;
	}

	@GetMapping
	@Operation(summary = "The golden templates")
	List<TemplateSummary> list(Actor actor) {
		return this.templates.all().stream().map(TemplateSummary::of).toList();
	}

	@GetMapping("/{id}")
	@Operation(summary = "A template with its parameters as JSON Schema, page by page")
	TemplateDetails get(Actor actor, @PathVariable String id) {
		return this.templates.find(id)
			.map(TemplateBundle::template)
			.map(TemplateDetails::of)
			.orElseThrow(() -> Problem.notFound("Template " + id));
	}

	@PostMapping("/{id}/dry-run")
	@Operation(summary = "Renders a template without creating anything",
			description = "Contents are text; those that are no UTF-8 text come as base64.")
	DryRun dryRun(Actor actor, @PathVariable String id, @RequestBody DryRunRequest request) {
		if (this.templates.find(id).isEmpty()) {
			throw Problem.notFound("Template " + id);
		}
		Map<String, Object> parameters = request.parameters();
		return DryRun.of(this.scaffold.render(id, (parameters != null) ? parameters : Map.of()));
	}

	/**
	 * What a dry run needs.
	 *
	 * @param parameters the template's parameters
	 */
	record DryRunRequest(@Nullable Map<String, Object> parameters) {
	}

}
