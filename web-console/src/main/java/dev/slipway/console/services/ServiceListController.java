package dev.slipway.console.services;

import java.util.List;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** The list of services, which is also the console's first page. */
@Controller
class ServiceListController {

	@GetMapping("/")
	String root() {
		return "redirect:/services";
	}

	@GetMapping("/services")
	String list(Api api, Model model, @RequestParam(defaultValue = "") String query,
			@RequestParam(defaultValue = "") String team, @RequestParam(defaultValue = "") String cursor) {
		JsonNode page = api.find("/services?limit=50&query={query}&team={team}&cursor={cursor}", query, team, cursor)
			.orElse(MissingNode.getInstance());
		List<Row> rows = Json.items(ServiceView.class, page).stream().map(Row::new).toList();
		model.addAttribute("services", rows);
		model.addAttribute("query", query);
		model.addAttribute("team", team);
		model.addAttribute("next", next(page));
		model.addAttribute("liveSource",
				UriComponentsBuilder.fromPath("/services")
					.queryParam("query", "{query}")
					.queryParam("team", "{team}")
					.queryParam("cursor", "{cursor}")
					.encode()
					.buildAndExpand(query, team, cursor)
					.toUriString());
		return "services";
	}

	private static @Nullable String next(JsonNode page) {
		String next = page.path("nextCursor").asString("");
		return next.isEmpty() ? null : next;
	}

	/** A line of the list. */
	record Row(ServiceView service) {
	}

}
