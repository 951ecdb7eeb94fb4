package dev.slipway.console.services;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.slipway.console.api.Api;
import dev.slipway.console.api.Json;
import dev.slipway.console.services.Forecasts.Forecast;
import dev.slipway.console.services.Views.Build;
import dev.slipway.console.services.Views.Release;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The releases of a service by environment, and the start of another one. */
@Controller
class ReleaseListPages {

	private static final String RELEASES = "/services/{s}/environments/{e}/releases";

	private final YAMLMapper yaml = new YAMLMapper();

	private final ServiceFrame frame;

	ReleaseListPages(ServiceFrame frame) {
		this.frame = frame;
	}

	@GetMapping("/services/{service}/releases")
	String list(Api api, Model model, @PathVariable String service,
			@RequestParam(name = "env", required = false) @Nullable String wanted,
			@RequestParam(required = false) @Nullable String cursor) {
		this.frame.open(api, model, service, "releases");
		String env = this.frame.environment(api, model, wanted);
		JsonNode page = api.get(RELEASES + "?limit=25&cursor={c}", service, env,
				(cursor != null) ? cursor : "999999999");
		model.addAttribute("releases", Json.items(Release.class, page));
		model.addAttribute("next", page.path("nextCursor").asString(""));
		model.addAttribute("builds",
				api.find("/services/{s}/builds?limit=25", service)
					.map((found) -> Json.items(Build.class, found))
					.orElse(List.of())
					.stream()
					.filter((build) -> "SUCCESS".equals(build.status()) && build.image() != null)
					.toList());
		if (!model.containsAttribute("form")) {
			model.addAttribute("form", new Form(env, null, "", ""));
		}
		return "service/releases";
	}

	@PostMapping("/services/{service}/releases")
	String start(Api api, Model model, @PathVariable String service, @ModelAttribute("form") Form form,
			@RequestParam(defaultValue = "false") boolean check) {
		Api.Answer[] answer = new Api.Answer[1];
		try {
			Map<String, Object> body = body(api, service, form);
			if (check) {
				ServiceFrame.trying(model, () -> check(api, model, service, form, body));
				return list(api, model, service, form.env(), null);
			}
			ServiceFrame.trying(model, () -> answer[0] = api.post(RELEASES, body, service, form.text(form.env())));
		}
		catch (JsonProcessingException | ClassCastException ex) {
			model.addAttribute("strategyProblem", unreadable(ex));
		}
		return (answer[0] != null) ? "redirect:" + answer[0].location() : list(api, model, service, form.env(), null);
	}

	/** Says what it would do; the image may be missing. */
	private static void check(Api api, Model model, String service, Form form, Map<String, Object> body) {
		Map<String, Object> asked = new LinkedHashMap<>(body);
		asked.values().removeIf(""::equals);
		Api.Answer answer = api.post(RELEASES + "/lint", asked, service, form.text(form.env()));
		model.addAttribute("forecast", Json.as(Forecast.class, answer.body()));
	}

	/** A build brings its image and its commit. */
	private Map<String, Object> body(Api api, String service, Form form) throws JsonProcessingException {
		Map<String, Object> body = new LinkedHashMap<>();
		if (form.build() != null) {
			Build build = api.get(Build.class, "/services/{s}/builds/{n}", service, form.build());
			body.put("build", build.number());
			body.put("image", String.valueOf(build.image()));
			if (build.commit() != null) {
				body.put("commit", build.commit());
			}
		}
		else {
			body.put("image", form.text(form.image()));
		}
		String strategy = form.text(form.strategy());
		if (!strategy.isEmpty()) {
			body.put("strategy", strategy(strategy));
		}
		return body;
	}

	/**
	 * As it stands below {@code strategy:} in slipway.yaml, with or without that line.
	 */
	private Map<?, ?> strategy(String text) throws JsonProcessingException {
		Object read = this.yaml.readValue(text, Object.class);
		Map<?, ?> map = (Map<?, ?>) read;
		return (map.size() == 1 && map.get("strategy") instanceof Map<?, ?> inner) ? inner : map;
	}

	private static String unreadable(Exception ex) {
		if (ex instanceof JsonProcessingException json && json.getLocation() != null) {
			return "Line " + json.getLocation().getLineNr() + ": "
					+ json.getOriginalMessage().lines().findFirst().orElse("");
		}
		return "Write names and values, such as maxSurge: 1";
	}

	/**
	 * What a release is asked for with.
	 *
	 * @param build whose image is taken; null when the image is named
	 * @param strategy as YAML; empty for that of slipway.yaml
	 */
	record Form(@Nullable String env, @Nullable Integer build, @Nullable String image, @Nullable String strategy) {

		String text(@Nullable String field) {
			return (field != null) ? field.strip() : "";
		}

	}

}
