package dev.slipway.jenkins.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import dev.slipway.jenkins.Phase;
import dev.slipway.jenkins.Run;
import dev.slipway.jenkins.Tracked;
import dev.slipway.jenkins.TrackedBuilds;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Where builds are on Jenkins, in tables. Times are milliseconds, as Jenkins's own are.
 */
final class JdbcTrackedBuilds implements TrackedBuilds {

	private final JdbcClient jdbc;

	private final TransactionOperations transaction;

	JdbcTrackedBuilds(JdbcClient jdbc, TransactionOperations transaction) {
		this.jdbc = jdbc;
		this.transaction = transaction;
	}

	@Override
	public void add(Tracked one) {
		values(this.jdbc
			.sql("""
					INSERT INTO jenkins_build (service, number, phase, job, run, run_at, queue_id, after_run, asked_at, misses,
						abort_steps, note, since, wake_at)
					VALUES (:service, :number, :phase, :job, :run, :runAt, :queue, :after, :asked, :misses, :steps, :note,
						:since, :wake)
					ON CONFLICT DO NOTHING"""),
				one)
			.param("since", one.since().toEpochMilli())
			.update();
	}

	@Override
	public void save(Tracked one) {
		update(one, "");
	}

	@Override
	public boolean begin(Tracked asking) {
		return update(asking, " AND phase = 'WANTED'") == 1;
	}

	private int update(Tracked one, String only) {
		return values(this.jdbc.sql("""
				UPDATE jenkins_build SET phase = :phase, job = :job, run = :run, run_at = :runAt, queue_id = :queue,
					after_run = :after, asked_at = :asked, misses = :misses, abort_steps = :steps, note = :note,
					wake_at = :wake
				WHERE service = :service AND number = :number""" + only), one).update();
	}

	private static StatementSpec values(StatementSpec sql, Tracked one) {
		String note = one.note();
		return sql.param("service", one.service())
			.param("number", one.number())
			.param("phase", one.phase().name())
			.param("job", one.job())
			.param("run", one.run())
			.param("runAt", millis(one.runAt()))
			.param("queue", one.queueId())
			.param("after", one.afterRun())
			.param("asked", millis(one.askedAt()))
			.param("misses", one.misses())
			.param("steps", one.abortSteps())
			.param("note", clean(note))
			.param("wake", one.wakeAt().toEpochMilli());
	}

	private static @Nullable String clean(@Nullable String note) {
		String text = (note != null) ? note.replace("\0", "") : null;
		return (text != null && text.length() > 1000) ? text.substring(0, 999) + "…" : text;
	}

	private static @Nullable Long millis(@Nullable Instant at) {
		return (at != null) ? at.toEpochMilli() : null;
	}

	@Override
	public void abort(String service, int number, String actor, Instant now) {
		on(service, number, """
				UPDATE jenkins_build SET aborted_by = :actor, aborted_at = :now, wake_at = :now
				WHERE service = :service AND number = :number AND aborted_by IS NULL""").param("actor", actor)
			.param("now", now.toEpochMilli())
			.update();
	}

	@Override
	public void wake(String job, Instant now) {
		this.jdbc.sql("UPDATE jenkins_build SET wake_at = :now WHERE job = :job AND phase <> 'DONE' AND wake_at > :now")
			.param("now", now.toEpochMilli())
			.param("job", job)
			.update();
	}

	@Override
	public <T> T together(Supplier<T> writes) {
		return Objects.requireNonNull(this.transaction.execute((status) -> writes.get()));
	}

	@Override
	public Optional<Tracked> find(String service, int number) {
		return on(service, number, "SELECT * FROM jenkins_build WHERE service = :service AND number = :number")
			.query(JdbcTrackedBuilds::row)
			.optional();
	}

	@Override
	public Optional<Tracked> ofRun(Run run) {
		return this.jdbc.sql("SELECT * FROM jenkins_build WHERE job = :job AND run = :run AND run_at = :at")
			.param("job", run.job())
			.param("run", run.number())
			.param("at", run.startedAt().toEpochMilli())
			.query(JdbcTrackedBuilds::row)
			.optional();
	}

	@Override
	public List<Tracked> unlinked(String service) {
		return this.jdbc
			.sql("SELECT * FROM jenkins_build WHERE service = :service AND run IS NULL AND phase <> 'DONE'"
					+ " ORDER BY number")
			.param("service", service)
			.query(JdbcTrackedBuilds::row)
			.list();
	}

	@Override
	public List<Tracked> due(Instant now, int most) {
		return this.jdbc
			.sql("SELECT * FROM jenkins_build WHERE phase <> 'DONE' AND wake_at <= :now"
					+ " ORDER BY wake_at, service, number LIMIT :most")
			.param("now", now.toEpochMilli())
			.param("most", most)
			.query(JdbcTrackedBuilds::row)
			.list();
	}

	@Override
	public int alive() {
		return this.jdbc.sql("SELECT COUNT(*) FROM jenkins_build WHERE phase <> 'DONE'").query(Integer.class).single();
	}

	@Override
	public Instant knownUntil(String job) {
		return this.jdbc.sql("SELECT known_until FROM jenkins_job WHERE job = :job")
			.param("job", job)
			.query(Long.class)
			.optional()
			.map(Instant::ofEpochMilli)
			.orElse(Instant.EPOCH);
	}

	@Override
	public void knownUntil(String job, String service, Instant at) {
		this.transaction.executeWithoutResult((status) -> {
			this.jdbc.sql("DELETE FROM jenkins_job WHERE job = :job").param("job", job).update();
			this.jdbc.sql("INSERT INTO jenkins_job (job, service, known_until) VALUES (:job, :service, :at)")
				.param("job", job)
				.param("service", service)
				.param("at", at.toEpochMilli())
				.update();
		});
	}

	@Override
	public void answering(String service, int number, Answering answering) {
		this.transaction.executeWithoutResult((status) -> {
			on(service, number,
					"DELETE FROM jenkins_answer WHERE service = :service AND number = :number AND input = :input")
				.param("input", answering.input())
				.update();
			on(service, number, """
					INSERT INTO jenkins_answer (service, number, input, proceed, actor, answered_at)
					VALUES (:service, :number, :input, :proceed, :actor, :at)""").param("input", answering.input())
				.param("proceed", answering.proceed())
				.param("actor", answering.actor())
				.param("at", answering.at().toEpochMilli())
				.update();
		});
	}

	@Override
	public void notAnswering(String service, int number, String input) {
		on(service, number,
				"DELETE FROM jenkins_answer WHERE service = :service AND number = :number AND input = :input")
			.param("input", input)
			.update();
	}

	@Override
	public Optional<Answering> answering(String service, int number, String input) {
		return on(service, number,
				"SELECT * FROM jenkins_answer WHERE service = :service AND number = :number AND input = :input")
			.param("input", input)
			.query((rows, at) -> new Answering(rows.getString("input"), rows.getBoolean("proceed"),
					rows.getString("actor"), Instant.ofEpochMilli(rows.getLong("answered_at"))))
			.optional();
	}

	private StatementSpec on(String service, int number, String sql) {
		return this.jdbc.sql(sql).param("service", service).param("number", number);
	}

	private static Tracked row(ResultSet rows, int at) throws SQLException {
		Long run = number(rows, "run");
		return new Tracked(rows.getString("service"), rows.getInt("number"), Phase.valueOf(rows.getString("phase")),
				rows.getString("job"), (run != null) ? run.intValue() : null, time(rows, "run_at"),
				number(rows, "queue_id"), rows.getInt("after_run"), time(rows, "asked_at"), rows.getInt("misses"),
				rows.getString("aborted_by"), time(rows, "aborted_at"), rows.getInt("abort_steps"),
				rows.getString("note"), Instant.ofEpochMilli(rows.getLong("since")),
				Instant.ofEpochMilli(rows.getLong("wake_at")));
	}

	private static @Nullable Long number(ResultSet rows, String column) throws SQLException {
		long value = rows.getLong(column);
		return rows.wasNull() ? null : value;
	}

	private static @Nullable Instant time(ResultSet rows, String column) throws SQLException {
		Long millis = number(rows, column);
		return (millis != null) ? Instant.ofEpochMilli(millis) : null;
	}

}
