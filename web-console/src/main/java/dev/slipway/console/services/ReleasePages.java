package dev.slipway.console.services;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.Json;
import dev.slipway.console.services.Views.Place;
import dev.slipway.console.services.Views.Pod;
import dev.slipway.console.services.Views.Release;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * One release: its way as a picture, what it waits for, what can be asked of it, why it
 * ended.
 */
@Controller
@RequestMapping("/services/{service}/environments/{env}")
class ReleasePages {

	static final String RELEASE = "/services/{s}/environments/{e}/releases/{n}";

	private final ServiceFrame frame;

	ReleasePages(ServiceFrame frame) {
		this.frame = frame;
	}

	/**
	 * The page.
	 * @param live the region that is read again; empty when the whole page is wanted
	 * @param revoked the Secret whose value was revoked just now
	 * @param had the releases that had it
	 */
	@GetMapping("/releases/{number:\\d+}")
	String one(Api api, Model model, @PathVariable String service, @PathVariable String env, @PathVariable int number,
			@RequestHeader(name = "Slipway-Live", defaultValue = "") String live,
			@RequestParam(defaultValue = "") String revoked, @RequestParam(defaultValue = "") String had) {
		model.addAttribute("live", live);
		model.addAttribute("revoked", ReleaseSecrets.told(revoked, had));
		return one(api, model, service, env, number);
	}

	private String one(Api api, Model model, String service, String env, int number) {
		this.frame.open(api, model, service, "releases");
		model.addAttribute("env", env);
		Release release = api.get(Release.class, RELEASE, service, env, number);
		ServiceFrame.trying(model, () -> model.addAttribute("place",
				api.get(Place.class, "/services/{s}/environments/{e}", service, env)));
		Place place = (Place) model.getAttribute("place");
		List<Pod> pods = (place != null) ? place.pods() : release.pods();
		Release stable = (place != null) ? place.stable() : null;
		model.addAttribute("release", release);
		model.addAttribute("journey", Journey.of(release, pods));
		model.addAttribute("warmUntil", Course.of(release).warmUntil());
		model.addAttribute("buttons", ReleaseButtons.of(release, (stable != null) ? stable.number() : null));
		model.addAttribute("verdict", Verdict.of(release));
		model.addAttribute("before", before(api, service, env, release));
		model.addAttribute("onlyAdopted", ReleaseButtons.onlyAdopted(release, place));
		// The cluster is asked for them: once for a page, and not when it is known to be
		// away.
		boolean again = model.getAttribute("live") instanceof String region && !region.isEmpty();
		model.addAttribute("secrets",
				(place == null || again) ? List.of() : ReleaseSecrets.of(api, service, env, number));
		model.addAttribute("charted", Charted.of(release, Instant.now()));
		return "service/release";
	}

	@PostMapping("/releases/{number:\\d+}/{command:pause|resume|skip|promote|abort|restart}")
	String command(Api api, Model model, @PathVariable String service, @PathVariable String env,
			@PathVariable int number, @PathVariable String command) {
		Api.Answer[] answer = new Api.Answer[1];
		ServiceFrame.trying(model, () -> answer[0] = api.post(RELEASE + "/" + command, null, service, env, number));
		if (answer[0] == null) {
			return one(api, model, service, env, number);
		}
		boolean other = command.equals("restart") && !answer[0].location().isEmpty();
		return other ? "redirect:" + answer[0].location() : page(service, env, number);
	}

	@PostMapping("/releases/{number:\\d+}/override")
	String override(Api api, Model model, @PathVariable String service, @PathVariable String env,
			@PathVariable int number, @RequestParam String reason) {
		ServiceFrame.trying(model,
				() -> api.post(RELEASE + "/override", Map.of("reason", reason), service, env, number));
		return model.containsAttribute("problem") ? one(api, model, service, env, number) : page(service, env, number);
	}

	@PostMapping("/releases/{number:\\d+}/gates/{gate}/{answer:approve|refuse}")
	String answer(Api api, Model model, @PathVariable String service, @PathVariable String env,
			@PathVariable int number, @PathVariable String gate, @PathVariable String answer) {
		ServiceFrame.trying(model, () -> api.post(RELEASE + "/gates/{g}/" + answer, null, service, env, number, gate));
		return model.containsAttribute("problem") ? one(api, model, service, env, number) : page(service, env, number);
	}

	@PostMapping("/releases/{number:\\d+}/secrets/{name}/revoke")
	String revoke(Api api, Model model, @PathVariable String service, @PathVariable String env,
			@PathVariable int number, @PathVariable String name) {
		Api.Answer[] answer = new Api.Answer[1];
		ServiceFrame.trying(model,
				() -> answer[0] = api.post(ReleaseSecrets.PATH + "/{x}/revoke", null, service, env, number, name));
		return (answer[0] == null) ? one(api, model, service, env, number)
				: page(service, env, number) + ReleaseSecrets.query(name, answer[0].body());
	}

	@PostMapping("/rollback")
	String rollback(Api api, Model model, @PathVariable String service, @PathVariable String env,
			@RequestParam int to) {
		Api.Answer[] answer = new Api.Answer[1];
		ServiceFrame.trying(model,
				() -> answer[0] = api.post("/services/{s}/environments/{e}/rollback", Map.of("to", to), service, env));
		return (answer[0] != null) ? "redirect:" + answer[0].location() : one(api, model, service, env, to);
	}

	private static String page(String service, String env, int number) {
		return "redirect:/services/" + service + "/environments/" + env + "/releases/" + number;
	}

	/** The release that it replaces, for the commits between. */
	private static @Nullable Release before(Api api, String service, String env, Release release) {
		return (release.replaces() == null) ? null
				: api.find(RELEASE, service, env, release.replaces())
					.map((found) -> Json.as(Release.class, found))
					.orElse(null);
	}

	/**
	 * The time that the charts show: from two minutes before a release until now, or
	 * until five minutes after its end; of a long one its end.
	 *
	 * @param window how much, as the API wants it
	 * @param to its end; empty for now
	 */
	record Charted(String window, String to) {

		private static final long MOST = 6 * 3600;

		static Charted of(Release release, Instant now) {
			Instant asked = release.requestedAt();
			if (asked == null) {
				return new Charted("15m", "");
			}
			Instant ended = release.endedAt();
			Instant end = (ended != null && ended.plusSeconds(300).isBefore(now)) ? ended.plusSeconds(300) : now;
			long seconds = end.getEpochSecond() - asked.minusSeconds(120).getEpochSecond();
			boolean live = end.equals(now);
			return new Charted(Math.max(60, Math.min(MOST, seconds)) + "s", live ? "" : end.toString());
		}

	}

}
