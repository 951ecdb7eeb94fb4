package dev.slipway.drift.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

import dev.slipway.drift.Difference;
import dev.slipway.drift.Drift;
import dev.slipway.drift.Drift.Ending;
import dev.slipway.drift.DriftStore;
import dev.slipway.drift.Policy;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Drift in the tables {@code drift} and {@code drift_policy}. */
final class JdbcDriftStore implements DriftStore {

	private static final int LONGEST = 4000;

	private final JdbcClient jdbc;

	JdbcDriftStore(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public @Nullable Policy policy(String service, String environment) {
		return this.jdbc.sql("SELECT policy FROM drift_policy WHERE service = :service AND environment = :environment")
			.param("service", service)
			.param("environment", environment)
			.query(String.class)
			.optional()
			.map(Policy::valueOf)
			.orElse(null);
	}

	@Override
	public void set(String service, String environment, Policy policy, String by, Instant at) {
		String update = "UPDATE drift_policy SET policy = :policy, set_by = :by, set_at = :at "
				+ "WHERE service = :service AND environment = :environment";
		if (write(update, service, environment, policy, by, at) == 0) {
			write("INSERT INTO drift_policy (service, environment, policy, set_by, set_at) "
					+ "VALUES (:service, :environment, :policy, :by, :at)", service, environment, policy, by, at);
		}
	}

	private int write(String sql, String service, String environment, Policy policy, String by, Instant at) {
		return this.jdbc.sql(sql)
			.param("service", service)
			.param("environment", environment)
			.param("policy", policy.name())
			.param("by", by)
			.param("at", time(at))
			.update();
	}

	@Override
	public List<Drift> open(String service, String environment) {
		return this.jdbc
			.sql("SELECT * FROM drift WHERE service = :service AND environment = :environment "
					+ "AND ending IS NULL ORDER BY id")
			.param("service", service)
			.param("environment", environment)
			.query(JdbcDriftStore::row)
			.list();
	}

	@Override
	public List<Drift> list(String service, Instant until, int limit) {
		return this.jdbc
			.sql("SELECT * FROM drift WHERE service = :service AND seen_at <= :until ORDER BY seen_at DESC, id DESC "
					+ "LIMIT :limit")
			.param("service", service)
			.param("until", time(until))
			.param("limit", limit)
			.query(JdbcDriftStore::row)
			.list();
	}

	@Override
	public void add(String service, String environment, int release, Difference difference, Instant at) {
		this.jdbc.sql("""
				INSERT INTO drift (service, environment, release_number, object_kind, object_name, field_path, wanted,
				    found, manager, changed_at, seen_at)
				VALUES (:service, :environment, :release, :kind, :name, :path, :wanted, :found, :manager, :changedAt,
				    :seenAt)
				""")
			.param("service", service)
			.param("environment", environment)
			.param("release", release)
			.param("kind", difference.kind())
			.param("name", difference.name())
			.param("path", difference.path())
			.param("wanted", cut(difference.wanted()), Types.VARCHAR)
			.param("found", cut(difference.found()), Types.VARCHAR)
			.param("manager", difference.manager(), Types.VARCHAR)
			.param("changedAt", (difference.at() != null) ? time(difference.at()) : null, Types.TIMESTAMP_WITH_TIMEZONE)
			.param("seenAt", time(at))
			.update();
	}

	@Override
	public void end(Drift drift, Ending ending, String by, Instant at) {
		this.jdbc
			.sql("UPDATE drift SET ending = :ending, ended_by = :by, ended_at = :at "
					+ "WHERE id = :id AND ending IS NULL")
			.param("id", drift.id())
			.param("ending", ending.name())
			.param("by", by)
			.param("at", time(at))
			.update();
	}

	private static Drift row(ResultSet row, int index) throws SQLException {
		Difference difference = new Difference(row.getString("object_kind"), row.getString("object_name"),
				row.getString("field_path"), row.getString("wanted"), row.getString("found"), row.getString("manager"),
				instant(row, "changed_at"));
		String ending = row.getString("ending");
		return new Drift(row.getLong("id"), row.getString("service"), row.getString("environment"),
				row.getInt("release_number"), difference, row.getObject("seen_at", OffsetDateTime.class).toInstant(),
				(ending != null) ? Ending.valueOf(ending) : null, instant(row, "ended_at"), row.getString("ended_by"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : null;
	}

	private static @Nullable String cut(@Nullable String text) {
		return (text != null && text.length() > LONGEST) ? text.substring(0, LONGEST - 1) + "…" : text;
	}

	private static OffsetDateTime time(Instant at) {
		return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
	}

}
