package dev.slipway.console.services;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.Json;
import dev.slipway.console.services.BuildViews.Fleet;
import dev.slipway.console.services.BuildViews.Waiting;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The builds of all services that who looks may see, and what waits. */
@Controller
class FleetBuildPages {

	@GetMapping("/builds")
	String fleet(Api api, Model model, @RequestParam(defaultValue = "") String team,
			@RequestParam(defaultValue = "") String service, @RequestParam(defaultValue = "") String status,
			@RequestParam(defaultValue = "") String branch, @RequestParam(defaultValue = "") String person,
			@RequestParam(defaultValue = "") String cursor) {
		JsonNode page = api.get("/builds?team={t}&service={s}&status={st}&branch={b}&person={p}&cursor={c}&limit=25",
				team.strip(), service.strip(), status, branch.strip(), person.strip(), cursor);
		model.addAttribute("builds", Json.items(Fleet.class, page));
		model.addAttribute("next", page.path("nextCursor").asString(""));
		model.addAttribute("queue", api.items(Waiting.class, "/builds/queue"));
		model.addAttribute("filter", new Filter(team, service, status, branch, person));
		return "builds";
	}

	/** What is looked for; empty for all. */
	record Filter(String team, String service, String status, String branch, String person) {

		public boolean any() {
			return !(this.team + this.service + this.status + this.branch + this.person).isBlank();
		}

	}

}
