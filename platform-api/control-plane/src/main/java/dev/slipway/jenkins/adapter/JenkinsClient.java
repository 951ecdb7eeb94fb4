package dev.slipway.jenkins.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.JenkinsTrouble.Kind;
import dev.slipway.jenkins.Refusals;
import org.jspecify.annotations.Nullable;

/**
 * Speaks with a Jenkins. Every answer is limited in size and time, no redirect is
 * followed, and whatever goes wrong is a {@link JenkinsTrouble}. Reads are tried again a
 * few times while the fault may pass; writes only when Jenkins surely did not take them.
 * Paths begin with a slash and are encoded, as {@link JenkinsPath} gives them.
 */
final class JenkinsClient {

	/** For JSON; the names of 10,000 jobs are 1 MB. */
	private static final int MOST_BYTES = 16 * 1024 * 1024;

	private static final int TRIES = 4;

	private static final Duration BELIEVED = Duration.ofSeconds(30);

	private static final ObjectMapper JSON = new ObjectMapper();

	private final JenkinsSettings settings;

	private final Wire wire;

	private final Answers answers;

	private final Crumbs crumbs;

	private final Pause pause;

	JenkinsClient(JenkinsSettings settings, Clock clock, Pause pause) {
		this.settings = settings;
		this.pause = pause;
		this.answers = new Answers(settings, new Refusals(BELIEVED));
		this.wire = new Wire(settings, this.answers, clock);
		this.crumbs = new Crumbs(this.wire, settings.readTimeout());
	}

	JenkinsSettings settings() {
		return this.settings;
	}

	/**
	 * Asks the remote API.
	 * @param path of an item or a build, without {@code /api/json}; empty for Jenkins
	 * @param tree what of it is wanted, such as {@code builds[number,result]{0,20}}
	 */
	JsonNode json(String path, String tree) {
		String query = tree.isEmpty() ? "" : "?tree=" + JenkinsPath.encode(tree);
		return parsed(path + "/api/json" + query);
	}

	/** What a path gives that is JSON without being the remote API, such as wfapi. */
	JsonNode parsed(String path) {
		return parsed(path, get(path));
	}

	/** The same, asked once, for who cannot wait. */
	JsonNode parsedOnce(String path, Duration within) {
		return parsed(path, getOnce(path, within));
	}

	private JsonNode parsed(String path, Reply reply) {
		String type = reply.headers().getOrDefault("Content-Type", "");
		if (reply.status() != 200 || !type.contains("json")) {
			throw this.answers.notJenkins("GET " + path, reply.status(), reply.headers());
		}
		try {
			return JSON.readTree(reply.body());
		}
		catch (IOException ex) {
			throw new JenkinsTrouble(Kind.FAILED, "Jenkins's answer to GET " + path + " is cut off or no JSON",
					"See whether a proxy limits answers", true, reply.status(), ex);
		}
	}

	/** What a path gives that has to be XML. */
	String xml(String path) {
		Reply reply = get(path);
		if (reply.status() != 200 || !reply.headers().getOrDefault("Content-Type", "").contains("xml")) {
			throw this.answers.notJenkins("GET " + path, reply.status(), reply.headers());
		}
		return reply.body();
	}

	/** Reads a path, tried again while the fault may pass. */
	Reply get(String path) {
		return again(() -> exchange("GET " + path, this.wire.request(path).GET(), this.settings.readTimeout()), true);
	}

	/** Reads a path once, for who cannot wait. */
	Reply getOnce(String path, Duration within) {
		Duration limit = (within.compareTo(this.settings.readTimeout()) < 0) ? within : this.settings.readTimeout();
		return exchange("GET " + path, this.wire.request(path).GET(), limit);
	}

	/** Posts a form; sent again only when Jenkins did not take it. */
	Reply post(String path, Map<String, String> form) {
		String body = form.entrySet()
			.stream()
			.map((field) -> JenkinsPath.encode(field.getKey()) + "=" + JenkinsPath.encode(field.getValue()))
			.collect(Collectors.joining("&"));
		return again(() -> write("POST " + path, path, "POST", "application/x-www-form-urlencoded", body), false);
	}

	/**
	 * Posts XML in UTF-8, which has to be said: without it an update is read as
	 * ISO-8859-1. Sent again also when Jenkins starts: such posts may be repeated.
	 */
	Reply postXml(String path, String xml) {
		return again(() -> write("POST " + path, path, "POST", "application/xml; charset=UTF-8", xml), true);
	}

	/** Deletes; what is gone already is fine, and answered with 404. */
	Reply delete(String path) {
		try {
			return again(() -> write("DELETE " + path, path, "DELETE", "application/x-www-form-urlencoded", ""), true);
		}
		catch (JenkinsTrouble ex) {
			if (ex.kind() == Kind.NOT_FOUND) {
				return new Reply(404, Map.of(), "", null);
			}
			throw ex;
		}
	}

	/**
	 * Reads a path as it comes, for what is large. Closing it drops the rest at once.
	 * @return an answer of status 200
	 */
	Stream open(String path) {
		String what = "GET " + path;
		return again(() -> {
			HttpResponse<InputStream> answer = this.wire.open(what, this.wire.request(path).GET().build());
			JenkinsTrouble trouble = this.wire.judge(what, answer, "");
			if (trouble == null && answer.statusCode() != 200) {
				trouble = this.answers.notJenkins(what, answer.statusCode(), Wire.headers(answer));
			}
			if (trouble != null) {
				close(answer.body());
				throw trouble;
			}
			return new Stream(Wire.headers(answer), answer.body());
		}, true);
	}

	/** A page of somebody else's is no sign that it was done. */
	private Reply write(String what, String path, String method, String type, String body) {
		Reply reply = written(what, path, method, type, body);
		boolean page = reply.headers().getOrDefault("Content-Type", "").contains("html");
		if (reply.status() == 200 && page && !Answers.isJenkins(reply.headers())) {
			throw this.answers.notJenkins(what, reply.status(), reply.headers());
		}
		return reply;
	}

	private Reply written(String what, String path, String method, String type, String body) {
		HttpRequest.Builder request = this.wire.request(path)
			.header("Content-Type", type)
			.method(method, HttpRequest.BodyPublishers.ofString(body));
		if (this.settings.token()) {
			return exchange(what, request, this.settings.readTimeout());
		}
		Crumbs.Crumb crumb = this.crumbs.current();
		crumb.addTo(request);
		try {
			return exchange(what, request, this.settings.readTimeout());
		}
		catch (NoCrumb ex) {
			this.crumbs.forget(crumb);
			this.crumbs.current().addTo(request);
			return exchange(what, request, this.settings.readTimeout());
		}
	}

	private Reply exchange(String what, HttpRequest.Builder request, Duration within) {
		HttpResponse<byte[]> answer = this.wire.send(what, request.build(), MOST_BYTES, within);
		String body = new String(answer.body(), StandardCharsets.UTF_8);
		JenkinsTrouble trouble = this.wire.judge(what, answer, body);
		if (trouble != null) {
			throw Answers.isCrumb(answer.statusCode(), body) ? new NoCrumb(trouble) : trouble;
		}
		return new Reply(answer.statusCode(), Wire.headers(answer), body,
				answer.headers().firstValue("Location").map(JenkinsClient::location).orElse(null));
	}

	private static @Nullable URI location(String header) {
		try {
			return URI.create(header);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private <T> T again(Supplier<T> request, boolean repeatable) {
		for (int attempt = 1;; attempt++) {
			try {
				return request.get();
			}
			catch (NoCrumb ex) {
				throw ex.trouble;
			}
			catch (JenkinsTrouble ex) {
				boolean may = Answers.neverSent(ex) || repeatable && ex.transientFault() && ex.kind() != Kind.TIMEOUT;
				if (attempt == TRIES || !may || !ex.transientFault() || !this.pause.await(wait(attempt))) {
					throw ex;
				}
			}
		}
	}

	/** 200, 400 and 800 ms: a lost connection is soon back, a restart is not. */
	private static Duration wait(int attempt) {
		return Duration.ofMillis(100L << attempt);
	}

	private static void close(InputStream body) {
		try {
			body.close();
		}
		catch (IOException ex) {
			// what is dropped may break
		}
	}

	/** How time passes between two tries. */
	interface Pause {

		/** The running thread sleeps; an interrupt ends the tries. */
		Pause SLEEP = (time) -> {
			try {
				Thread.sleep(time.toMillis());
				return true;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		};

		/** Waits; false when it is not to be tried again. */
		boolean await(Duration time);

	}

	/**
	 * An answer that is read as it comes.
	 *
	 * @param headers by name in any case
	 * @param body no read of it waits longer than the time for an answer
	 */
	record Stream(Map<String, String> headers, InputStream body) implements AutoCloseable {

		@Override
		public void close() {
			JenkinsClient.close(this.body);
		}

	}

	/** Jenkins wants a crumb that it knows; nothing was done. */
	private static final class NoCrumb extends RuntimeException {

		private final transient JenkinsTrouble trouble;

		NoCrumb(JenkinsTrouble trouble) {
			super(trouble);
			this.trouble = trouble;
		}

	}

}
