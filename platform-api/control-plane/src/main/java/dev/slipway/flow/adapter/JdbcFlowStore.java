package dev.slipway.flow.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.slipway.flow.FlowKey;
import dev.slipway.flow.FlowStore;
import dev.slipway.flow.StoredFlow;
import dev.slipway.flow.Transition;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Flows in two tables, with the same SQL on H2 and PostgreSQL. The lease is a conditional
 * update. Times are cut to milliseconds so that what is compared is what was written.
 */
final class JdbcFlowStore implements FlowStore {

	private static final int LONGEST_TEXT = 2000;

	private final JdbcClient jdbc;

	private final TransactionOperations transaction;

	JdbcFlowStore(JdbcClient jdbc, TransactionOperations transaction) {
		this.jdbc = jdbc;
		this.transaction = transaction;
	}

	@Override
	public boolean insert(FlowKey key, Saved initial) {
		return both((status) -> {
			int rows = on("""
					INSERT INTO flow (kind, id, state, version, epoch, desire_version, wake_seq, due_at, ended,
						failures, started_at, updated_at)
					VALUES (:kind, :id, :state, 1, 1, 0, 0, :now, FALSE, 0, :now, :now)
					ON CONFLICT DO NOTHING""", key).param("state", initial.text())
				.param("now", time(initial.at()))
				.update();
			return rows == 1 && append(key, 1, initial);
		});
	}

	@Override
	public boolean wake(FlowKey key, Instant now) {
		return on("""
				UPDATE flow SET wake_seq = wake_seq + 1,
					due_at = CASE WHEN failures > 0 OR due_at <= :now THEN due_at ELSE :now END
				WHERE kind = :kind AND id = :id AND NOT ended""", key).param("now", time(now)).update() == 1;
	}

	@Override
	public boolean desire(FlowKey key, String desire, String actor, Instant now) {
		return on("""
				UPDATE flow SET desire = :desire, desired_by = :actor, desire_version = desire_version + 1,
					epoch = epoch + 1, wake_seq = wake_seq + 1, due_at = :now
				WHERE kind = :kind AND id = :id""", key).param("desire", desire)
			.param("actor", actor)
			.param("now", time(now))
			.update() == 1;
	}

	@Override
	public Optional<StoredFlow> find(FlowKey key) {
		return on("SELECT * FROM flow WHERE kind = :kind AND id = :id", key).query(JdbcFlowStore::flow).optional();
	}

	@Override
	public List<StoredFlow> list(String kind, String idPrefix, int limit) {
		String pattern = idPrefix.replaceAll("[!%_]", "!$0") + "%";
		return this.jdbc.sql("""
				SELECT * FROM flow WHERE kind = :kind AND id LIKE :pattern ESCAPE '!'
				ORDER BY started_at DESC, id DESC FETCH FIRST :limit ROWS ONLY""")
			.param("kind", kind)
			.param("pattern", pattern)
			.param("limit", limit)
			.query(JdbcFlowStore::flow)
			.list();
	}

	@Override
	public List<Transition> history(FlowKey key) {
		return on("SELECT * FROM flow_history WHERE kind = :kind AND id = :id ORDER BY seq", key)
			.query((row, number) -> new Transition(row.getLong("seq"), instant(row, "at"), text(row, "state"),
					text(row, "reason"), text(row, "detail")))
			.list();
	}

	@Override
	public List<FlowKey> due(Collection<String> kinds, Instant now, int limit) {
		if (kinds.isEmpty()) {
			return List.of();
		}
		return this.jdbc.sql("""
				SELECT kind, id FROM flow
				WHERE due_at <= :now AND (lock_owner IS NULL OR lease_until <= :now) AND kind IN (:kinds)
				ORDER BY due_at FETCH FIRST :limit ROWS ONLY""")
			.param("now", time(now))
			.param("kinds", kinds)
			.param("limit", limit)
			.query((row, number) -> new FlowKey(text(row, "kind"), text(row, "id")))
			.list();
	}

	@Override
	public boolean claim(FlowKey key, String owner, Instant now, Instant leaseUntil) {
		return on("""
				UPDATE flow SET epoch = CASE WHEN lock_owner IS NULL THEN epoch ELSE epoch + 1 END,
					lock_owner = :owner, lease_until = :until
				WHERE kind = :kind AND id = :id AND due_at <= :now AND (lock_owner IS NULL OR lease_until <= :now)""",
				key)
			.param("owner", owner)
			.param("now", time(now))
			.param("until", time(leaseUntil))
			.update() == 1;
	}

	@Override
	public boolean claimEarly(FlowKey key, String owner, Instant now, Instant leaseUntil) {
		return on(
				"""
						UPDATE flow SET epoch = CASE WHEN lock_owner IS NULL THEN epoch ELSE epoch + 1 END,
							lock_owner = :owner, lease_until = :until,
							due_at = CASE WHEN due_at <= :now THEN due_at ELSE :now END
						WHERE kind = :kind AND id = :id AND (due_at <= :now OR (due_at IS NOT NULL AND failures = 0 AND NOT ended))
							AND (lock_owner IS NULL OR lease_until <= :now)""",
				key)
			.param("owner", owner)
			.param("now", time(now))
			.param("until", time(leaseUntil))
			.update() == 1;
	}

	@Override
	public boolean renew(FlowKey key, String owner, Instant leaseUntil) {
		return owned("UPDATE flow SET lease_until = :until", key, owner).param("until", time(leaseUntil)).update() == 1;
	}

	@Override
	public Optional<StoredFlow> load(FlowKey key, String owner) {
		return owned("SELECT * FROM flow", key, owner).query(JdbcFlowStore::flow).optional();
	}

	@Override
	public boolean save(StoredFlow loaded, String owner, List<Saved> states) {
		Saved next = states.get(states.size() - 1);
		return both((status) -> {
			int rows = on("""
					UPDATE flow SET state = :state, version = version + :more, epoch = epoch + :raise, ended = :ended,
						updated_at = :now, failures = 0, failure = NULL
					WHERE kind = :kind AND id = :id AND lock_owner = :owner AND version = :version
						AND desire_version = :desire""", loaded.key()).param("state", next.text())
				.param("more", states.size())
				.param("raise", next.ended() ? 1 : 0)
				.param("ended", next.ended())
				.param("now", time(next.at()))
				.param("owner", owner)
				.param("version", loaded.version())
				.param("desire", loaded.desireVersion())
				.update();
			for (int i = 0; rows == 1 && i < states.size(); i++) {
				append(loaded.key(), loaded.version() + 1 + i, states.get(i));
			}
			return rows == 1;
		});
	}

	@Override
	public boolean sleep(StoredFlow loaded, String owner, @Nullable Instant dueAt) {
		return on("""
				UPDATE flow SET lock_owner = NULL, lease_until = NULL, due_at = :due, failures = 0, failure = NULL
				WHERE kind = :kind AND id = :id AND lock_owner = :owner AND wake_seq = :seq""", loaded.key())
			.param("due", (dueAt != null) ? time(dueAt) : null, java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
			.param("owner", owner)
			.param("seq", loaded.wakeSeq())
			.update() == 1;
	}

	@Override
	public void fail(StoredFlow loaded, String owner, String failure, Instant retryAt) {
		on("""
				UPDATE flow SET lock_owner = NULL, lease_until = NULL, failures = failures + 1, failure = :failure,
					due_at = CASE WHEN desire_version = :desire THEN :retry ELSE due_at END
				WHERE kind = :kind AND id = :id AND lock_owner = :owner""", loaded.key()).param("failure", cut(failure))
			.param("desire", loaded.desireVersion())
			.param("retry", time(retryAt))
			.param("owner", owner)
			.update();
	}

	@Override
	public void release(FlowKey key, String owner) {
		owned("UPDATE flow SET lock_owner = NULL, lease_until = NULL", key, owner).update();
	}

	private boolean append(FlowKey key, long sequence, Saved saved) {
		return on("""
				INSERT INTO flow_history (kind, id, seq, at, state, reason, detail)
				VALUES (:kind, :id, :seq, :at, :state, :reason, :detail)""", key).param("seq", sequence)
			.param("at", time(saved.at()))
			.param("state", saved.name())
			.param("reason", cut(saved.reason()))
			.param("detail", saved.text())
			.update() == 1;
	}

	private StatementSpec on(String sql, FlowKey key) {
		return this.jdbc.sql(sql).param("kind", key.kind()).param("id", key.id());
	}

	private StatementSpec owned(String sql, FlowKey key, String owner) {
		return on(sql + " WHERE kind = :kind AND id = :id AND lock_owner = :owner", key).param("owner", owner);
	}

	private boolean both(org.springframework.transaction.support.TransactionCallback<Boolean> work) {
		return Boolean.TRUE.equals(this.transaction.execute(work));
	}

	private static StoredFlow flow(ResultSet row, int number) throws SQLException {
		FlowKey key = new FlowKey(text(row, "kind"), text(row, "id"));
		OffsetDateTime dueAt = row.getObject("due_at", OffsetDateTime.class);
		return new StoredFlow(key, text(row, "state"), row.getLong("version"), row.getLong("epoch"),
				row.getString("desire"), row.getString("desired_by"), row.getLong("desire_version"),
				row.getLong("wake_seq"), (dueAt != null) ? dueAt.toInstant() : null, row.getBoolean("ended"),
				row.getInt("failures"), row.getString("failure"), instant(row, "started_at"),
				instant(row, "updated_at"));
	}

	private static String text(ResultSet row, String column) throws SQLException {
		return Objects.requireNonNull(row.getString(column), column);
	}

	private static Instant instant(ResultSet row, String column) throws SQLException {
		return row.getObject(column, OffsetDateTime.class).toInstant();
	}

	private static OffsetDateTime time(Instant instant) {
		return instant.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
	}

	private static String cut(String text) {
		return (text.length() <= LONGEST_TEXT) ? text : text.substring(0, LONGEST_TEXT);
	}

}
