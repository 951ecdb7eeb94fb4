package dev.slipway.access.web;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import dev.slipway.access.Token;
import dev.slipway.access.Tokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Recognises who asks: by bearer token (programs, builds) or by the session cookie
 * (browsers). A request with an unknown token stays anonymous.
 */
class TokenFilter extends OncePerRequestFilter {

	private static final Set<Token.Kind> BEARERS = EnumSet.of(Token.Kind.API, Token.Kind.BUILD, Token.Kind.SESSION);

	private static final Set<Token.Kind> COOKIES = EnumSet.of(Token.Kind.SESSION);

	private final Tokens tokens;

	TokenFilter(Tokens tokens) {
		this.tokens = tokens;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Optional<String> bearer = bearer(request);
		Optional<Token> token = bearer.isPresent() ? this.tokens.authenticate(bearer.get(), BEARERS)
				: SessionCookie.read(request).flatMap((secret) -> this.tokens.authenticate(secret, COOKIES));
		token.ifPresent(TokenFilter::remember);
		chain.doFilter(request, response);
	}

	private static void remember(Token token) {
		SecurityContext context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(new TokenAuthentication(token));
		SecurityContextHolder.setContext(context);
	}

	/** The token of the {@code Authorization} header. */
	static Optional<String> bearer(HttpServletRequest request) {
		String header = request.getHeader(HttpHeaders.AUTHORIZATION);
		if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
			return Optional.empty();
		}
		return Optional.of(header.substring(7).trim());
	}

}
