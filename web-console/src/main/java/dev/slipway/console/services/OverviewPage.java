package dev.slipway.console.services;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.ApiProblem;
import dev.slipway.console.api.Json;
import dev.slipway.console.services.Views.Build;
import dev.slipway.console.services.Views.Env;
import dev.slipway.console.services.Views.Place;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The first tab of a service. */
@Controller
class OverviewPage {

	private final ServiceFrame frame;

	OverviewPage(ServiceFrame frame) {
		this.frame = frame;
	}

	@GetMapping("/services/{service}")
	String overview(Api api, Model model, @PathVariable String service) {
		this.frame.open(api, model, service, "overview");
		fill(api, model, service);
		ServiceFrame.trying(model, () -> model.addAttribute("happenings",
				api.items(Happening.class, "/services/{s}/timeline?limit=8", service)));
		return "service/overview";
	}

	private void fill(Api api, Model model, String service) {
		List<Where> places = new ArrayList<>();
		for (Env environment : this.frame.environments(api)) {
			places.add(look(api, service, environment.name()));
		}
		model.addAttribute("places", places);
		if (places.size() > 1) {
			model.addAttribute("lane", api.items(PromotionPages.Lane.class, "/services/{s}/lane", service));
		}
		model.addAttribute("build", lastBuild(api, service));
		ServiceFrame.trying(model, () -> model.addAttribute("previews",
				api.items(PreviewPages.Preview.class, "/services/{s}/previews", service)));
	}

	private static Where look(Api api, String service, String environment) {
		try {
			return new Where(environment,
					api.find("/services/{s}/environments/{e}", service, environment)
						.map((found) -> Json.as(Place.class, found))
						.orElse(null),
					null);
		}
		catch (ApiProblem problem) {
			return new Where(environment, null, problem.getMessage());
		}
	}

	private static @Nullable Build lastBuild(Api api, String service) {
		return api.find("/services/{s}/builds?limit=1", service)
			.map((page) -> Json.items(Build.class, page))
			.flatMap((builds) -> builds.stream().findFirst())
			.orElse(null);
	}

	/**
	 * A build, a release or a run of an experiment.
	 *
	 * @param path of the API
	 */
	record Happening(@Nullable Instant at, String title, @Nullable String status, @Nullable String reason,
			String path) {

		/** The page of it. */
		public String link(String service) {
			return this.path.replaceFirst("^/api/v1/experiments/", "/services/" + service + "/chaos/")
				.replaceFirst("^/api/v1", "");
		}

	}

	/**
	 * A service in an environment, as far as it could be seen.
	 *
	 * @param name the environment
	 * @param place what runs there; null when it cannot be seen
	 * @param trouble why not
	 */
	record Where(String name, @Nullable Place place, @Nullable String trouble) {
	}

}
