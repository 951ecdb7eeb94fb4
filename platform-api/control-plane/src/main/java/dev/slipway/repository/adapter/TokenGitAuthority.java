package dev.slipway.repository.adapter;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Token;
import dev.slipway.access.Tokens;
import dev.slipway.repository.GitAuthority;
import org.springframework.stereotype.Component;

/**
 * The platform's tokens are git's passwords. A build's token fetches its own repository.
 */
@Component
class TokenGitAuthority implements GitAuthority {

	private static final Set<Token.Kind> READ = EnumSet.of(Token.Kind.API, Token.Kind.BUILD);

	private static final Set<Token.Kind> PUSH = EnumSet.of(Token.Kind.API);

	private final Tokens tokens;

	TokenGitAuthority(Tokens tokens) {
		this.tokens = tokens;
	}

	@Override
	public Optional<Actor> authenticate(String token, String team, String name, Purpose purpose) {
		return this.tokens.authenticate(token, (purpose == Purpose.PUSH) ? PUSH : READ)
			.filter((known) -> known.covers("services/" + name))
			.map(Token::actor);
	}

}
