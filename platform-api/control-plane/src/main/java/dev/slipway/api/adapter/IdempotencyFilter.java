package dev.slipway.api.adapter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

import dev.slipway.api.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Serves a POST that carries an {@code Idempotency-Key} once: a repeat within a day gets
 * the first one's answer, one with another body is refused. Answers that say "try again"
 * (5xx, 409, 429) are not kept.
 */
class IdempotencyFilter extends OncePerRequestFilter {

	static final String KEY = "Idempotency-Key";

	private static final int LARGEST_BODY = 1024 * 1024;

	private static final Duration KEPT = Duration.ofDays(1);

	private static final Duration LONGEST_REQUEST = Duration.ofMinutes(2);

	private final IdempotencyStore store;

	private final ProblemWriter problems;

	private final Clock clock;

	IdempotencyFilter(IdempotencyStore store, ProblemWriter problems, Clock clock) {
		this.store = store;
		this.problems = problems;
		this.clock = clock;
	}

	/** Secrets are shown once and never stored, so a repeat makes another one. */
	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		String path = request.getRequestURI();
		return !request.getMethod().equals("POST") || !path.startsWith("/api/v1/") || request.getHeader(KEY) == null
				|| request.getUserPrincipal() == null || path.equals("/api/v1/tokens")
				|| path.equals("/api/v1/sign-in-links");
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String key = String.valueOf(request.getHeader(KEY)).trim();
		if (key.isEmpty() || key.length() > 200) {
			this.problems.write(response, Problem.invalid(KEY, "The header " + KEY + " has 1 to 200 characters"));
			return;
		}
		byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
		if (body.length > LARGEST_BODY) {
			this.problems.write(response, new Problem(HttpStatus.CONTENT_TOO_LARGE, "The body is larger than 1 MB"));
			return;
		}
		serve(new Call(request.getUserPrincipal().getName(), key, fingerprint(request, body)),
				new RepeatableRequest(request, body), response, chain);
	}

	private void serve(Call call, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Instant now = this.clock.instant();
		this.store.purge(now.minus(KEPT), now.minus(LONGEST_REQUEST));
		if (this.store.reserve(call.actor(), call.key(), call.fingerprint(), now)) {
			first(call, request, response, chain);
		}
		else {
			repeat(this.store.find(call.actor(), call.key()).orElse(null), call, response);
		}
	}

	private void first(Call call, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
		boolean stored = false;
		try {
			chain.doFilter(request, answer);
			if (keeps(answer.getStatus())) {
				String body = new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8);
				this.store.answer(call.actor(), call.key(), answer.getStatus(), answer.getHeader(HttpHeaders.LOCATION),
						answer.getContentType(), body);
				stored = true;
			}
		}
		finally {
			if (!stored) {
				this.store.release(call.actor(), call.key());
			}
		}
		answer.copyBodyToResponse();
	}

	private static boolean keeps(int status) {
		return status < 500 && status != 409 && status != 429;
	}

	private void repeat(@Nullable StoredAnswer stored, Call call, HttpServletResponse response) throws IOException {
		if (stored != null && !stored.fingerprint().equals(call.fingerprint())) {
			this.problems.write(response, Problem.invalid(KEY, "This key was used for another request")
				.remedy("Use a new key for each thing to be created, the same one only for its repeats"));
			return;
		}
		if (stored == null || stored.status() == null) {
			this.problems.write(response, Problem.conflict("The first request with this key is still being served")
				.remedy("Repeat it in a moment with the same key"));
			return;
		}
		response.setStatus(stored.status());
		response.setHeader("Idempotency-Replayed", "true");
		if (stored.location() != null) {
			response.setHeader(HttpHeaders.LOCATION, stored.location());
		}
		if (stored.contentType() != null) {
			response.setContentType(stored.contentType());
		}
		response.getOutputStream().write(String.valueOf(stored.body()).getBytes(StandardCharsets.UTF_8));
	}

	private static String fingerprint(HttpServletRequest request, byte[] body) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update((request.getMethod() + " " + request.getRequestURI() + "?" + request.getQueryString() + "\n")
				.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest.digest(body));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

	/** Who sent which request under which key. */
	private record Call(String actor, String key, String fingerprint) {
	}

}
