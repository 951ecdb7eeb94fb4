package dev.slipway.scaffold.web;

import java.util.List;

import dev.slipway.scaffold.Template;

/** A template in a list. */
record TemplateSummary(String id, String title, String description, String owner, String type, List<String> tags) {

	static TemplateSummary of(Template template) {
		return new TemplateSummary(template.id(), template.title(), template.description(), template.owner(),
				template.type(), template.tags());
	}

}
