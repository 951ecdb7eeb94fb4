package dev.slipway.analysis.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.analysis.GateSettings;
import dev.slipway.api.AllowedAddresses;
import dev.slipway.api.Signature;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Release;
import dev.slipway.strategy.GateSpec;

/**
 * Asks somebody else's program by a signed POST. It answers {@code {"conclusion":
 * "PASSED" | "FAILED" | "PENDING", "explanation": "…"}}; anything else is no data, and it
 * is asked again. Every look at one gate carries the same Idempotency-Key.
 */
final class WebhookGate implements Gate {

	private static final List<Conclusion> ANSWERS = List.of(Conclusion.PASSED, Conclusion.FAILED, Conclusion.PENDING);

	private static final int MOST_BODY = 64 << 10;

	private static final int SHOWN = 500;

	private static final int TRIES = 3;

	private final AllowedAddresses allowed;

	private final Map<String, String> secrets;

	private final HttpClient http;

	private final ObjectMapper json = new ObjectMapper();

	/**
	 * Creates one.
	 * @param http that follows no redirects
	 */
	WebhookGate(AllowedAddresses allowed, Map<String, String> secrets, HttpClient http) {
		this.allowed = allowed;
		this.secrets = secrets;
		this.http = http;
	}

	@Override
	public String kind() {
		return "webhook";
	}

	@Override
	public List<String> problems(GateSpec spec) {
		GateSettings settings = new GateSettings(spec);
		Wanted wanted = Wanted.read(settings);
		String problem = this.allowed.problem(wanted.url());
		if (problem != null) {
			settings.problem("url: " + problem);
		}
		if (!this.secrets.containsKey(wanted.secret())) {
			settings.problem("secret: there is none named \"" + wanted.secret()
					+ "\"; an operator sets slipway.gates.webhooks.secrets." + wanted.secret());
		}
		return settings.problems();
	}

	@Override
	public String describe(GateSpec spec) {
		return "Asks " + Wanted.read(new GateSettings(spec)).url() + ", signed";
	}

	@Override
	public Reading look(Call call) throws IOException, InterruptedException {
		Wanted wanted = Wanted.read(new GateSettings(call.spec()));
		List<String> problems = problems(call.spec());
		URI uri = problems.isEmpty() ? URI.create(wanted.url()) : URI.create("http://invalid");
		String refusal = problems.isEmpty() ? this.allowed.refusal(uri) : String.join("; ", problems);
		if (refusal != null) {
			return Reading.of(Conclusion.FAILED, refusal);
		}
		String body = this.json.writeValueAsString(body(call));
		HttpRequest request = request(wanted, uri, call, body);
		for (int tries = 1;; tries++) {
			try {
				HttpResponse<InputStream> answer = this.http.send(request, HttpResponse.BodyHandlers.ofInputStream());
				if (tries == TRIES || !mayPass(answer.statusCode())) {
					return reading(uri, answer);
				}
				answer.body().close();
			}
			catch (IOException ex) {
				if (tries == TRIES) {
					throw ex;
				}
			}
		}
	}

	/** Whether the same request may be answered better the next moment. */
	private static boolean mayPass(int status) {
		return status == 502 || status == 503 || status == 504;
	}

	private HttpRequest request(Wanted wanted, URI uri, Call call, String body) {
		long time = call.now().getEpochSecond();
		return HttpRequest.newBuilder(uri)
			.timeout(wanted.requestTimeout())
			.header("Content-Type", "application/json")
			.header("User-Agent", "slipway-gate")
			.header("Idempotency-Key", call.key())
			.header(Signature.TIMESTAMP, Long.toString(time))
			.header(Signature.HEADER, Signature.of(this.secrets.getOrDefault(wanted.secret(), ""), time, body))
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
	}

	private static Map<String, Object> body(Call call) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("key", call.key());
		body.put("gate", call.spec().name());
		body.put("service", call.release().draft().service());
		body.put("team", call.release().draft().team());
		body.put("environment", call.release().draft().environment());
		body.put("candidate", release(call.release()));
		Release stable = call.stable();
		if (stable != null) {
			body.put("stable", release(stable));
		}
		body.put("stage", Map.of("number", call.stage().number(), "weight", call.stage().weight(), "since",
				call.since().toString()));
		body.put("now", call.now().toString());
		return body;
	}

	private static Map<String, Object> release(Release release) {
		return Map.of("number", release.number(), "image", release.draft().image(), "commit", release.draft().commit());
	}

	private Reading reading(URI uri, HttpResponse<InputStream> answer) throws IOException {
		String body;
		try (InputStream stream = answer.body()) {
			body = new String(stream.readNBytes(MOST_BODY), StandardCharsets.UTF_8);
		}
		Map<String, Object> evidence = Map.of("request", "POST " + uri, "status", answer.statusCode(), "answer",
				shortened(body));
		if (answer.statusCode() / 100 != 2) {
			return new Reading(Conclusion.NO_DATA,
					uri.getHost() + " answered " + answer.statusCode() + "; it has to answer 200 with a conclusion",
					evidence);
		}
		try {
			JsonNode json = this.json.readTree(body);
			String said = json.path("conclusion").asText("").toUpperCase(Locale.ROOT);
			String explanation = shortened(json.path("explanation").asText(""));
			return ANSWERS.stream()
				.filter((conclusion) -> conclusion.name().equals(said))
				.findFirst()
				.map((conclusion) -> new Reading(conclusion,
						uri.getHost() + " says " + said + (explanation.isEmpty() ? "" : ": " + explanation), evidence))
				.orElseGet(() -> new Reading(Conclusion.NO_DATA,
						uri.getHost() + " answered without a conclusion; it has to be PASSED, FAILED or PENDING",
						evidence));
		}
		catch (JsonProcessingException ex) {
			return new Reading(Conclusion.NO_DATA, uri.getHost() + " did not answer with JSON", evidence);
		}
	}

	private static String shortened(String text) {
		return (text.length() > SHOWN) ? text.substring(0, SHOWN) + "…" : text;
	}

	/**
	 * What it was asked.
	 *
	 * @param url whom to ask
	 * @param secret the name of the key for signing
	 * @param requestTimeout of one request
	 */
	private record Wanted(String url, String secret, Duration requestTimeout) {

		static Wanted read(GateSettings settings) {
			return new Wanted(settings.text("url", ""), settings.text("secret", ""),
					settings.atLeastSome("requestTimeout", Duration.ofSeconds(10)));
		}

	}

}
