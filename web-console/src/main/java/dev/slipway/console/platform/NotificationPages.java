package dev.slipway.console.platform;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.ApiProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The channels of notifications, and what was sent to them; for operators. */
@Controller
@RequestMapping("/settings/notifications")
class NotificationPages {

	private static final String CHANNELS = "/notification-channels";

	private static final List<String> EVENTS = List.of("RELEASE_STARTED", "RELEASE_PROMOTED", "RELEASE_FAILED",
			"RELEASE_ABORTED", "RELEASE_ROLLED_BACK", "APPROVAL_WANTED", "FREEZE_BEGUN", "BUILD_FAILED");

	@GetMapping
	String list(Api api, Model model) {
		model.addAttribute("channels", api.items(Channel.class, CHANNELS));
		model.addAttribute("events", EVENTS);
		return "notifications";
	}

	@PostMapping
	String make(Api api, Model model, @RequestParam String name, @RequestParam String kind, @RequestParam String url,
			@RequestParam(defaultValue = "") String teams, @RequestParam(defaultValue = "") String environments,
			@RequestParam(defaultValue = "") List<String> events) {
		Map<String, Object> body = new LinkedHashMap<>(Map.of("name", name, "kind", kind, "url", url.strip()));
		body.put("teams", names(teams));
		body.put("environments", names(environments));
		body.put("events", events.stream().filter((event) -> !event.isBlank()).toList());
		try {
			String secret = api.post(CHANNELS, body).body().path("secret").asString("");
			if (!secret.isEmpty()) {
				model.addAttribute("secret", secret);
			}
		}
		catch (ApiProblem problem) {
			model.addAttribute("problem", problem);
		}
		return list(api, model);
	}

	@GetMapping("/{id:\\d+}")
	String one(Api api, Model model, @PathVariable long id, @RequestParam(defaultValue = "") String cursor) {
		model.addAttribute("channel", api.get(Channel.class, CHANNELS + "/{id}", id));
		var page = api.get(CHANNELS + "/{id}/deliveries?limit=25&cursor={c}", id,
				cursor.isEmpty() ? Long.toString(Long.MAX_VALUE / 10) : cursor);
		model.addAttribute("deliveries", dev.slipway.console.api.Json.items(Delivery.class, page));
		model.addAttribute("next", page.path("nextCursor").asString(""));
		return "channel";
	}

	@PostMapping("/{id:\\d+}/test")
	String test(Api api, Model model, @PathVariable long id) {
		return acting(api, model, id, () -> api.post(CHANNELS + "/{id}/test", null, id));
	}

	@PostMapping("/{id:\\d+}/deliveries/{delivery:\\d+}/redeliver")
	String redeliver(Api api, Model model, @PathVariable long id, @PathVariable long delivery) {
		return acting(api, model, id, () -> api.post(CHANNELS + "/{id}/deliveries/{d}/redeliver", null, id, delivery));
	}

	@PostMapping("/{id:\\d+}/remove")
	String remove(Api api, Model model, @PathVariable long id) {
		try {
			api.delete(CHANNELS + "/{id}", id);
			return "redirect:/settings/notifications";
		}
		catch (ApiProblem problem) {
			model.addAttribute("problem", problem);
			return list(api, model);
		}
	}

	private String acting(Api api, Model model, long id, Runnable action) {
		try {
			action.run();
			return "redirect:/settings/notifications/" + id;
		}
		catch (ApiProblem problem) {
			model.addAttribute("problem", problem);
			return one(api, model, id, "");
		}
	}

	private static List<String> names(String text) {
		return Arrays.stream(text.split("[ ,]+")).filter((name) -> !name.isBlank()).toList();
	}

	/** A channel. */
	record Channel(long id, String name, String kind, String address, List<String> teams, List<String> environments,
			List<String> events, boolean enabled, String madeBy) {
	}

	/** What was sent. */
	record Delivery(long id, String event, String title, String status, @Nullable String reason,
			@Nullable Instant nextAttemptAt, @Nullable Instant madeAt, List<Attempt> attempts) {
	}

	/** One attempt. */
	record Attempt(int number, @Nullable Instant at, @Nullable Integer status, long millis, @Nullable String answer) {
	}

}
