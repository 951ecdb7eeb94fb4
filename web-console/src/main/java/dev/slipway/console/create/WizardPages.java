package dev.slipway.console.create;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.ApiProblem;
import dev.slipway.console.api.Json;
import dev.slipway.console.create.TemplateForm.Field;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The wizard that creates a service. Its pages are the template's; each is checked by a
 * dry run when one goes on, the last shows what will be made.
 */
@Controller
class WizardPages {

	@GetMapping("/services/new")
	String begin(Api api, Model model, @RequestParam(defaultValue = "") String template) {
		List<Choice> choices = api.items(Choice.class, "/templates");
		if (template.isEmpty() && choices.size() != 1) {
			model.addAttribute("choices", choices);
			return "create/choose";
		}
		TemplateForm form = form(api, template.isEmpty() ? choices.get(0).id() : template);
		Map<String, String> values = new LinkedHashMap<>();
		form.pages().forEach((page) -> page.fields().forEach((field) -> values.put(field.name(), field.initial())));
		return show(model, form, values, 0);
	}

	@PostMapping("/services/new")
	String step(Api api, Model model, @RequestParam Map<String, String> sent) {
		TemplateForm form = form(api, sent.getOrDefault("template", ""));
		Map<String, String> values = values(form, sent);
		int page = Math.max(0, Math.min(number(sent.get("page")), form.pages().size()));
		return switch (sent.getOrDefault("go", "next")) {
			case "back" -> show(model, form, values, Math.max(0, page - 1));
			case "create" -> create(api, model, form, values);
			default -> next(api, model, form, values, page);
		};
	}

	private String next(Api api, Model model, TemplateForm form, Map<String, String> values, int page) {
		Map<String, String> errors = new LinkedHashMap<>();
		DryRun run = null;
		try {
			run = Json.as(DryRun.class,
					api.post("/templates/{t}/dry-run", Map.of("parameters", form.parameters(values)), form.id())
						.body());
		}
		catch (ApiProblem problem) {
			if (problem.fields().isEmpty() || problem.status() == 401) {
				throw problem;
			}
			errors = form.readable(problem.fields(), values);
		}
		int faulty = form.pageOf(errors.keySet());
		if (faulty >= 0 && faulty <= page) {
			model.addAttribute("errors", errors);
			return show(model, form, values, faulty);
		}
		model.addAttribute("run", run);
		return show(model, form, values, page + 1);
	}

	private String create(Api api, Model model, TemplateForm form, Map<String, String> values) {
		try {
			Api.Answer answer = api.post("/services",
					Map.of("template", form.id(), "parameters", form.parameters(values)));
			return "redirect:" + answer.location();
		}
		catch (ApiProblem problem) {
			int faulty = form.pageOf(problem.fields().keySet());
			model.addAttribute("problem", problem);
			model.addAttribute("errors", form.readable(problem.fields(), values));
			return show(model, form, values, Math.max(0, faulty));
		}
	}

	private static String show(Model model, TemplateForm form, Map<String, String> values, int page) {
		model.addAttribute("form", form);
		model.addAttribute("values", values);
		model.addAttribute("pageNumber", page);
		model.addAttribute("review", page >= form.pages().size());
		if (!model.containsAttribute("errors")) {
			model.addAttribute("errors", Map.of());
		}
		return "create/wizard";
	}

	private static TemplateForm form(Api api, String template) {
		return TemplateForm.of(api.get("/templates/{t}", template));
	}

	/** A box that is not ticked is not sent, so its page is remembered as seen. */
	private static Map<String, String> values(TemplateForm form, Map<String, String> sent) {
		Map<String, String> values = new LinkedHashMap<>();
		for (TemplateForm.FormPage page : form.pages()) {
			for (Field field : page.fields()) {
				values.put(field.name(), sent.getOrDefault(field.name(), field.flag() ? "false" : ""));
			}
		}
		return values;
	}

	private static int number(@Nullable String text) {
		return (text != null && text.matches("\\d{1,3}")) ? Integer.parseInt(text) : 0;
	}

	/** A template to choose. */
	record Choice(String id, String title, @Nullable String description, @Nullable List<String> tags) {
	}

	/** What would be made. */
	record DryRun(@Nullable List<File> files, @Nullable List<Step> steps) {
	}

	/** A file that would be made. */
	record File(String path, int size, boolean executable, @Nullable String encoding, @Nullable String content) {

		public boolean text() {
			return "utf-8".equals(this.encoding);
		}

	}

	/** A step that would be done. */
	record Step(@Nullable String id, String name) {
	}

}
