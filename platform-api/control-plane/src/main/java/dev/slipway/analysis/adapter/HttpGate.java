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
import java.util.Map;

import dev.slipway.analysis.GateSettings;
import dev.slipway.analysis.RailMemory;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.GateSpec;
import org.jspecify.annotations.Nullable;

/**
 * Asks the candidate itself, by its backend Service: one request a look, until so many in
 * a row were answered as wanted, or so many were not.
 */
final class HttpGate implements Gate {

	private static final int MOST_BODY = 256 << 10;

	private static final int SHOWN = 500;

	private static final List<String> METHODS = List.of("GET", "POST");

	private final Backends backends;

	private final HttpClient http;

	private final Streaks streaks;

	/** A guard rail counts on from stage to stage. */
	private final boolean rail;

	HttpGate(Backends backends, HttpClient http, RailMemory memory) {
		this(backends, http, new Streaks(memory), false);
	}

	private HttpGate(Backends backends, HttpClient http, Streaks streaks, boolean rail) {
		this.backends = backends;
		this.http = http;
		this.streaks = streaks;
		this.rail = rail;
	}

	@Override
	public Gate guardRail() {
		return this.rail ? this : new HttpGate(this.backends, this.http, this.streaks, true);
	}

	@Override
	public String kind() {
		return "http";
	}

	@Override
	public List<String> problems(GateSpec spec) {
		return GateSettings.problems(spec, Wanted::read);
	}

	@Override
	public String describe(GateSpec spec) {
		Wanted wanted = Wanted.read(new GateSettings(spec));
		return wanted.request() + " at the candidate has to be answered with " + wanted.expected() + ", "
				+ wanted.count() + ((wanted.count() == 1) ? " time" : " times in a row");
	}

	@Override
	public Reading look(Call call) throws InterruptedException {
		Wanted wanted = Wanted.read(new GateSettings(call.spec()));
		String address = this.backends.address(call.release());
		if (address == null) {
			return Reading.of(Conclusion.NO_DATA, "The Service " + call.release().objectName() + " has no address yet");
		}
		URI uri = URI.create(address + wanted.path());
		Map<String, Object> evidence = new LinkedHashMap<>();
		evidence.put("request", wanted.method() + " " + uri);
		String wrong;
		try {
			wrong = wrong(wanted, send(wanted, uri), evidence);
		}
		catch (IOException ex) {
			wrong = "it did not answer: "
					+ ((ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getSimpleName());
		}
		return (wrong == null) ? good(wanted, call, evidence) : bad(wanted, call, wrong, evidence);
	}

	private String asked(Call call) {
		return this.rail ? call.spec().name() : call.stage().number() + "/" + call.spec().name();
	}

	private Reading good(Wanted wanted, Call call, Map<String, Object> evidence) {
		int row = this.streaks.succeeded(call.release(), asked(call), wanted.count());
		evidence.put("successes", row);
		String text = wanted.request() + " was answered with " + wanted.expected() + " "
				+ ((row == 1) ? "once" : row + " times in a row");
		return (row >= wanted.count()) ? new Reading(Conclusion.PASSED, text, evidence)
				: new Reading(Conclusion.PENDING, text + ", " + wanted.count() + " are wanted", evidence);
	}

	private Reading bad(Wanted wanted, Call call, String wrong, Map<String, Object> evidence) {
		int row = this.streaks.failed(call.release(), asked(call), wanted.failures());
		evidence.put("failures", row);
		String text = wanted.request() + ": " + wrong;
		return (row >= wanted.failures())
				? new Reading(Conclusion.FAILED, text + ((row > 1) ? ", " + row + " times in a row" : ""), evidence)
				: new Reading(Conclusion.PENDING, text + ", " + row + " of " + wanted.failures() + " times", evidence);
	}

	private HttpResponse<InputStream> send(Wanted wanted, URI uri) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri)
			.timeout(wanted.requestTimeout())
			.header("User-Agent", "slipway-gate");
		if (wanted.method().equals("POST")) {
			request.header("Content-Type", wanted.contentType())
				.POST(HttpRequest.BodyPublishers.ofString(wanted.body()));
		}
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
	}

	/** What is wrong with the answer; null when nothing is. */
	private static @Nullable String wrong(Wanted wanted, HttpResponse<InputStream> answer, Map<String, Object> evidence)
			throws IOException {
		String body;
		try (InputStream stream = answer.body()) {
			body = new String(stream.readNBytes(MOST_BODY), StandardCharsets.UTF_8);
		}
		evidence.put("status", answer.statusCode());
		evidence.put("body", (body.length() > SHOWN) ? body.substring(0, SHOWN) + "…" : body);
		if (!Integer.toString(answer.statusCode()).matches(wanted.status().replace('x', '.'))) {
			return "it answered " + answer.statusCode() + " instead of " + wanted.status();
		}
		return body.contains(wanted.contains()) ? null : "its answer does not contain \"" + wanted.contains() + "\"";
	}

	/**
	 * What it was asked.
	 *
	 * @param path at the candidate, with query
	 * @param method GET or POST
	 * @param body of a POST
	 * @param contentType of the body
	 * @param status such as {@code 200} or {@code 2xx}
	 * @param contains what the answer has to contain; empty for anything
	 * @param count so many good answers in a row pass
	 * @param failures so many bad ones in a row fail
	 * @param requestTimeout of one request
	 */
	private record Wanted(String path, String method, String body, String contentType, String status, String contains,
			int count, int failures, Duration requestTimeout) {

		static Wanted read(GateSettings settings) {
			String path = settings.text("path", "/");
			if (!path.startsWith("/") || !isUri("http://host" + path)) {
				settings.problem("path: has to be a path such as /orders?limit=1, not \"" + path + "\"");
			}
			String method = settings.oneOf("method", METHODS, "GET");
			String body = settings.text("body", "");
			if (!body.isEmpty() && !method.equals("POST")) {
				settings.problem("body: only a POST has one; write method: POST");
			}
			String status = settings.text("status", "2xx");
			if (!status.matches("[1-5]([0-9][0-9]|xx)")) {
				settings.problem("status: has to be like 200 or 2xx, not \"" + status + "\"");
			}
			return new Wanted(path, method, body, settings.text("contentType", "application/json"), status,
					settings.text("contains", ""), settings.count("count", 1, 1), settings.count("failures", 1, 3),
					settings.atLeastSome("requestTimeout", Duration.ofSeconds(5)));
		}

		String request() {
			return this.method + " " + this.path;
		}

		String expected() {
			return this.status + (this.contains.isEmpty() ? "" : " and \"" + this.contains + "\"");
		}

		private static boolean isUri(String text) {
			try {
				URI.create(text);
				return true;
			}
			catch (IllegalArgumentException ex) {
				return false;
			}
		}

	}

}
