package dev.slipway.chaos.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import dev.slipway.chaos.Definition;
import dev.slipway.chaos.Experiment;
import dev.slipway.chaos.ExperimentStore;
import dev.slipway.chaos.Halt;
import dev.slipway.chaos.Plan;
import dev.slipway.chaos.Verdict;
import dev.slipway.flow.StateCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.transaction.support.TransactionOperations;

/** Experiments in JDBC; a unique column lets one run a target be live. */
final class JdbcExperimentStore implements ExperimentStore {

	private final JdbcClient jdbc;

	private final TransactionOperations transaction;

	private final StateCodec codec;

	JdbcExperimentStore(JdbcClient jdbc, TransactionOperations transaction, StateCodec codec) {
		this.jdbc = jdbc;
		this.transaction = transaction;
		this.codec = codec;
	}

	@Override
	public Experiment add(String team, Definition definition, String createdBy, Instant now) {
		return add(null, team, definition, createdBy, now);
	}

	@Override
	public Experiment ofGate(String key, String team, Definition definition, String createdBy, Instant now) {
		return ofGate(key).orElseGet(() -> {
			try {
				return add(key, team, definition, createdBy, now);
			}
			catch (DuplicateKeyException ex) {
				return ofGate(key).orElseThrow(() -> ex);
			}
		});
	}

	private Optional<Experiment> ofGate(String key) {
		return this.jdbc.sql("SELECT * FROM experiment WHERE gate_key = :key")
			.param("key", key)
			.query(this::experiment)
			.optional();
	}

	private Experiment add(@Nullable String key, String team, Definition definition, String createdBy, Instant now) {
		GeneratedKeyHolder id = new GeneratedKeyHolder();
		this.jdbc.sql("""
				INSERT INTO experiment (team, service, environment, definition, created_by, created_at, gate_key)
				VALUES (:team, :service, :environment, :definition, :by, :now, :key)""")
			.param("key", key, java.sql.Types.VARCHAR)
			.param("team", team)
			.param("service", definition.service())
			.param("environment", definition.environment())
			.param("definition", this.codec.write(Definition.class, definition))
			.param("by", createdBy)
			.param("now", time(now))
			.update(id, "id");
		return find(Objects.requireNonNull(id.getKey()).longValue()).orElseThrow();
	}

	@Override
	public Optional<Experiment> find(long id) {
		return this.jdbc.sql("SELECT * FROM experiment WHERE id = :id")
			.param("id", id)
			.query(this::experiment)
			.optional();
	}

	@Override
	public List<Experiment> list(long below, int limit) {
		return this.jdbc.sql("SELECT * FROM experiment WHERE id < :below ORDER BY id DESC FETCH FIRST :limit ROWS ONLY")
			.param("below", below)
			.param("limit", limit)
			.query(this::experiment)
			.list();
	}

	@Override
	public Optional<Plan> open(Experiment experiment, String startedBy, Instant now, Consumer<Plan> more) {
		try {
			return Optional.ofNullable(this.transaction.execute((status) -> {
				Plan plan = insert(experiment, startedBy, now);
				more.accept(plan);
				return plan;
			}));
		}
		catch (DuplicateKeyException ex) {
			return Optional.empty();
		}
	}

	private Plan insert(Experiment experiment, String startedBy, Instant now) {
		int number = this.jdbc.sql("SELECT COALESCE(MAX(number), 0) + 1 FROM experiment_run WHERE experiment_id = :id")
			.param("id", experiment.id())
			.query(Integer.class)
			.single();
		Definition definition = experiment.definition();
		// A gate's experiment runs once, whoever else starts it just now.
		int next = (definition.candidate() != null) ? 1 : number;
		this.jdbc.sql("""
				INSERT INTO experiment_run (experiment_id, number, live_target, started_by, started_at)
				VALUES (:id, :number, :target, :by, :now)""")
			.param("id", experiment.id())
			.param("number", next)
			.param("target", definition.service() + "/" + definition.environment())
			.param("by", startedBy)
			.param("now", time(now))
			.update();
		return new Plan(experiment.id(), next, experiment.team(), definition, startedBy);
	}

	@Override
	public boolean conclude(Plan plan, Verdict verdict, Instant now) {
		return this.jdbc.sql("""
				UPDATE experiment_run SET live_target = NULL, verdict = :verdict, ended_at = :now
				WHERE experiment_id = :id AND number = :number AND verdict IS NULL""")
			.param("verdict", verdict.name())
			.param("now", time(now))
			.param("id", plan.experiment())
			.param("number", plan.number())
			.update() == 1;
	}

	@Override
	public List<RunKey> live() {
		return this.jdbc.sql("""
				SELECT experiment_id, number FROM experiment_run WHERE live_target IS NOT NULL
				ORDER BY experiment_id, number""").query(JdbcExperimentStore::runKey).list();
	}

	@Override
	public List<RunKey> runs(long experiment, int limit) {
		return this.jdbc.sql("""
				SELECT experiment_id, number FROM experiment_run WHERE experiment_id = :id
				ORDER BY number DESC FETCH FIRST :limit ROWS ONLY""")
			.param("id", experiment)
			.param("limit", limit)
			.query(JdbcExperimentStore::runKey)
			.list();
	}

	@Override
	public List<PastRun> runs(String service, Instant until, int limit) {
		return this.jdbc.sql("""
				SELECT e.*, r.number, r.started_by, r.started_at, r.verdict, r.ended_at
				FROM experiment_run r JOIN experiment e ON e.id = r.experiment_id
				WHERE e.service = :service AND r.started_at <= :until
				ORDER BY r.started_at DESC, e.id DESC, r.number DESC FETCH FIRST :limit ROWS ONLY""")
			.param("service", service)
			.param("until", until.atOffset(ZoneOffset.UTC))
			.param("limit", limit)
			.query(this::pastRun)
			.list();
	}

	@Override
	public Halt halt() {
		return this.jdbc.sql("SELECT * FROM chaos_halt WHERE id = 1").query((row, number) -> {
			OffsetDateTime at = row.getObject("switched_at", OffsetDateTime.class);
			return new Halt(row.getBoolean("halted"), text(row, "reason"), row.getString("switched_by"),
					(at != null) ? at.toInstant() : null);
		}).single();
	}

	@Override
	public void halt(Halt halt) {
		this.jdbc.sql("""
				UPDATE chaos_halt SET halted = :on, reason = :reason, switched_by = :by, switched_at = :at
				WHERE id = 1""")
			.param("on", halt.on())
			.param("reason", halt.reason())
			.param("by", halt.by())
			.param("at", (halt.at() != null) ? time(halt.at()) : null, java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
			.update();
	}

	private Experiment experiment(ResultSet row, int number) throws SQLException {
		return new Experiment(row.getLong("id"), text(row, "team"),
				this.codec.read(Definition.class, text(row, "definition")), text(row, "created_by"),
				row.getObject("created_at", OffsetDateTime.class).toInstant());
	}

	private PastRun pastRun(ResultSet row, int index) throws SQLException {
		String verdict = row.getString("verdict");
		OffsetDateTime endedAt = row.getObject("ended_at", OffsetDateTime.class);
		return new PastRun(experiment(row, index), row.getInt("number"), text(row, "started_by"),
				row.getObject("started_at", OffsetDateTime.class).toInstant(),
				(verdict != null) ? Verdict.valueOf(verdict) : null, (endedAt != null) ? endedAt.toInstant() : null);
	}

	private static RunKey runKey(ResultSet row, int number) throws SQLException {
		return new RunKey(row.getLong("experiment_id"), row.getInt("number"));
	}

	private static String text(ResultSet row, String column) throws SQLException {
		return Objects.requireNonNull(row.getString(column), column);
	}

	private static OffsetDateTime time(Instant instant) {
		return instant.truncatedTo(java.time.temporal.ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
	}

}
