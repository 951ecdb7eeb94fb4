package dev.slipway.access.web;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.util.UriUtils;

/**
 * Lets a token do no more than its scope: a build of {@code orders} reaches
 * {@code /api/v1/services/orders} and nothing beside it.
 */
class Scope implements AuthorizationManager<RequestAuthorizationContext> {

	private static final String ROOT = "/api/v1/";

	@Override
	public AuthorizationDecision authorize(Supplier<? extends @Nullable Authentication> authentication,
			RequestAuthorizationContext context) {
		Authentication who = authentication.get();
		if (!(who instanceof TokenAuthentication known)) {
			return new AuthorizationDecision(false);
		}
		return new AuthorizationDecision(known.token().scope() == null || covers(known, context.getRequest()));
	}

	private static boolean covers(TokenAuthentication who, HttpServletRequest request) {
		String path = UriUtils.decode(request.getRequestURI(), StandardCharsets.UTF_8);
		return path.startsWith(ROOT) && who.token().covers(path.substring(ROOT.length()));
	}

}
