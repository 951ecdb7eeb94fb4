package dev.slipway.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Gives out tokens, recognises and revokes them. A token never may more than its owner
 * may at the moment: a person who loses a role loses it in every token.
 */
public class Tokens {

	private static final Duration LINK_LIFE = Duration.ofMinutes(10);

	private static final Duration SESSION_LIFE = Duration.ofDays(7);

	private final TokenStore store;

	private final Users users;

	private final Clock clock;

	public Tokens(TokenStore store, Users users, Clock clock) {
		this.store = store;
		this.users = users;
		this.clock = clock;
	}

	/**
	 * Gives a person a token for the API.
	 * @param life how long it lasts; null for ever
	 */
	public Issued issueApi(User owner, String label, Role role, Set<String> teams, @Nullable Duration life) {
		return issue(Token.Kind.API, label, owner.name(), new Actor(owner.name(), role, teams), null, life);
	}

	/** Gives out a link's secret, good for one sign-in within ten minutes. */
	public Issued issueSignIn(User user) {
		this.store.purge(now());
		return issue(Token.Kind.SIGN_IN, "sign-in link", user.name(), user.actor(), null, LINK_LIFE);
	}

	/** Gives one build a token for its service's part of the API. */
	public Issued issueBuild(String label, String team, String scope, Duration life) {
		this.store.purge(now());
		return issue(Token.Kind.BUILD, label, null, new Actor(label, Role.DEVELOPER, Set.of(team)), scope, life);
	}

	/** Turns a sign-in link into a session; empty when it was used, is old or unknown. */
	public Optional<Issued> signIn(String secret) {
		return this.store.take(Token.Kind.SIGN_IN, Secret.hash(secret))
			.filter((token) -> !token.expired(now()))
			.flatMap((token) -> this.users.find(String.valueOf(token.owner())))
			.map((user) -> issue(Token.Kind.SESSION, "browser", user.name(), user.actor(), null, SESSION_LIFE));
	}

	/** Ends a session. */
	public void signOut(String secret) {
		this.store.take(Token.Kind.SESSION, Secret.hash(secret));
	}

	/**
	 * Recognises a secret of one of the kinds. The actor of the answer is bounded by the
	 * owner's present role and teams.
	 */
	public Optional<Token> authenticate(String secret, Set<Token.Kind> kinds) {
		Instant now = now();
		return this.store.find(Secret.hash(secret))
			.filter((token) -> kinds.contains(token.kind()) && !token.expired(now))
			.flatMap(this::bounded)
			.map((token) -> seen(token, now));
	}

	/** The tokens for the API: all of them, or one owner's. */
	public List<Token> list(@Nullable String owner) {
		return this.store.list(Token.Kind.API)
			.stream()
			.filter((token) -> owner == null || owner.equals(token.owner()))
			.toList();
	}

	/**
	 * Revokes a token.
	 * @return false when there was none
	 */
	public boolean revoke(String id) {
		return this.store.remove(id);
	}

	private Issued issue(Token.Kind kind, String label, @Nullable String owner, Actor actor, @Nullable String scope,
			@Nullable Duration life) {
		String secret = Secret.random();
		Instant now = now();
		Token token = new Token(Secret.id(), kind, label, owner, actor, scope, now,
				(life != null) ? now.plus(life) : null, null);
		this.store.add(token, Secret.hash(secret));
		return new Issued(token, secret);
	}

	private Optional<Token> bounded(Token token) {
		if (token.owner() == null) {
			return Optional.of(token);
		}
		return this.users.find(token.owner()).map((user) -> withActor(token, bound(token.actor(), user)));
	}

	private static Actor bound(Actor actor, User user) {
		Role role = (actor.role().compareTo(user.role()) <= 0) ? actor.role() : user.role();
		Set<String> teams = new HashSet<>(actor.teams());
		if (user.role().compareTo(Role.OPERATOR) < 0) {
			teams.retainAll(user.teams());
		}
		return new Actor(actor.name(), role, teams);
	}

	private static Token withActor(Token token, Actor actor) {
		return new Token(token.id(), token.kind(), token.label(), token.owner(), actor, token.scope(),
				token.createdAt(), token.expiresAt(), token.lastUsedAt());
	}

	private Token seen(Token token, Instant now) {
		Instant last = token.lastUsedAt();
		if (last == null || last.isBefore(now.minusSeconds(60))) {
			this.store.used(token.id(), now);
		}
		return token;
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

	/**
	 * A token with the secret, which is shown once.
	 *
	 * @param token what is known of it
	 * @param secret what its holder presents
	 */
	public record Issued(Token token, String secret) {
	}

}
