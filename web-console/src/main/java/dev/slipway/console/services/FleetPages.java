package dev.slipway.console.services;

import java.util.List;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.Json;
import dev.slipway.console.services.Schedules.Schedule;
import dev.slipway.console.services.Views.Release;
import dev.slipway.console.services.Views.Strategy;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * All live releases of all services that who looks may see, and those that ended last.
 */
@Controller
class FleetPages {

	@GetMapping("/releases")
	String fleet(Api api, Model model, @RequestParam(defaultValue = "") String cursor,
			@RequestParam(defaultValue = "") String older) {
		JsonNode live = api.get("/releases?live=true&limit=50&cursor={c}", cursor);
		JsonNode ended = api.get("/releases?live=false&limit=20&cursor={c}", older);
		model.addAttribute("live", Json.items(Fleet.class, live).stream().map(Row::of).toList());
		model.addAttribute("next", live.path("nextCursor").asString(""));
		model.addAttribute("ended", Json.items(Fleet.class, ended).stream().map(Row::of).toList());
		model.addAttribute("nextOlder", ended.path("nextCursor").asString(""));
		model.addAttribute("cursor", cursor);
		model.addAttribute("older", older);
		return "releases";
	}

	/** A release among those of other services, as the API gives it. */
	record Fleet(String service, String team, String environment, Release release, @Nullable String type,
			@Nullable String router, @Nullable Integer replaces, @Nullable Schedule schedule) {
	}

	/**
	 * A line of the list.
	 *
	 * @param journey without pods: how many are ready is on the release's own page
	 */
	record Row(String service, String team, String environment, Release release, String type, Journey journey) {

		static Row of(Fleet fleet) {
			Release brief = fleet.release();
			Release whole = new Release(brief.number(), brief.status(), brief.phase(), brief.reason(), brief.image(),
					brief.commit(), brief.build(), brief.replicas(), brief.readyReplicas(), null, brief.rollbackOf(),
					brief.requestedBy(), brief.requestedAt(), brief.endedAt(), fleet.replaces(),
					new Strategy(fleet.type(), null, null, null, null, null), fleet.schedule(), List.of(), List.of(),
					List.of(), List.of(), List.of());
			return new Row(fleet.service(), fleet.team(), fleet.environment(), whole,
					(fleet.type() != null) ? fleet.type() : "", Journey.of(whole, List.of()));
		}

		/** Where it is, in few words. */
		public String where() {
			Schedule schedule = this.release.schedule();
			if (!this.release.going()) {
				return (schedule == null || schedule.reached() == 0 || this.release.succeeded()) ? ""
						: "Turned back at stage " + schedule.reached() + " of " + schedule.stages().size();
			}
			if (schedule == null || schedule.stage() == 0) {
				return String.valueOf(this.release.phase());
			}
			return "Stage " + schedule.stage() + " of " + schedule.stages().size() + ", " + this.journey.achieved()
					+ " %";
		}

	}

}
