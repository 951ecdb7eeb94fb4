package dev.slipway.access.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;

import dev.slipway.access.AuditLog;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The audit log in the table {@code access_audit}. */
class JdbcAuditLog implements AuditLog {

	private final JdbcClient jdbc;

	JdbcAuditLog(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public void append(Entry entry) {
		this.jdbc
			.sql("insert into access_audit (at, actor, method, path, status)"
					+ " values (:at, :actor, :method, :path, :status)")
			.param("at", Timestamp.from(entry.at()))
			.param("actor", entry.actor())
			.param("method", entry.method())
			.param("path", entry.path())
			.param("status", entry.status())
			.update();
	}

	@Override
	public List<Entry> list(long before, @Nullable String actor, int limit) {
		String mine = (actor != null) ? " and actor = :actor" : "";
		return this.jdbc
			.sql("select * from access_audit where id < :before" + mine + " order by id desc fetch first " + limit
					+ " rows only")
			.param("before", before)
			.param("actor", (actor != null) ? actor : "")
			.query(JdbcAuditLog::map)
			.list();
	}

	private static Entry map(ResultSet row, int number) throws SQLException {
		return new Entry(row.getLong("id"), row.getTimestamp("at").toInstant(), row.getString("actor"),
				row.getString("method"), row.getString("path"), row.getInt("status"));
	}

}
