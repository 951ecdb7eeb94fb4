package dev.slipway.console.services;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.ApiProblem;
import dev.slipway.console.api.Json;
import dev.slipway.console.services.BuildViews.Artifact;
import dev.slipway.console.services.BuildViews.Commit;
import dev.slipway.console.services.BuildViews.Input;
import dev.slipway.console.services.BuildViews.LeadTime;
import dev.slipway.console.services.BuildViews.TestHistory;
import dev.slipway.console.services.BuildViews.Trend;
import dev.slipway.console.services.Views.Build;
import dev.slipway.console.services.Views.Tests;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Builds of a service: the list, and one with its stages and its live log. */
@Controller
class BuildPages {

	private static final String PARAMETER = "p.";

	private final ServiceFrame frame;

	BuildPages(ServiceFrame frame) {
		this.frame = frame;
	}

	@GetMapping("/services/{service}/builds")
	String list(Api api, Model model, @PathVariable String service,
			@RequestParam(required = false) @Nullable String cursor) {
		this.frame.open(api, model, service, "builds");
		JsonNode page = api.get("/services/{s}/builds?limit=25&cursor={c}", service,
				(cursor != null) ? cursor : String.valueOf(Integer.MAX_VALUE));
		model.addAttribute("builds", Json.items(Build.class, page));
		model.addAttribute("next", page.path("nextCursor").asString(""));
		model.addAttribute("trend",
				api.find("/services/{s}/builds/trend?builds=30", service)
					.map((trend) -> Json.as(Trend.class, trend))
					.orElse(null));
		model.addAttribute("lead",
				api.find("/services/{s}/lead-time", service).map((lead) -> Json.as(LeadTime.class, lead)).orElse(null));
		return "service/builds";
	}

	@GetMapping("/services/{service}/commits/{sha}")
	String commit(Api api, Model model, @PathVariable String service, @PathVariable String sha) {
		this.frame.open(api, model, service, "builds");
		model.addAttribute("commit", api.get(Commit.class, "/services/{s}/commits/{c}", service, sha));
		return "service/commit";
	}

	@PostMapping("/services/{service}/builds")
	String start(Api api, Model model, @PathVariable String service, @RequestParam(defaultValue = "main") String branch,
			@RequestParam(defaultValue = "") String parameters) {
		Api.Answer[] answer = new Api.Answer[1];
		ServiceFrame.trying(model, () -> answer[0] = api.post("/services/{s}/builds",
				Map.of("branch", branch.strip(), "parameters", lines(parameters)), service));
		if (answer[0] != null) {
			return "redirect:" + answer[0].location();
		}
		return list(api, model, service, null);
	}

	/** {@code NAME=value} a line. */
	private static Map<String, String> lines(String text) {
		Map<String, String> parameters = new HashMap<>();
		text.lines().filter((line) -> !line.isBlank()).forEach((line) -> {
			int equals = line.indexOf('=');
			parameters.put((equals < 0) ? line.strip() : line.substring(0, equals).strip(),
					(equals < 0) ? "" : line.substring(equals + 1).strip());
		});
		return parameters;
	}

	@GetMapping("/services/{service}/builds/{number:\\d+}")
	String one(Api api, Model model, @PathVariable String service, @PathVariable int number) {
		this.frame.open(api, model, service, "builds");
		Build build = api.get(Build.class, "/services/{s}/builds/{n}", service, number);
		model.addAttribute("build", build);
		model.addAttribute("graph", BuildViews.graph(build));
		model.addAttribute("failed", build.going() ? null : StageGraph.failed(build.stages(), build.failure()));
		model.addAttribute("inputs", all(Input.class, api.find("/services/{s}/builds/{n}/inputs", service, number)));
		files(api, model, build, service);
		Tests tests = api.find("/services/{s}/builds/{n}/tests", service, number)
			.map((found) -> Json.as(Tests.class, found))
			.orElse(null);
		model.addAttribute("tests", tests);
		model.addAttribute("histories", (tests == null || tests.failed() == 0) ? Map.of() : histories(api, service));
		return "service/build";
	}

	/**
	 * The files of a build that has ended. Whatever keeps them, a Jenkins perhaps, may be
	 * down: the page is there nevertheless.
	 */
	private static void files(Api api, Model model, Build build, String service) {
		List<Artifact> files = List.of();
		boolean unlisted = false;
		if (!build.going()) {
			try {
				files = all(Artifact.class, api.find("/services/{s}/builds/{n}/artifacts", service, build.number()));
			}
			catch (ApiProblem problem) {
				if (problem.status() == 401) {
					throw problem;
				}
				unlisted = true;
			}
		}
		model.addAttribute("artifacts", files);
		model.addAttribute("unlisted", unlisted);
	}

	/** What became of the tests that failed lately, by class and name. */
	private static Map<String, TestHistory> histories(Api api, String service) {
		return api.items(TestHistory.class, "/services/{s}/tests/failing?builds=20", service)
			.stream()
			.collect(Collectors.toMap(TestHistory::key, (test) -> test, (one, other) -> one));
	}

	private static <T> List<T> all(Class<T> type, Optional<JsonNode> list) {
		return list.stream().flatMap(JsonNode::valueStream).map((node) -> Json.as(type, node)).toList();
	}

	@PostMapping("/services/{service}/builds/{number:\\d+}/abort")
	String abort(Api api, Model model, @PathVariable String service, @PathVariable int number) {
		ServiceFrame.trying(model, () -> api.post("/services/{s}/builds/{n}/abort", null, service, number));
		return shown(api, model, service, number);
	}

	@PostMapping("/services/{service}/builds/{number:\\d+}/rerun")
	String rerun(Api api, Model model, @PathVariable String service, @PathVariable int number) {
		Api.Answer[] answer = new Api.Answer[1];
		ServiceFrame.trying(model, () -> answer[0] = api.post("/services/{s}/builds/{n}/rerun", null, service, number));
		return (answer[0] != null) ? "redirect:" + answer[0].location() : one(api, model, service, number);
	}

	/** Answers what the build asks; the values' names begin with {@code p.} here. */
	@PostMapping("/services/{service}/builds/{number:\\d+}/inputs")
	String answer(Api api, Model model, @PathVariable String service, @PathVariable int number,
			@RequestParam String input, @RequestParam boolean proceed, @RequestParam Map<String, String> form) {
		Map<String, String> values = new HashMap<>();
		form.forEach((name, value) -> {
			if (name.startsWith(PARAMETER)) {
				values.put(name.substring(PARAMETER.length()), value);
			}
		});
		ServiceFrame.trying(model,
				() -> api.post("/services/{s}/builds/{n}/inputs/{i}/" + (proceed ? "proceed" : "abort"),
						proceed ? Map.of("parameters", values) : null, service, number, input));
		return shown(api, model, service, number);
	}

	private String shown(Api api, Model model, String service, int number) {
		return model.containsAttribute("problem") ? one(api, model, service, number)
				: "redirect:/services/" + service + "/builds/" + number;
	}

}
