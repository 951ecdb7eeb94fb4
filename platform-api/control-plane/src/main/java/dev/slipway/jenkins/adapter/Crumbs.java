package dev.slipway.jenkins.adapter;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.jenkins.JenkinsTrouble;
import org.jspecify.annotations.Nullable;

/**
 * What a write with a password needs: a crumb, and the cookie of the session it was given
 * to. It is fetched once, and anew when Jenkins does not take it any more.
 */
final class Crumbs {

	private static final int MOST = 64 * 1024;

	private static final ObjectMapper JSON = new ObjectMapper();

	private final Wire wire;

	private final Duration within;

	private @Nullable Crumb known;

	Crumbs(Wire wire, Duration within) {
		this.wire = wire;
		this.within = within;
	}

	/** Adds them to a request, fetched if there are none. */
	synchronized Crumb current() {
		Crumb crumb = this.known;
		if (crumb == null) {
			crumb = fetch();
			this.known = crumb;
		}
		return crumb;
	}

	/** Jenkins did not take it. */
	synchronized void forget(Crumb refused) {
		if (refused.equals(this.known)) {
			this.known = null;
		}
	}

	private Crumb fetch() {
		String what = "GET /crumbIssuer/api/json";
		HttpResponse<byte[]> answer = this.wire.send(what, this.wire.request("/crumbIssuer/api/json").build(), MOST,
				this.within);
		String body = new String(answer.body(), StandardCharsets.UTF_8);
		JenkinsTrouble trouble = this.wire.judge(what, answer, body);
		if (trouble != null) {
			if (trouble.kind() == JenkinsTrouble.Kind.NOT_FOUND) {
				return new Crumb("", "", "");
			}
			throw trouble;
		}
		try {
			JsonNode json = JSON.readTree(body);
			String cookie = answer.headers()
				.allValues("Set-Cookie")
				.stream()
				.map((value) -> value.replaceFirst(";.*$", ""))
				.filter((value) -> value.startsWith("JSESSIONID"))
				.collect(Collectors.joining("; "));
			return new Crumb(json.path("crumbRequestField").asText(), json.path("crumb").asText(), cookie);
		}
		catch (IOException ex) {
			throw new JenkinsTrouble(JenkinsTrouble.Kind.NOT_JENKINS, "The crumb of Jenkins is no JSON",
					"Correct slipway.jenkins.url", false, answer.statusCode(), ex);
		}
	}

	/**
	 * A crumb; empty where Jenkins wants none.
	 *
	 * @param field the header it goes in
	 * @param value the crumb itself
	 * @param cookie of the session it was given to
	 */
	record Crumb(String field, String value, String cookie) {

		void addTo(HttpRequest.Builder request) {
			if (!this.field.isEmpty()) {
				request.setHeader(this.field, this.value);
			}
			if (!this.cookie.isEmpty()) {
				request.setHeader("Cookie", this.cookie);
			}
		}

		@Override
		public String toString() {
			return "crumb";
		}

	}

}
