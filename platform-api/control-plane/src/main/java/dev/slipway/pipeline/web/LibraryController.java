package dev.slipway.pipeline.web;

import java.util.List;

import dev.slipway.access.Actor;
import dev.slipway.pipeline.StepHelp;
import dev.slipway.pipeline.StepHelps;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The steps that Jenkinsfiles can use. */
@RestController
@Tag(name = "Builds")
class LibraryController {

	private final StepHelps helps;

	LibraryController(StepHelps helps) {
		this.helps = helps;
	}

	@GetMapping("/api/v1/pipeline-library")
	@Operation(summary = "The pipeline library: its version and the help of each step",
			description = "Texts have code between back quotes, as in Markdown")
	LibraryView library(Actor actor) {
		return new LibraryView(this.helps.version(), this.helps.all().stream().map(LibraryController::view).toList());
	}

	private static StepView view(StepHelp step) {
		return new StepView(step.name(), step.group(), step.text(),
				step.parameters()
					.stream()
					.map((parameter) -> new ParameterView(parameter.name(), parameter.otherwise(), parameter.text()))
					.toList(),
				step.example());
	}

	/** The library. */
	@Schema(name = "PipelineLibrary")
	record LibraryView(@Schema(description = "As @Library('slipway@…') asks for it") String version,
			List<StepView> steps) {
	}

	/** A step. */
	@Schema(name = "PipelineStep")
	record StepView(String name, String group, String text, List<ParameterView> parameters,
			@Schema(description = "A piece of a Jenkinsfile") String example) {
	}

	/** A parameter of a step. */
	@Schema(name = "PipelineStepParameter")
	record ParameterView(String name, @Schema(description = "What holds without it") String otherwise, String text) {
	}

}
