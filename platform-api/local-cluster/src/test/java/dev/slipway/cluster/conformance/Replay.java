package dev.slipway.cluster.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Runs one recorded case against a server. */
final class Replay {

	private static final ObjectMapper mapper = new ObjectMapper();

	private final Wire wire;

	private final JsonNode theCase;

	private final Bindings bindings;

	private final Map<String, Wire.Stream> watches = new HashMap<>();

	private final Duration patience;

	Replay(Wire wire, JsonNode theCase, Duration patience) {
		this.patience = patience;
		this.wire = wire;
		this.theCase = theCase;
		this.bindings = new Bindings(theCase.path("rvOrder").asText().equals("strict"));
	}

	/** Answers null when the server does as recorded, else where it does not. */
	@Nullable String run() throws IOException, InterruptedException {
		try {
			for (JsonNode path : this.theCase.path("cleanup")) {
				this.wire.send("DELETE", path.asText(), Map.of(), null);
			}
			for (JsonNode namespace : this.theCase.path("namespaces")) {
				makeNamespace(namespace.asText());
			}
			for (JsonNode step : this.theCase.path("setup")) {
				String problem = step.has("wait") ? await(step.get("wait")) : setUp(step);
				if (problem != null) {
					return "setup: " + problem;
				}
			}
			int number = 0;
			for (JsonNode step : this.theCase.path("steps")) {
				String problem = step(step);
				if (problem != null) {
					return "step " + number + " " + title(step) + ": " + problem;
				}
				number++;
			}
			return null;
		}
		finally {
			this.watches.values().forEach(Wire.Stream::close);
			for (JsonNode namespace : this.theCase.path("namespaces")) {
				this.wire.send("DELETE", "/api/v1/namespaces/" + namespace.asText(), Map.of(), null);
			}
			for (JsonNode path : this.theCase.path("cleanup")) {
				this.wire.send("DELETE", path.asText(), Map.of(), null);
			}
		}
	}

	private static String title(JsonNode step) {
		JsonNode request = step.path("request");
		return request.isMissingNode() ? step.fieldNames().next()
				: request.path("method").asText() + " " + request.path("path").asText();
	}

	private void makeNamespace(String name) throws IOException, InterruptedException {
		this.wire.send("POST", "/api/v1/namespaces", Map.of("Content-Type", "application/json"),
				"{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + name + "\"}}");
		String account = "/api/v1/namespaces/" + name + "/serviceaccounts/default";
		long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (this.wire.send("GET", account, Map.of(), null).status() != 200 && System.nanoTime() < end) {
			Thread.sleep(50);
		}
	}

	private @Nullable String setUp(JsonNode step) throws IOException, InterruptedException {
		JsonNode request = step.has("request") ? step.get("request") : step;
		Wire.Answer answer = send(request);
		return (answer.status() < 300) ? null : request.path("path").asText() + " answered " + answer.status();
	}

	private @Nullable String step(JsonNode step) throws IOException, InterruptedException {
		if (step.has("wait")) {
			return await(step.get("wait"));
		}
		if (step.has("watch")) {
			JsonNode watch = step.get("watch");
			JsonNode request = watch.get("request");
			this.watches.put(watch.path("id").asText(),
					this.wire.open(this.bindings.fill(request.path("path").asText()), headers(request)));
			return null;
		}
		if (step.has("collect")) {
			return collect(step);
		}
		if (step.has("pause")) {
			Thread.sleep((long) (step.get("pause").asDouble() * 1000));
			return null;
		}
		return compare(send(step.get("request")), step.get("response"));
	}

	private Wire.Answer send(JsonNode request) throws IOException, InterruptedException {
		JsonNode body = request.get("body");
		String text = (body == null || body.isNull()) ? null
				: this.bindings.fill(body.isTextual() ? body.asText() : body.toString());
		return this.wire.send(request.path("method").asText(), this.bindings.fill(request.path("path").asText()),
				headers(request), text);
	}

	private static Map<String, String> headers(JsonNode request) {
		Map<String, String> headers = new HashMap<>();
		request.path("headers").properties().forEach((entry) -> headers.put(entry.getKey(), entry.getValue().asText()));
		return headers;
	}

	private @Nullable String compare(Wire.Answer answer, JsonNode response) {
		int status = response.path("status").asInt(200);
		if (answer.status() != status) {
			return "expected status " + status + " but was " + answer.status() + " " + brief(answer.text());
		}
		for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
			List<String> wanted = new ArrayList<>();
			if (header.getValue().isArray()) {
				header.getValue().forEach((value) -> wanted.add(value.asText()));
			}
			else {
				wanted.add(header.getValue().asText());
			}
			if (!answer.headers(header.getKey()).equals(wanted)) {
				return "header " + header.getKey() + ": expected " + wanted + " but was "
						+ answer.headers(header.getKey());
			}
		}
		JsonNode body = response.get("body");
		if (body == null || body.isNull()) {
			return null;
		}
		if (body.isTextual() && !answer.text().startsWith("{")) {
			String problem = this.bindings.match(body.asText(), answer.text());
			return (problem != null) ? "body: " + problem : null;
		}
		return bodies(body, answer, response);
	}

	private @Nullable String bodies(JsonNode body, Wire.Answer answer, JsonNode response) {
		JsonNode actual = withoutRootCa(answer.json());
		String problem = new Comparison(this.bindings, response).differ(body, actual, "");
		if (problem != null) {
			return problem;
		}
		for (JsonNode pointer : response.path("absent")) {
			JsonNode found = Pointers.at(actual, pointer.asText());
			if (!found.isMissingNode()) {
				return pointer.asText() + " should be absent but is " + brief(found.toString());
			}
		}
		return null;
	}

	private static JsonNode withoutRootCa(JsonNode body) {
		if (body.get("items") instanceof ArrayNode items) {
			for (int i = items.size() - 1; i >= 0; i--) {
				if (items.get(i).path("metadata").path("name").asText().equals("kube-root-ca.crt")) {
					items.remove(i);
				}
			}
		}
		return body;
	}

	private @Nullable String await(JsonNode wait) throws IOException, InterruptedException {
		String path = this.bindings.fill(wait.path("path").asText());
		long end = System.nanoTime() + Math.min(this.patience.toNanos(),
				Duration.ofSeconds(wait.path("timeoutSeconds").asInt(30)).toNanos());
		int status = wait.path("status").asInt(200);
		String last = "nothing";
		while (System.nanoTime() < end) {
			Wire.Answer answer = this.wire.send("GET", path, Map.of("Accept", "application/json"), null);
			last = answer.status() + " " + brief(answer.text());
			if (answer.status() == status && holds(wait.path("conditions"), answer)) {
				return null;
			}
			Thread.sleep(50);
		}
		return "waited in vain for " + wait.path("conditions") + ", last saw " + last;
	}

	private boolean holds(JsonNode conditions, Wire.Answer answer) {
		for (JsonNode condition : conditions) {
			JsonNode found = Pointers.at(withoutRootCa(answer.json()), condition.path("pointer").asText());
			boolean holds = true;
			if (condition.has("equals")) {
				holds = new Comparison(this.bindings.copy(), mapper.createObjectNode()).differ(condition.get("equals"),
						found, "") == null;
			}
			else if (condition.has("exists")) {
				holds = found.isMissingNode() != condition.path("exists").asBoolean();
			}
			else if (condition.has("absent")) {
				holds = found.isMissingNode() == condition.path("absent").asBoolean(true);
			}
			else if (condition.has("length")) {
				holds = !found.isMissingNode() && found.size() == condition.path("length").asInt();
			}
			if (!holds) {
				return false;
			}
		}
		return true;
	}

	private @Nullable String collect(JsonNode step) throws InterruptedException {
		JsonNode collect = step.get("collect");
		Wire.Stream stream = this.watches.get(collect.path("id").asText());
		if (stream == null) {
			return "no watch " + collect.path("id");
		}
		JsonNode until = collect.path("until");
		Projection projection = new Projection(collect.path("project").path("pointers"));
		ArrayNode events = mapper.createArrayNode();
		long end = System.nanoTime() + Duration.ofSeconds(until.path("timeoutSeconds").asInt(30)).toNanos();
		boolean done = false;
		while (!done && System.nanoTime() < end) {
			JsonNode event = stream.next(Duration.ofMillis(200));
			if (event == null) {
				done = stream.closed();
				continue;
			}
			ObjectNode projected = projection.of(event);
			if (projected != null) {
				events.add(projected);
			}
			done = (until.has("events") && events.size() >= until.path("events").asInt())
					|| until.path("type").asText("-").equals(event.path("type").asText());
		}
		JsonNode response = step.get("response");
		Wire.Answer answer = stream.answer(mapper.createObjectNode().set("events", events));
		ObjectNode wanted = ((ObjectNode) response).deepCopy();
		wanted.set("body", mapper.createObjectNode().set("events", response.path("events")));
		return compare(answer, wanted);
	}

	private static String brief(String text) {
		return (text.length() > 500) ? text.substring(0, 500) + "…" : text;
	}

}
