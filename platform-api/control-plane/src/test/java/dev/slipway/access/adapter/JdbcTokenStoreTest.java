package dev.slipway.access.adapter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.access.Token;
import dev.slipway.access.Token.Kind;
import dev.slipway.access.TokenStore;
import dev.slipway.access.Tokens;
import dev.slipway.access.User;
import dev.slipway.access.Users;
import dev.slipway.test.Databases;
import dev.slipway.test.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract of tokens, on every database. */
@ParameterizedClass
@EnumSource(Databases.class)
class JdbcTokenStoreTest {

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00.123Z");

	private final TokenStore store;

	private final Users users;

	private final SettableClock clock = new SettableClock();

	JdbcTokenStoreTest(Databases database) {
		DataSource dataSource = database.shared();
		Databases.client(dataSource).sql("DELETE FROM access_token").update();
		Databases.client(dataSource).sql("DELETE FROM access_user").update();
		this.store = new JdbcTokenStore(Databases.client(dataSource));
		this.users = new JdbcUsers(Databases.client(dataSource));
	}

	@Test
	void findsATokenByTheHashOfItsSecretOnly() {
		Token token = token("t1", Kind.API, NOON.plusSeconds(60));
		Token forEver = token("t2", Kind.API, null);
		this.store.add(token, "hash-1");
		this.store.add(forEver, "hash-2");
		assertThat(this.store.find("hash-1")).contains(token);
		assertThat(this.store.find("hash-2")).contains(forEver);
		assertThat(this.store.find("hash-3")).isEmpty();
		assertThat(this.store.list(Kind.API)).containsExactly(token, forEver);
		assertThat(this.store.list(Kind.SESSION)).isEmpty();
	}

	@Test
	void notesWhenATokenWasUsed() {
		this.store.add(token("t1", Kind.API, null), "hash-1");
		this.store.used("t1", NOON.plusSeconds(5));
		assertThat(this.store.find("hash-1")).map(Token::lastUsedAt).contains(NOON.plusSeconds(5));
	}

	@Test
	void removesOnceAndPurgesWhatHasExpired() {
		this.store.add(token("old", Kind.SIGN_IN, NOON), "hash-1");
		this.store.add(token("young", Kind.SIGN_IN, NOON.plusMillis(1)), "hash-2");
		this.store.add(token("eternal", Kind.API, null), "hash-3");
		this.store.purge(NOON);
		assertThat(this.store.find("hash-1")).isEmpty();
		assertThat(this.store.find("hash-2")).isPresent();
		assertThat(this.store.remove("eternal")).isTrue();
		assertThat(this.store.remove("eternal")).isFalse();
	}

	@Test
	void oneOfManyTakesALink() {
		this.store.add(token("link", Kind.SIGN_IN, NOON), "hash-1");
		assertThat(this.store.take(Kind.SESSION, "hash-1")).isEmpty();
		List<CompletableFuture<Optional<Token>>> all = IntStream.range(0, 8)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> this.store.take(Kind.SIGN_IN, "hash-1")))
			.toList();
		assertThat(all.stream().map(CompletableFuture::join).filter(Optional::isPresent)).hasSize(1);
	}

	@Test
	void aPersonsTokenNeverMayMoreThanThePerson() {
		User ann = new User("ann", Role.DEVELOPER, Set.of("shop", "billing"), this.clock.instant());
		this.users.save(ann);
		Tokens tokens = new Tokens(this.store, this.users, this.clock);
		String secret = tokens.issueApi(ann, "ci", Role.DEVELOPER, Set.of("shop", "billing"), null).secret();
		assertThat(actor(tokens, secret)).contains(new Actor("ann", Role.DEVELOPER, Set.of("shop", "billing")));
		this.users.save(new User("ann", Role.VIEWER, Set.of("shop"), this.clock.instant()));
		assertThat(actor(tokens, secret)).contains(new Actor("ann", Role.VIEWER, Set.of("shop")));
		this.users.remove("ann");
		assertThat(actor(tokens, secret)).isEmpty();
	}

	@Test
	void aLinkIsGoodForOneSignInWithinTenMinutes() {
		User ann = new User("ann", Role.DEVELOPER, Set.of("shop"), this.clock.instant());
		this.users.save(ann);
		Tokens tokens = new Tokens(this.store, this.users, this.clock);
		String link = tokens.issueSignIn(ann).secret();
		assertThat(tokens.signIn(link)).isPresent();
		assertThat(tokens.signIn(link)).isEmpty();
		String late = tokens.issueSignIn(ann).secret();
		this.clock.advance(Duration.ofMinutes(10));
		assertThat(tokens.signIn(late)).isEmpty();
	}

	private static Optional<Actor> actor(Tokens tokens, String secret) {
		return tokens.authenticate(secret, Set.of(Kind.API)).map(Token::actor);
	}

	private static Token token(String id, Kind kind, @Nullable Instant expiresAt) {
		return new Token(id, kind, "label of " + id, "ann", new Actor("ann", Role.DEVELOPER, Set.of("shop", "billing")),
				"services/orders", NOON, expiresAt, null);
	}

}
