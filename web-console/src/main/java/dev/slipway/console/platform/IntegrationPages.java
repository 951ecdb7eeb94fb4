package dev.slipway.console.platform;

import java.time.Instant;
import java.util.Map;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.ApiProblem;
import dev.slipway.console.api.Json;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * The build server, and the stores of logs, metrics and traces: where they are, and how
 * they do.
 */
@Controller
class IntegrationPages {

	@GetMapping("/integrations")
	String list(Api api, Model model) {
		model.addAttribute("stores", api.items(Store.class, "/integrations"));
		if (!model.containsAttribute("builder")) {
			api.find("/build-server")
				.ifPresent((found) -> model.addAttribute("builder", Json.as(BuildServer.class, found)));
		}
		return "integrations";
	}

	@PostMapping("/integrations/{store:[a-z]+}/test")
	String test(Api api, Model model, @PathVariable String store) {
		try {
			model.addAttribute("tested",
					Json.as(Store.class, api.post("/integrations/{store}/test", null, store).body()));
		}
		catch (ApiProblem problem) {
			if (problem.status() == 401) {
				throw problem;
			}
			model.addAttribute("problem", problem);
		}
		return list(api, model);
	}

	@PostMapping("/integrations/build-server/test")
	String testBuildServer(Api api, Model model) {
		try {
			BuildServer asked = Json.as(BuildServer.class, api.post("/build-server/test", null).body());
			model.addAttribute("builder", asked);
			model.addAttribute("builderTested", true);
		}
		catch (ApiProblem problem) {
			if (problem.status() == 401) {
				throw problem;
			}
			model.addAttribute("problem", problem);
		}
		return list(api, model);
	}

	/** Who runs builds; what to mend and where it is only operators are told. */
	record BuildServer(String server, boolean up, String message, @Nullable String remedy, Map<String, String> facts) {

		/** Its name on the page. */
		public String title() {
			return this.server.equals("jenkins") ? "Jenkins" : "Local runner";
		}

	}

	/** A store; where it is only operators are told. */
	record Store(String store, String adapter, boolean up, String detail, @Nullable Connection connection) {

		/** Its name on the page. */
		public String title() {
			return Character.toUpperCase(this.store.charAt(0)) + this.store.substring(1);
		}

	}

	/** The way to one that runs elsewhere. */
	record Connection(String address, @Nullable String version, @Nullable Long latencyMillis,
			@Nullable String lastError, @Nullable Instant lastErrorAt) {
	}

}
