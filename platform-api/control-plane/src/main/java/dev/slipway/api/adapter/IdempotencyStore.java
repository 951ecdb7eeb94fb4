package dev.slipway.api.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Answers by actor and idempotency key in the table {@code api_idempotency}. */
class IdempotencyStore {

	private final JdbcClient jdbc;

	IdempotencyStore(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Reserves a key before the request is served.
	 * @return false when it is taken
	 */
	boolean reserve(String actor, String key, String fingerprint, Instant now) {
		try {
			this.jdbc
				.sql("insert into api_idempotency (actor, idempotency_key, fingerprint, created_at)"
						+ " values (:actor, :key, :fingerprint, :now)")
				.param("actor", actor)
				.param("key", key)
				.param("fingerprint", fingerprint)
				.param("now", Timestamp.from(now))
				.update();
			return true;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	Optional<StoredAnswer> find(String actor, String key) {
		return this.jdbc.sql("select * from api_idempotency where actor = :actor and idempotency_key = :key")
			.param("actor", actor)
			.param("key", key)
			.query(IdempotencyStore::map)
			.optional();
	}

	void answer(String actor, String key, int status, @Nullable String location, @Nullable String contentType,
			String body) {
		this.jdbc
			.sql("update api_idempotency set status = :status, location = :location, content_type = :type,"
					+ " body = :body where actor = :actor and idempotency_key = :key")
			.param("status", status)
			.param("location", location)
			.param("type", contentType)
			.param("body", body)
			.param("actor", actor)
			.param("key", key)
			.update();
	}

	void release(String actor, String key) {
		this.jdbc.sql("delete from api_idempotency where actor = :actor and idempotency_key = :key")
			.param("actor", actor)
			.param("key", key)
			.update();
	}

	/** Removes what is older, and what was being served when the platform was killed. */
	void purge(Instant answeredBefore, Instant unansweredBefore) {
		this.jdbc
			.sql("delete from api_idempotency where created_at < :answered"
					+ " or (status is null and created_at < :unanswered)")
			.param("answered", Timestamp.from(answeredBefore))
			.param("unanswered", Timestamp.from(unansweredBefore))
			.update();
	}

	private static StoredAnswer map(ResultSet row, int number) throws SQLException {
		int code = row.getInt("status");
		Integer status = row.wasNull() ? null : code;
		return new StoredAnswer(row.getString("fingerprint"), row.getTimestamp("created_at").toInstant(), status,
				row.getString("location"), row.getString("content_type"), row.getString("body"));
	}

}
