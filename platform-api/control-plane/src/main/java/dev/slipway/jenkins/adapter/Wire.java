package dev.slipway.jenkins.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLContext;

import dev.slipway.jenkins.JenkinsTrouble;
import org.jspecify.annotations.Nullable;

/** Sends one request and takes one answer, in a limited time; tries nothing again. */
final class Wire {

	private final JenkinsSettings settings;

	private final Answers answers;

	private @Nullable HttpClient http;

	private final Clock clock;

	Wire(JenkinsSettings settings, Answers answers, Clock clock) {
		this.settings = settings;
		this.answers = answers;
		this.clock = clock;
	}

	/** Made when it is needed: a file that is missing stops no platform from starting. */
	private synchronized HttpClient http() {
		HttpClient made = this.http;
		if (made == null) {
			HttpClient.Builder builder = HttpClient.newBuilder()
				.version(HttpClient.Version.HTTP_1_1)
				.followRedirects(HttpClient.Redirect.NEVER)
				.connectTimeout(this.settings.connectTimeout());
			Path authorities = this.settings.caFile();
			if (authorities != null) {
				builder.sslContext(trusting(authorities));
			}
			made = builder.build();
			this.http = made;
		}
		return made;
	}

	private static SSLContext trusting(Path authorities) {
		try {
			return TrustedAuthorities.with(authorities);
		}
		catch (IllegalArgumentException ex) {
			throw new JenkinsTrouble(JenkinsTrouble.Kind.UNREACHABLE, String.valueOf(ex.getMessage()),
					"Correct slipway.jenkins.ca-file or put the file there; it is read at the next try", false, 0, ex);
		}
	}

	/** A request to a path, with who we are. */
	HttpRequest.Builder request(String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.settings.at(path))
			.timeout(this.settings.readTimeout());
		String who = this.settings.authorization();
		if (who != null) {
			request.header("Authorization", who);
		}
		return request;
	}

	/**
	 * The whole answer, whatever its status.
	 * @throws JenkinsTrouble when there is none
	 */
	HttpResponse<byte[]> send(String what, HttpRequest request, int most, Duration within) {
		return await(what, http().sendAsync(request, (info) -> new BoundedBody(most)), within);
	}

	/** The answer's begin, its body as it comes. */
	HttpResponse<InputStream> open(String what, HttpRequest request) {
		return await(what, http().sendAsync(request, (info) -> new TimedBody(this.settings.readTimeout())),
				this.settings.readTimeout());
	}

	private <T> HttpResponse<T> await(String what, CompletableFuture<HttpResponse<T>> answer, Duration within) {
		try {
			return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw this.answers.judge(what, (ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (TimeoutException ex) {
			answer.cancel(true);
			throw this.answers.judge(what, ex);
		}
		catch (InterruptedException ex) {
			answer.cancel(true);
			Thread.currentThread().interrupt();
			throw this.answers.judge(what, new IOException("interrupted", ex));
		}
	}

	/** What is wrong with the answer; null when nothing is. */
	@Nullable JenkinsTrouble judge(String what, HttpResponse<?> answer, String body) {
		return this.answers.judge(what, answer.statusCode(), headers(answer), body, this.clock.instant());
	}

	/** The first value of each header, by name in any case. */
	static Map<String, String> headers(HttpResponse<?> answer) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		answer.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
		return Collections.unmodifiableMap(headers);
	}

}
