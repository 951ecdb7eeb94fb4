package dev.slipway.console.platform;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.console.api.Api;
import dev.slipway.console.api.ApiProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One's tokens; for administrators the people too. */
@Controller
class SettingsPages {

	@GetMapping("/settings")
	String settings(Api api, Model model, Actor actor) {
		model.addAttribute("tokens", api.items(Token.class, "/tokens"));
		if (actor.role() == Role.ADMIN) {
			model.addAttribute("people", api.items(Person.class, "/users"));
		}
		model.addAttribute("roles",
				Arrays.stream(Role.values()).filter((role) -> role.compareTo(actor.role()) <= 0).toList());
		return "settings";
	}

	@PostMapping("/settings/tokens")
	String create(Api api, Model model, Actor actor, @RequestParam String name, @RequestParam Role role,
			@RequestParam(defaultValue = "") String expiresInDays) {
		Map<String, Object> request = new LinkedHashMap<>(Map.of("name", name, "role", role));
		if (expiresInDays.matches("\\d{1,4}")) {
			request.put("expiresInDays", Integer.valueOf(expiresInDays));
		}
		trying(model,
				() -> model.addAttribute("secret", api.post("/tokens", request).body().path("secret").asString()));
		return settings(api, model, actor);
	}

	@PostMapping("/settings/tokens/{id}/revoke")
	String revoke(Api api, Model model, Actor actor, @PathVariable String id) {
		trying(model, () -> api.delete("/tokens/{id}", id));
		return model.containsAttribute("problem") ? settings(api, model, actor) : "redirect:/settings";
	}

	@PostMapping("/settings/people")
	String save(Api api, Model model, Actor actor, @RequestParam String name, @RequestParam Role role,
			@RequestParam(defaultValue = "") String teams) {
		List<String> list = Arrays.stream(teams.split("[ ,]+")).filter((team) -> !team.isBlank()).toList();
		trying(model, () -> api.post("/users", Map.of("name", name.strip(), "role", role, "teams", list)));
		return model.containsAttribute("problem") ? settings(api, model, actor) : "redirect:/settings";
	}

	@PostMapping("/settings/people/{name}/link")
	String link(Api api, Model model, Actor actor, @PathVariable String name) {
		trying(model, () -> model.addAttribute("link",
				api.post("/sign-in-links", Map.of("user", name)).body().path("url").asString()));
		model.addAttribute("linkFor", name);
		return settings(api, model, actor);
	}

	@PostMapping("/settings/people/{name}/remove")
	String remove(Api api, Model model, Actor actor, @PathVariable String name) {
		trying(model, () -> api.delete("/users/{name}", name));
		return model.containsAttribute("problem") ? settings(api, model, actor) : "redirect:/settings";
	}

	@GetMapping("/audit")
	String audit(Api api, Model model, @RequestParam(defaultValue = "") String cursor) {
		var page = api.get("/audit?limit=100&cursor={c}", cursor);
		model.addAttribute("entries", dev.slipway.console.api.Json.items(Entry.class, page));
		model.addAttribute("next", page.path("nextCursor").asString(""));
		return "audit";
	}

	private static void trying(Model model, Runnable action) {
		try {
			action.run();
		}
		catch (ApiProblem problem) {
			model.addAttribute("problem", problem);
		}
	}

	/** A token. */
	record Token(String id, String name, @Nullable String owner, String role, @Nullable List<String> teams,
			@Nullable Instant createdAt, @Nullable Instant expiresAt, @Nullable Instant lastUsedAt) {
	}

	/** A person. */
	record Person(String name, String role, @Nullable List<String> teams, @Nullable Instant createdAt) {
	}

	/** A line of the audit log. */
	record Entry(long id, Instant at, String actor, String method, String path, int status) {
	}

}
