package dev.slipway.scaffold.web;

import java.util.List;
import java.util.Map;

import dev.slipway.scaffold.Template;
import dev.slipway.scaffold.TemplateStep;

/**
 * A template whole.
 *
 * @param parameters the pages, each a JSON Schema of type object with {@code ui:*} hints
 * @param steps what will be done
 */
record TemplateDetails(String id, String title, String description, String owner, String type, List<String> tags,
		List<Map<String, Object>> parameters, List<StepDetails> steps) {

	static TemplateDetails of(Template template) {
		return new TemplateDetails(template.id(), template.title(), template.description(), template.owner(),
				template.type(), template.tags(),
				template.pages().stream().map(Template.ParameterPage::schema).toList(),
				template.steps().stream().map(StepDetails::of).toList());
	}

	record StepDetails(String id, String name, String action) {

		static StepDetails of(TemplateStep step) {
			return new StepDetails(step.id(), step.name(), step.action().id());
		}

	}

}
