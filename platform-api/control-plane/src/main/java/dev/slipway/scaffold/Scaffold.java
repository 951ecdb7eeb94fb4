package dev.slipway.scaffold;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/** Renders golden templates. */
public class Scaffold {

	private final Templates templates;

	private final ParameterCheck check;

	private final Expressions expressions;

	public Scaffold(Templates templates, ParameterCheck check, Expressions expressions) {
		this.templates = templates;
		this.check = check;
		this.expressions = expressions;
	}

	/**
	 * Checks the parameters.
	 * @return the parameters with the defaults of those that were not given
	 * @throws NoSuchElementException when there is no such template
	 * @throws InvalidParameters when they do not fit
	 */
	public Map<String, Object> validate(String templateId, Map<String, Object> parameters) {
		return validate(bundle(templateId).template(), parameters);
	}

	/**
	 * Renders a template. Writes nothing anywhere.
	 * @throws NoSuchElementException when there is no such template
	 * @throws InvalidParameters when the parameters do not fit
	 * @throws TemplateBroken when the template is at fault
	 */
	public Rendering render(String templateId, Map<String, Object> parameters) {
		TemplateBundle bundle = bundle(templateId);
		Template template = bundle.template();
		Map<String, Object> valid = validate(template, parameters);
		StepInputs inputs = new StepInputs(this.expressions, Parameters.complete(template, valid));
		TreeWriter writer = new TreeWriter(bundle, this.expressions);
		SortedMap<String, TemplateBundle.TreeFile> files = new TreeMap<>();
		List<Rendering.PlannedStep> planned = new ArrayList<>();
		for (TemplateStep step : template.steps()) {
			for (StepInputs.Turn turn : inputs.turns(step)) {
				planned.add(turn.planned());
				switch (step.action()) {
					case FETCH_TEMPLATE -> writer.write(turn, true, files);
					case FETCH_PLAIN -> writer.write(turn, false, files);
					case PUBLISH_REPOSITORY, PIPELINE_CREATE, ENVIRONMENTS_PREPARE, CATALOG_REGISTER -> {
						// done by the onboarding, after the files
					}
				}
			}
		}
		return new Rendering(template, valid, files, planned);
	}

	/**
	 * Renders what a template wants to show at the end.
	 * @param outputs what the steps of an action gave, {@code steps.<id>.output}
	 */
	public Template.Output output(String templateId, Map<String, Object> parameters,
			Map<TemplateAction, Map<String, Object>> outputs) {
		Template template = bundle(templateId).template();
		Map<String, Object> steps = new LinkedHashMap<>();
		template.steps()
			.forEach((step) -> steps.put(step.id(), Map.of("output", outputs.getOrDefault(step.action(), Map.of()))));
		Map<String, @Nullable Object> complete = Parameters.complete(template,
				Parameters.withDefaults(template, parameters));
		Map<String, Object> context = Map.of("parameters", complete, "steps", steps);
		return new Template.Output(
				template.output()
					.links()
					.stream()
					.map((link) -> new Template.Link(text(link.title(), context), text(link.url(), context),
							link.icon()))
					.toList(),
				template.output()
					.text()
					.stream()
					.map((note) -> new Template.Note(text(note.title(), context), text(note.content(), context)))
					.toList());
	}

	private String text(String text, Map<String, Object> context) {
		return this.expressions.text("template.yaml (output)", text, context);
	}

	private Map<String, Object> validate(Template template, Map<String, Object> parameters) {
		Map<String, Object> all = Parameters.withDefaults(template, parameters);
		Map<String, String> violations = this.check.violations(template, all);
		if (!violations.isEmpty()) {
			throw new InvalidParameters(violations);
		}
		return all;
	}

	private TemplateBundle bundle(String id) {
		return this.templates.find(id)
			.orElseThrow(() -> new NoSuchElementException("There is no template '" + id + "'; there are "
					+ this.templates.all().stream().map(Template::id).toList()));
	}

}
