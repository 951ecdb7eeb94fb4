package dev.slipway.console.services;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.Json;
import dev.slipway.console.services.Forecasts.Forecast;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The editor of a service's configuration in an environment: to save is to release. */
@Controller
class ConfigurationPages {

	private static final String CONFIGURATION = "/services/{s}/environments/{e}/configuration";

	private static final int BLANKS = 3;

	private final ServiceFrame frame;

	ConfigurationPages(ServiceFrame frame) {
		this.frame = frame;
	}

	@GetMapping("/services/{service}/configuration")
	String show(Api api, Model model, @PathVariable String service,
			@RequestParam(name = "env", required = false) @Nullable String wanted) {
		this.frame.open(api, model, service, "configuration");
		String env = this.frame.environment(api, model, wanted);
		ServiceFrame.trying(model, () -> {
			JsonNode found = api.get(CONFIGURATION, service, env);
			model.addAttribute("release", found.path("release").asInt());
			if (!model.containsAttribute("rows")) {
				model.addAttribute("rows", rows(found));
			}
			model.addAttribute("past", Json.items(Past.class, api.get(CONFIGURATION + "/history", service, env)));
		});
		return "service/configuration";
	}

	@PostMapping("/services/{service}/configuration")
	String save(Api api, Model model, @PathVariable String service, @RequestParam String env,
			@RequestParam String release, @RequestParam(defaultValue = "false") boolean check,
			@RequestParam MultiValueMap<String, String> form) {
		List<Row> rows = rows(form);
		model.addAttribute("rows", rows);
		Map<String, Object> body = Map.of("overrides", overrides(rows));
		Api.Answer[] answer = new Api.Answer[1];
		ServiceFrame.trying(model, () -> {
			if (check) {
				model.addAttribute("preview",
						Json.as(Preview.class, api.post(CONFIGURATION + "/preview", body, service, env).body()));
			}
			else {
				answer[0] = api.put(CONFIGURATION, body, "\"" + release + "\"", service, env);
			}
		});
		return (answer[0] != null) ? "redirect:" + answer[0].location() : show(api, model, service, env);
	}

	private static List<Row> rows(JsonNode configuration) {
		List<Row> rows = new ArrayList<>();
		for (Entry entry : Json.items(Entry.class, configuration.path("entries"))) {
			String value = (entry.override() != null) ? entry.override() : entry.repository();
			rows.add(new Row(entry.key(), entry.repository(), entry.override() != null, (value != null) ? value : "",
					false));
		}
		return withBlanks(rows);
	}

	/** As it was typed, so that a mistake loses nothing. */
	private static List<Row> rows(MultiValueMap<String, String> form) {
		List<String> keys = form.getOrDefault("key", List.of());
		List<String> values = form.getOrDefault("value", List.of());
		List<String> repository = form.getOrDefault("repository", List.of());
		Set<String> fresh = Set.copyOf(form.getOrDefault("fresh", List.of()));
		Set<String> reset = Set.copyOf(form.getOrDefault("reset", List.of()));
		List<Row> rows = new ArrayList<>();
		for (int i = 0; i < Math.min(keys.size(), Math.min(values.size(), repository.size())); i++) {
			String index = Integer.toString(i);
			String key = keys.get(i).strip();
			boolean added = fresh.contains(index);
			if (!key.isEmpty() && !(added && reset.contains(index))) {
				String original = repository.get(i).isEmpty() ? null : plain(repository.get(i)).substring(1);
				String value = plain(values.get(i));
				boolean on = !reset.contains(index) && !value.equals(original);
				rows.add(new Row(key, original, on, (on || original == null) ? value : original, added));
			}
		}
		return withBlanks(rows);
	}

	/** Forms send lines as HTTP does. */
	private static String plain(String text) {
		return text.replace("\r\n", "\n");
	}

	private static List<Row> withBlanks(List<Row> rows) {
		for (int i = 0; i < BLANKS; i++) {
			rows.add(new Row("", null, true, "", true));
		}
		return rows;
	}

	private static Map<String, String> overrides(List<Row> rows) {
		Map<String, String> overrides = new TreeMap<>();
		rows.stream()
			.filter((row) -> row.on() && !row.key().isEmpty())
			.forEach((row) -> overrides.put(row.key(), row.value()));
		return overrides;
	}

	/** A key as the API gives it. */
	record Entry(String key, @Nullable String repository, @Nullable String override) {
	}

	/**
	 * A line of the editor. What differs from the repository's value is an override.
	 *
	 * @param repository its value in the repository; null when it has none there
	 * @param on whether the value of the console counts
	 * @param fresh whether its name can be edited
	 */
	record Row(String key, @Nullable String repository, boolean on, String value, boolean fresh) {

		/** To tell no value from an empty one. */
		public String original() {
			return (this.repository != null) ? "=" + this.repository : "";
		}

		public int lines() {
			return (int) Math.min(12, Math.max(1, this.value.lines().count()));
		}

	}

	/** A release that changed the configuration. */
	record Past(int release, @Nullable String status, List<Change> changes, @Nullable String by,
			java.time.@Nullable Instant at) {

		Past {
			changes = Views.orEmpty(changes);
		}

	}

	/** A value that becomes different. */
	record Change(String key, @Nullable String before, @Nullable String after) {

		public String verb() {
			return (this.before == null) ? "added" : (this.after == null) ? "removed" : "changed";
		}

	}

	/** What a change would do. */
	record Preview(List<Change> changes, @Nullable Forecast forecast) {

		Preview {
			changes = Views.orEmpty(changes);
		}

	}

}
