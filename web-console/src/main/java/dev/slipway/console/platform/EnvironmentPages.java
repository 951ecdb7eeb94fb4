package dev.slipway.console.platform;

import dev.slipway.console.api.Api;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The environments and their clusters. */
@Controller
class EnvironmentPages {

	@GetMapping("/environments")
	String list(Api api, Model model) {
		model.addAttribute("environments", api.items(Environment.class, "/environments"));
		return "environments";
	}

	/** An environment. */
	record Environment(String name, @Nullable String cluster, @Nullable Health health) {
	}

	/** Whether its cluster answers, and what it says. */
	record Health(boolean up, @Nullable String detail) {
	}

}
