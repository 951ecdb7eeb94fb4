package dev.slipway.console.templates;

import java.util.List;

import dev.slipway.console.api.Api;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The golden templates. */
@Controller
class TemplatePages {

	@GetMapping("/templates")
	String list(Api api, Model model) {
		model.addAttribute("templates", api.items(TemplateLine.class, "/templates"));
		return "templates";
	}

	@GetMapping("/templates/{id}")
	String one(Api api, Model model, @PathVariable String id) {
		model.addAttribute("template", api.get(TemplateLine.class, "/templates/{t}", id));
		return "template";
	}

	/** A template. */
	record TemplateLine(String id, String title, @Nullable String description, @Nullable String owner,
			@Nullable String type, @Nullable List<String> tags, @Nullable List<Step> steps) {
	}

	/** What it does. */
	record Step(String id, String name, @Nullable String action) {
	}

}
