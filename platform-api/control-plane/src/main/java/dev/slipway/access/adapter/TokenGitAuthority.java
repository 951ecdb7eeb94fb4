package dev.slipway.access.adapter;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.access.Token;
import dev.slipway.access.Tokens;
import dev.slipway.repository.GitAuthority;

/** Recognises who comes with git by the same tokens as the API. A build only reads. */
class TokenGitAuthority implements GitAuthority {

	private static final Set<Token.Kind> READERS = EnumSet.of(Token.Kind.API, Token.Kind.BUILD);

	private static final Set<Token.Kind> PUSHERS = EnumSet.of(Token.Kind.API);

	private final Tokens tokens;

	TokenGitAuthority(Tokens tokens) {
		this.tokens = tokens;
	}

	@Override
	public Optional<Actor> authenticate(String token, String team, String name, Purpose purpose) {
		boolean push = purpose == Purpose.PUSH;
		Role needed = push ? Role.DEVELOPER : Role.VIEWER;
		return this.tokens.authenticate(token, push ? PUSHERS : READERS)
			.filter((found) -> found.covers("services/" + name))
			.map(Token::actor)
			.filter((actor) -> actor.may(needed, team));
	}

}
