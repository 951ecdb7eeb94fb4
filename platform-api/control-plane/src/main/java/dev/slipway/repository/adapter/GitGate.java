package dev.slipway.repository.adapter;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.repository.GitAuthority;
import dev.slipway.repository.GitAuthority.Purpose;
import dev.slipway.repository.RepositoryName;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may fetch and push. Fetching without sign-in is for a local platform: the
 * setting has to allow it and the caller has to be on this machine, not behind a proxy on
 * it.
 */
class GitGate extends HttpFilter {

	static final String ACTOR = GitGate.class.getName() + ".actor";

	static final String REPOSITORY = GitGate.class.getName() + ".repository";

	private static final long serialVersionUID = 1L;

	private final transient GitAuthority authority;

	private final boolean anonymousRead;

	GitGate(GitAuthority authority, boolean anonymousRead) {
		this.authority = authority;
		this.anonymousRead = anonymousRead;
	}

	@Override
	protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		RepositoryName repository = repository(request);
		if (repository == null) {
			refuse(response, HttpServletResponse.SC_NOT_FOUND, "A repository is at /git/TEAM/NAME.git");
			return;
		}
		Purpose purpose = purpose(request);
		Optional<String> token = token(request);
		Optional<Actor> actor = token
			.flatMap((secret) -> this.authority.authenticate(secret, repository.team(), repository.name(), purpose));
		if (actor.isEmpty()) {
			if (purpose == Purpose.READ && token.isEmpty() && this.anonymousRead && local(request)) {
				chain.doFilter(request, response);
				return;
			}
			response.setHeader("WWW-Authenticate", "Basic realm=\"Slipway: any name, a token as password\"");
			refuse(response, HttpServletResponse.SC_UNAUTHORIZED, token.isPresent()
					? "The token is unknown, has ended, or is not good for this repository; make one in the console or by POST /api/v1/tokens"
					: "A token is needed as password; make one in the console or by POST /api/v1/tokens");
			return;
		}
		Role needed = (purpose == Purpose.PUSH) ? Role.DEVELOPER : Role.VIEWER;
		if (!actor.get().may(needed, repository.team())) {
			refuse(response, HttpServletResponse.SC_FORBIDDEN,
					actor.get().name() + " needs the role " + needed + " in team " + repository.team());
			return;
		}
		request.setAttribute(ACTOR, actor.get());
		request.setAttribute(REPOSITORY, repository);
		chain.doFilter(request, response);
	}

	/** Git shows a text of this type to its user. */
	private static void refuse(HttpServletResponse response, int status, String message) throws IOException {
		response.setStatus(status);
		response.setContentType("text/plain");
		response.setCharacterEncoding(StandardCharsets.UTF_8.name());
		response.getWriter().println(message);
	}

	private static @Nullable RepositoryName repository(HttpServletRequest request) {
		String path = request.getRequestURI().substring(request.getContextPath().length());
		String[] segments = path.split("/");
		if (segments.length < 4 || !segments[3].endsWith(".git")) {
			return null;
		}
		try {
			return RepositoryName.parse(segments[2] + "/" + segments[3]);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/** All but what is known to read counts as a push. */
	private static Purpose purpose(HttpServletRequest request) {
		String path = request.getRequestURI();
		boolean read = path.endsWith("/git-upload-pack") || path.endsWith("/HEAD")
				|| (path.endsWith("/info/refs") && !"git-receive-pack".equals(request.getParameter("service")));
		return read ? Purpose.READ : Purpose.PUSH;
	}

	private static boolean local(HttpServletRequest request) throws IOException {
		return request.getHeader("X-Forwarded-For") == null && request.getHeader("Forwarded") == null
				&& InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
	}

	private static Optional<String> token(HttpServletRequest request) {
		String header = request.getHeader("Authorization");
		if (header == null) {
			return Optional.empty();
		}
		if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
			return Optional.of(header.substring(7).trim());
		}
		if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
			return Optional.of("");
		}
		try {
			String pair = new String(Base64.getDecoder().decode(header.substring(6).trim()), StandardCharsets.UTF_8);
			return Optional.of(pair.substring(pair.indexOf(':') + 1));
		}
		catch (IllegalArgumentException ex) {
			return Optional.of("");
		}
	}

}
