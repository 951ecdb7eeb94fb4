package dev.slipway.promotion.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import dev.slipway.promotion.AdHocFreeze;
import dev.slipway.promotion.FreezeStore;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.transaction.support.TransactionTemplate;

/** Freezes in the table {@code environment_freeze}. */
final class JdbcFreezeStore implements FreezeStore {

	private final JdbcClient jdbc;

	private final TransactionTemplate transactions;

	JdbcFreezeStore(JdbcClient jdbc, TransactionTemplate transactions) {
		this.jdbc = jdbc;
		this.transactions = transactions;
	}

	@Override
	public AdHocFreeze add(AdHocFreeze freeze, Consumer<AdHocFreeze> alongside) {
		return Objects.requireNonNull(this.transactions.execute((status) -> {
			AdHocFreeze added = insert(freeze);
			alongside.accept(added);
			return added;
		}));
	}

	private AdHocFreeze insert(AdHocFreeze freeze) {
		KeyHolder key = new GeneratedKeyHolder();
		this.jdbc.sql("""
				INSERT INTO environment_freeze (environment, begins_at, ends_at, reason, refuses, made_by, made_at)
				VALUES (:environment, :from, :to, :reason, :refuses, :by, :at)""")
			.param("environment", freeze.environment())
			.param("from", time(freeze.from()))
			.param("to", time(freeze.to()), Types.TIMESTAMP_WITH_TIMEZONE)
			.param("reason", freeze.reason())
			.param("refuses", freeze.refuses())
			.param("by", freeze.madeBy())
			.param("at", time(freeze.madeAt()))
			.update(key, "id");
		long id = Objects.requireNonNull(key.getKey()).longValue();
		return find(freeze.environment(), id).orElseThrow();
	}

	@Override
	public Optional<AdHocFreeze> find(String environment, long id) {
		return this.jdbc.sql("SELECT * FROM environment_freeze WHERE environment = :environment AND id = :id")
			.param("environment", environment)
			.param("id", id)
			.query(JdbcFreezeStore::row)
			.optional();
	}

	@Override
	public List<AdHocFreeze> open(String environment, Instant now) {
		return this.jdbc.sql(
				"SELECT * FROM environment_freeze WHERE environment = :environment AND (ends_at IS NULL OR ends_at > :now) "
						+ "ORDER BY begins_at, id")
			.param("environment", environment)
			.param("now", time(now))
			.query(JdbcFreezeStore::row)
			.list();
	}

	@Override
	public List<AdHocFreeze> list(String environment, int limit) {
		return this.jdbc
			.sql("SELECT * FROM environment_freeze WHERE environment = :environment ORDER BY id DESC LIMIT :limit")
			.param("environment", environment)
			.param("limit", limit)
			.query(JdbcFreezeStore::row)
			.list();
	}

	/** One that has not begun never does. */
	@Override
	public boolean end(long id, Instant now, String by) {
		return this.jdbc
			.sql("UPDATE environment_freeze SET ends_at = :now, ended_by = :by, "
					+ "begins_at = CASE WHEN begins_at < :now THEN begins_at ELSE :before END "
					+ "WHERE id = :id AND (ends_at IS NULL OR ends_at > :now)")
			.param("now", time(now))
			.param("before", time(now.minusSeconds(1)))
			.param("by", by)
			.param("id", id)
			.update() > 0;
	}

	private static @Nullable OffsetDateTime time(@Nullable Instant time) {
		return (time != null) ? OffsetDateTime.ofInstant(time, ZoneOffset.UTC) : null;
	}

	private static AdHocFreeze row(ResultSet row, int index) throws SQLException {
		OffsetDateTime to = row.getObject("ends_at", OffsetDateTime.class);
		return new AdHocFreeze(row.getLong("id"), row.getString("environment"), instant(row, "begins_at"),
				(to != null) ? to.toInstant() : null, row.getString("reason"), row.getBoolean("refuses"),
				row.getString("made_by"), instant(row, "made_at"), row.getString("ended_by"));
	}

	private static Instant instant(ResultSet row, String column) throws SQLException {
		return row.getObject(column, OffsetDateTime.class).toInstant();
	}

}
