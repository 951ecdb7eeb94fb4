package dev.slipway.console.services;

import java.util.List;
import java.util.Optional;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.ApiProblem;
import dev.slipway.console.services.Views.Env;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/**
 * What the tabs of one service have in common: the service, the environments, the tab.
 */
@Component
class ServiceFrame {

	/** Fills the model and gives the service. */
	ServiceView open(Api api, Model model, String name, String tab) {
		ServiceView service = api.get(ServiceView.class, "/services/{s}", name);
		model.addAttribute("service", service);
		model.addAttribute("tab", tab);
		model.addAttribute("environments", environments(api));
		return service;
	}

	/** The environments in promotion order. */
	List<Env> environments(Api api) {
		return api.items(Env.class, "/environments");
	}

	/** The environment asked for, or else the first. */
	String environment(Api api, Model model, @Nullable String wanted) {
		List<Env> all = known(model).orElseGet(() -> environments(api));
		String chosen = all.stream()
			.map(Env::name)
			.filter((name) -> name.equals(wanted))
			.findFirst()
			.orElseGet(() -> all.isEmpty() ? "dev" : all.get(0).name());
		model.addAttribute("env", chosen);
		return chosen;
	}

	/** What {@link #open} has asked for already. */
	@SuppressWarnings("unchecked")
	private static Optional<List<Env>> known(Model model) {
		return Optional.ofNullable((List<Env>) model.getAttribute("environments"));
	}

	/** Runs an action of the page and keeps what the API refuses for the page to show. */
	static void trying(Model model, Runnable action) {
		try {
			action.run();
		}
		catch (ApiProblem problem) {
			if (problem.status() == 401) {
				throw problem;
			}
			model.addAttribute("problem", problem);
		}
	}

}
