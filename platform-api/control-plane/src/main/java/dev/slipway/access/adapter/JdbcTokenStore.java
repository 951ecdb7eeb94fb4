package dev.slipway.access.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.access.Token;
import dev.slipway.access.TokenStore;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Tokens in the table {@code access_token}. */
class JdbcTokenStore implements TokenStore {

	private final JdbcClient jdbc;

	JdbcTokenStore(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public void add(Token token, String hash) {
		this.jdbc
			.sql("insert into access_token (id, hash, kind, label, owner, actor, role, teams, scope, created_at,"
					+ " expires_at) values (:id, :hash, :kind, :label, :owner, :actor, :role, :teams, :scope,"
					+ " :createdAt, :expiresAt)")
			.param("id", token.id())
			.param("hash", hash)
			.param("kind", token.kind().name())
			.param("label", token.label())
			.param("owner", token.owner())
			.param("actor", token.actor().name())
			.param("role", token.actor().role().name())
			.param("teams", JdbcUsers.join(token.actor().teams()))
			.param("scope", token.scope())
			.param("createdAt", Timestamp.from(token.createdAt()))
			.param("expiresAt", timestamp(token.expiresAt()))
			.update();
	}

	@Override
	public Optional<Token> find(String hash) {
		return this.jdbc.sql("select * from access_token where hash = :hash")
			.param("hash", hash)
			.query(JdbcTokenStore::map)
			.optional();
	}

	@Override
	public Optional<Token> take(Token.Kind kind, String hash) {
		Optional<Token> found = find(hash).filter((token) -> token.kind() == kind);
		return found.filter((token) -> remove(token.id()));
	}

	@Override
	public List<Token> list(Token.Kind kind) {
		return this.jdbc.sql("select * from access_token where kind = :kind order by created_at desc, id")
			.param("kind", kind.name())
			.query(JdbcTokenStore::map)
			.list();
	}

	@Override
	public boolean remove(String id) {
		return this.jdbc.sql("delete from access_token where id = :id").param("id", id).update() > 0;
	}

	@Override
	public void used(String id, Instant at) {
		this.jdbc.sql("update access_token set last_used_at = :at where id = :id")
			.param("at", Timestamp.from(at))
			.param("id", id)
			.update();
	}

	@Override
	public void purge(Instant now) {
		this.jdbc.sql("delete from access_token where expires_at <= :now").param("now", Timestamp.from(now)).update();
	}

	private static Token map(ResultSet row, int number) throws SQLException {
		Actor actor = new Actor(row.getString("actor"), Role.valueOf(row.getString("role")),
				JdbcUsers.split(row.getString("teams")));
		return new Token(row.getString("id"), Token.Kind.valueOf(row.getString("kind")), row.getString("label"),
				row.getString("owner"), actor, row.getString("scope"), row.getTimestamp("created_at").toInstant(),
				instant(row.getTimestamp("expires_at")), instant(row.getTimestamp("last_used_at")));
	}

	private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
		return (instant != null) ? Timestamp.from(instant) : null;
	}

	private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
		return (timestamp != null) ? timestamp.toInstant() : null;
	}

}
