package dev.slipway.jenkins.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import dev.slipway.jenkins.MadeThings;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was made, in the database. */
final class JdbcMadeThings implements MadeThings {

	private final JdbcClient jdbc;

	JdbcMadeThings(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public void add(Made made) {
		if (find(made.path()).isPresent()) {
			return;
		}
		try {
			this.jdbc.sql("INSERT INTO jenkins_made (path, kind, team, service, made_at) VALUES (?, ?, ?, ?, ?)")
				.param(made.path())
				.param(made.kind())
				.param(made.team())
				.param(made.service())
				.param(utc(made.madeAt()))
				.update();
		}
		catch (DuplicateKeyException ex) {
			// another instance made it at the same time
		}
	}

	@Override
	public void done(String path, Instant at) {
		this.jdbc.sql("UPDATE jenkins_made SET done_at = ? WHERE path = ? AND done_at IS NULL")
			.params(utc(at), path)
			.update();
	}

	@Override
	public Optional<Made> find(String path) {
		return this.jdbc.sql("SELECT * FROM jenkins_made WHERE path = ?")
			.param(path)
			.query((row, index) -> made(row))
			.optional();
	}

	@Override
	public List<Made> of(String service) {
		return this.jdbc.sql("SELECT * FROM jenkins_made WHERE service = ? ORDER BY path")
			.param(service)
			.query((row, index) -> made(row))
			.list();
	}

	@Override
	public void remove(String path) {
		this.jdbc.sql("DELETE FROM jenkins_made WHERE path = ?").param(path).update();
	}

	@Override
	public void addToken(Given token) {
		this.jdbc.sql("INSERT INTO jenkins_token (id, team, service, issued_at, expires_at) VALUES (?, ?, ?, ?, ?)")
			.params(token.id(), token.team(), token.service(), utc(token.issuedAt()), utc(token.expiresAt()))
			.update();
	}

	@Override
	public boolean delivered(String id, Instant at) {
		return this.jdbc.sql("UPDATE jenkins_token SET delivered_at = ? WHERE id = ?").params(utc(at), id).update() > 0;
	}

	@Override
	public List<Given> tokens(String service) {
		return this.jdbc.sql("SELECT * FROM jenkins_token WHERE service = ? ORDER BY issued_at DESC, id")
			.param(service)
			.query((row, index) -> given(row))
			.list();
	}

	@Override
	public List<Given> endingBefore(Instant time) {
		return this.jdbc
			.sql("SELECT * FROM jenkins_token t WHERE (t.expires_at < ? AND t.delivered_at IS NOT NULL AND NOT EXISTS "
					+ "(SELECT 1 FROM jenkins_token n WHERE n.service = t.service AND n.delivered_at IS NOT NULL "
					+ "AND (n.expires_at > t.expires_at OR n.expires_at = t.expires_at AND n.id > t.id))) "
					+ "OR (NOT EXISTS (SELECT 1 FROM jenkins_token n WHERE n.service = t.service AND "
					+ "(n.delivered_at IS NOT NULL OR n.expires_at > t.expires_at OR "
					+ "n.expires_at = t.expires_at AND n.id > t.id))) ORDER BY t.service")
			.param(utc(time))
			.query((row, index) -> given(row))
			.list();
	}

	@Override
	public boolean removeUndelivered(String id) {
		return this.jdbc.sql("DELETE FROM jenkins_token WHERE id = ? AND delivered_at IS NULL").param(id).update() > 0;
	}

	@Override
	public void removeToken(String id) {
		this.jdbc.sql("DELETE FROM jenkins_token WHERE id = ?").param(id).update();
	}

	private static Given given(ResultSet row) throws SQLException {
		return new Given(row.getString("id"), row.getString("team"), row.getString("service"), time(row, "issued_at"),
				time(row, "expires_at"), maybe(row, "delivered_at"));
	}

	private static Made made(ResultSet row) throws SQLException {
		return new Made(row.getString("path"), row.getString("kind"), row.getString("team"), row.getString("service"),
				time(row, "made_at"), maybe(row, "done_at"));
	}

	private static OffsetDateTime utc(Instant time) {
		return time.atOffset(ZoneOffset.UTC);
	}

	private static @Nullable Instant maybe(ResultSet row, String column) throws SQLException {
		OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : null;
	}

	private static Instant time(ResultSet row, String column) throws SQLException {
		return row.getObject(column, OffsetDateTime.class).toInstant();
	}

}
