package dev.slipway.access.web;

import java.util.List;

import dev.slipway.access.Actor;
import dev.slipway.access.Token;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A request whose token was recognised; the principal is the {@link Actor}. */
class TokenAuthentication extends AbstractAuthenticationToken {

	private static final long serialVersionUID = 1L;

	private final transient Token token;

	TokenAuthentication(Token token) {
		super(List.of(new SimpleGrantedAuthority("ROLE_" + token.actor().role().name())));
		this.token = token;
		setAuthenticated(true);
	}

	Token token() {
		return this.token;
	}

	@Override
	public Object getCredentials() {
		return "";
	}

	@Override
	public Actor getPrincipal() {
		return this.token.actor();
	}

	@Override
	public String getName() {
		return this.token.actor().name();
	}

}
