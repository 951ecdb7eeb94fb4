package dev.slipway.console.services;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.ApiProblem;
import dev.slipway.console.api.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import org.springframework.web.util.UriComponentsBuilder;

/** The API with answers that a test gives it. */
final class CannedApi implements Api {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Map<String, JsonNode> answers = new HashMap<>();

	private final Map<String, Integer> refused = new HashMap<>();

	final List<String> posted = new ArrayList<>();

	/** What a path below {@code /api/v1}, without its query, is answered with. */
	CannedApi answer(String path, String json) {
		this.answers.put(path, JSON.readTree(json));
		return this;
	}

	/** What status a path is refused with. */
	CannedApi refuse(String path, int status) {
		this.refused.put(path, status);
		return this;
	}

	@Override
	public JsonNode get(String path, Object... variables) {
		return find(path, variables).orElseThrow(() -> new AssertionError("Nobody should ask for " + path));
	}

	@Override
	public <T> T get(Class<T> type, String path, Object... variables) {
		return Json.as(type, get(path, variables));
	}

	@Override
	public <T> List<T> items(Class<T> type, String path, Object... variables) {
		return Json.items(type, get(path, variables));
	}

	@Override
	public Optional<JsonNode> find(String path, Object... variables) {
		String from = expand(path, variables);
		if (this.refused.containsKey(from)) {
			throw new ApiProblem(this.refused.get(from), MissingNode.getInstance());
		}
		return Optional.ofNullable(this.answers.get(from));
	}

	@Override
	public Answer post(String path, @Nullable Object body, Object... variables) {
		String to = expand(path, variables);
		this.posted.add(to + ((body != null) ? " " + Json.text(body) : ""));
		return new Answer(this.answers.getOrDefault(to, MissingNode.getInstance()), to + "/9");
	}

	@Override
	public Answer put(String path, Object body, String version, Object... variables) {
		String to = expand(path, variables);
		this.posted.add("PUT " + to + " " + version + " " + Json.text(body));
		return new Answer(MissingNode.getInstance(), to + "/9");
	}

	@Override
	public void delete(String path, Object... variables) {
		throw new UnsupportedOperationException();
	}

	private static String expand(String path, Object... variables) {
		return String.valueOf(UriComponentsBuilder.fromUriString(path).buildAndExpand(variables).getPath());
	}

}
