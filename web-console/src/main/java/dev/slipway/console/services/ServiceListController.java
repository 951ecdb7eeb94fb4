package dev.slipway.console.services;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

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
			@RequestParam(defaultValue = "") String team, @RequestParam(defaultValue = "") String cursor,
			@RequestParam(defaultValue = "false") boolean states) {
		JsonNode page = api.find("/services?limit=50&query={query}&team={team}&cursor={cursor}", query, team, cursor)
			.orElse(MissingNode.getInstance());
		List<ServiceView> services = Json.items(ServiceView.class, page);
		model.addAttribute("services", states ? withStates(api, services) : services.stream().map(Row::plain).toList());
		model.addAttribute("query", query);
		model.addAttribute("team", team);
		model.addAttribute("next", next(page));
		model.addAttribute("withStates", states);
		model.addAttribute("liveSource",
				UriComponentsBuilder.fromPath("/services")
					.queryParam("query", "{query}")
					.queryParam("team", "{team}")
					.queryParam("cursor", "{cursor}")
					.queryParam("states", "true")
					.encode()
					.buildAndExpand(query, team, cursor)
					.toUriString());
		return "services";
	}

	private static @Nullable String next(JsonNode page) {
		String next = page.path("nextCursor").asString("");
		return next.isEmpty() ? null : next;
	}

	/** Asks twice for all lines together, not for each. */
	private static List<Row> withStates(Api api, List<ServiceView> services) {
		if (services.isEmpty()) {
			return List.of();
		}
		String names = services.stream().map(ServiceView::name).collect(Collectors.joining(","));
		Map<String, List<State>> states = api.items(State.class, "/service-states?service={names}", names)
			.stream()
			.collect(Collectors.groupingBy(State::service));
		Map<String, LastBuild> builds = api.items(LastBuild.class, "/latest-builds?service={names}", names)
			.stream()
			.collect(Collectors.toMap(LastBuild::service, Function.identity()));
		return services.stream()
			.map((service) -> new Row(service, states.getOrDefault(service.name(), List.of()),
					builds.get(service.name())))
			.toList();
	}

	/**
	 * A line of the list.
	 *
	 * @param states how it does in each environment; empty when that is not known yet
	 */
	record Row(ServiceView service, List<State> states, @Nullable LastBuild build) {

		static Row plain(ServiceView service) {
			return new Row(service, List.of(), null);
		}

	}

	/** A service in one environment. */
	record State(String service, String environment, String state, @Nullable Integer stable, @Nullable Integer live,
			int readyPods, int pods) {
	}

	/** The last build of a service. */
	record LastBuild(String service, int number, @Nullable String status) {
	}

}
