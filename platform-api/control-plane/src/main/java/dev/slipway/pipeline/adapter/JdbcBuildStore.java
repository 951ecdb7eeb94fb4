package dev.slipway.pipeline.adapter;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildInput.Answer;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.TestCase;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.transaction.support.TransactionOperations;

/** Pipelines and builds in tables, with the same SQL on H2 and PostgreSQL. */
final class JdbcBuildStore implements BuildStore {

	private final JdbcClient jdbc;

	private final TransactionOperations transaction;

	JdbcBuildStore(JdbcClient jdbc, TransactionOperations transaction) {
		this.jdbc = jdbc;
		this.transaction = transaction;
	}

	@Override
	public void addPipeline(String team, String service) {
		this.jdbc
			.sql("INSERT INTO pipeline (service, team, next_number, first_built) VALUES (:service, :team, 1, FALSE)"
					+ " ON CONFLICT DO NOTHING")
			.param("service", service)
			.param("team", team)
			.update();
	}

	@Override
	public void removePipeline(String service) {
		this.jdbc.sql("DELETE FROM pipeline WHERE service = :service").param("service", service).update();
	}

	@Override
	public List<Pipeline> pipelines(boolean onlyNew) {
		return this.jdbc.sql("SELECT * FROM pipeline " + (onlyNew ? "WHERE NOT first_built " : "") + "ORDER BY service")
			.query(Rows::pipeline)
			.list();
	}

	@Override
	public Optional<Pipeline> pipeline(String service) {
		return this.jdbc.sql("SELECT * FROM pipeline WHERE service = :service")
			.param("service", service)
			.query(Rows::pipeline)
			.optional();
	}

	@Override
	public Added add(BuildRequest request, Instant now) {
		return Objects.requireNonNull(this.transaction.execute((status) -> insert(request, now)));
	}

	/** The pipeline's row is the lock: numbers have no gaps and keys no doubles. */
	private Added insert(BuildRequest request, Instant now) {
		int number = this.jdbc.sql("SELECT next_number FROM pipeline WHERE service = :service FOR UPDATE")
			.param("service", request.service())
			.query(Integer.class)
			.optional()
			.orElseThrow(() -> new NoSuchElementException("The service " + request.service() + " has no pipeline"));
		Optional<Build> known = findByKey(request.service(), request.key());
		if (known.isPresent()) {
			return new Added(known.get(), false);
		}
		Build build = new Build(number, request, BuildStatus.QUEUED, Rows.cut(now), null, null, null, null);
		this.jdbc.sql("UPDATE pipeline SET next_number = next_number + 1, first_built = TRUE WHERE service = :service")
			.param("service", request.service())
			.update();
		on(build.service(), number,
				"""
						INSERT INTO build (service, number, team, build_key, branch, commit_id, cause, started_by, status,
							queued_at, parameters)
						VALUES (:service, :number, :team, :key, :branch, :commit, :cause, :by, :status, :queued, :parameters)""")
			.param("team", request.team())
			.param("key", request.key())
			.param("branch", request.branch())
			.param("commit", request.commit())
			.param("cause", Rows.cut(request.cause(), 300))
			.param("by", Rows.cut(request.startedBy(), 200))
			.param("status", build.status().name())
			.param("queued", Rows.time(build.queuedAt()))
			.param("parameters", Rows.parameters(request.parameters(), 8000))
			.update();
		return new Added(build, true);
	}

	@Override
	public boolean save(Build build) {
		BuildFailure failure = build.failure();
		return on(build.service(), build.number(), """
				UPDATE build SET status = :status, started_at = :started, ended_at = :ended, image = :image,
					failure_stage = :stage, failure_message = :message, failure_remedy = :remedy
				WHERE service = :service AND number = :number AND status IN ('QUEUED', 'RUNNING')""")
			.param("status", build.status().name())
			.param("started", Rows.time(build.startedAt()))
			.param("ended", Rows.time(build.endedAt()))
			.param("image", fits(build.image(), 500))
			.param("stage", (failure != null) ? Rows.cut(failure.stage(), 300) : null)
			.param("message", (failure != null) ? Rows.cut(failure.message(), 4000) : null)
			.param("remedy", (failure != null) ? Rows.cut(failure.remedy(), 1000) : null)
			.update() == 1;
	}

	@Override
	public void saveCommit(String service, int number, String commit) {
		on(service, number, "UPDATE build SET commit_id = :commit WHERE service = :service AND number = :number")
			.param("commit", Rows.cut(commit, 64))
			.update();
	}

	@Override
	public Optional<Build> find(String service, int number) {
		return on(service, number, "SELECT * FROM build WHERE service = :service AND number = :number")
			.query(Rows::build)
			.optional();
	}

	@Override
	public Optional<Build> findByKey(String service, String key) {
		return this.jdbc.sql("SELECT * FROM build WHERE service = :service AND build_key = :key")
			.param("service", service)
			.param("key", key)
			.query(Rows::build)
			.optional();
	}

	@Override
	public List<Build> list(String service, int before, int limit) {
		return on(service, before,
				"SELECT * FROM build WHERE service = :service AND number < :number ORDER BY number DESC LIMIT :limit")
			.param("limit", limit)
			.query(Rows::build)
			.list();
	}

	@Override
	public List<Build> list(String service, Instant until, int limit) {
		return this.jdbc
			.sql("SELECT * FROM build WHERE service = :service AND queued_at <= :until"
					+ " ORDER BY queued_at DESC, number DESC LIMIT :limit")
			.param("service", service)
			.param("until", until.atOffset(ZoneOffset.UTC))
			.param("limit", limit)
			.query(Rows::build)
			.list();
	}

	@Override
	public List<Build> unfinished() {
		return this.jdbc
			.sql("SELECT * FROM build WHERE status IN ('QUEUED', 'RUNNING') ORDER BY queued_at, service, number")
			.query(Rows::build)
			.list();
	}

	@Override
	public List<Integer> endedBut(String service, int newest) {
		return this.jdbc.sql("""
				SELECT number FROM build WHERE service = :service AND status NOT IN ('QUEUED', 'RUNNING')
				ORDER BY number DESC OFFSET :newest ROWS""")
			.param("service", service)
			.param("newest", newest)
			.query(Integer.class)
			.list();
	}

	@Override
	public void remove(String service, int number) {
		on(service, number, "DELETE FROM build WHERE service = :service AND number = :number"
				+ " AND status NOT IN ('QUEUED', 'RUNNING')")
			.update();
	}

	@Override
	public void saveStage(String service, int number, BuildStage stage) {
		this.transaction.executeWithoutResult((status) -> {
			on(service, number, "DELETE FROM build_stage WHERE service = :service AND number = :number AND id = :id")
				.param("id", stage.id())
				.update();
			on(service, number,
					"""
							INSERT INTO build_stage (service, number, id, parent, kind, name, status, started_at, ended_at,
								message, log_start)
							VALUES (:service, :number, :id, :parent, :kind, :name, :status, :started, :ended, :message, :log)""")
				.param("id", stage.id())
				.param("parent", stage.parent())
				.param("kind", stage.kind())
				.param("name", Rows.cut(stage.name(), 300))
				.param("status", stage.status().name())
				.param("started", Rows.time(stage.startedAt()))
				.param("ended", Rows.time(stage.endedAt()))
				.param("message", Rows.cut(stage.message(), 4000))
				.param("log", stage.logStart())
				.update();
		});
	}

	@Override
	public List<BuildStage> stages(String service, int number) {
		return on(service, number,
				"SELECT * FROM build_stage WHERE service = :service AND number = :number ORDER BY id")
			.query(Rows::stage)
			.list();
	}

	@Override
	public void addTests(String service, int number, List<TestCase> tests) {
		this.transaction.executeWithoutResult((status) -> {
			int seq = on(service, number,
					"SELECT COALESCE(MAX(seq), 0) FROM build_test WHERE service = :service AND number = :number")
				.query(Integer.class)
				.single();
			for (TestCase test : tests) {
				seq++;
				insert(service, number, seq, test);
			}
		});
	}

	private void insert(String service, int number, int seq, TestCase test) {
		on(service, number, """
				INSERT INTO build_test (service, number, seq, suite, name, status, duration_millis, message)
				VALUES (:service, :number, :seq, :suite, :name, :status, :millis, :message)""").param("seq", seq)
			.param("suite", Rows.cut(test.suite(), 300))
			.param("name", Rows.cut(test.name(), 500))
			.param("status", test.status())
			.param("millis", test.durationMillis())
			.param("message", Rows.cut(test.message(), 4000))
			.update();
	}

	@Override
	public List<TestCase> tests(String service, int number) {
		return on(service, number,
				"SELECT * FROM build_test WHERE service = :service AND number = :number ORDER BY seq")
			.query(Rows::test)
			.list();
	}

	@Override
	public void saveInput(String service, int number, BuildInput input) {
		Answer answer = input.answer();
		String id = Rows.whole("its id", input.id(), 200);
		String parameters = Rows.whole("what it asks for", input.parameters(), 20_000);
		String submitters = Rows.whole("who may answer", input.submitters(), 4000);
		this.transaction.executeWithoutResult((status) -> {
			on(service, number, "DELETE FROM build_input WHERE service = :service AND number = :number AND id = :id")
				.param("id", id)
				.update();
			on(service, number, """
					INSERT INTO build_input (service, number, id, message, proceed_label, parameters, submitters,
						asked_at, proceeded, answered_by, answered_at)
					VALUES (:service, :number, :id, :message, :label, :parameters, :submitters, :asked, :proceeded, :by,
						:at)""").param("id", id)
				.param("message", Rows.cut(input.message(), 4000))
				.param("label", Rows.cut(input.proceedLabel(), 200))
				.param("parameters", parameters)
				.param("submitters", submitters)
				.param("asked", Rows.time(input.askedAt()))
				.param("proceeded", (answer != null) ? answer.proceed() : null)
				.param("by", (answer != null) ? Rows.cut(answer.actor(), 200) : null)
				.param("at", (answer != null) ? Rows.time(answer.at()) : null)
				.update();
		});
	}

	@Override
	public List<BuildInput> inputs(String service, int number) {
		return on(service, number,
				"SELECT * FROM build_input WHERE service = :service AND number = :number ORDER BY asked_at, id")
			.query(Rows::input)
			.list();
	}

	@Override
	public List<OpenInput> openInputs() {
		return this.jdbc.sql("""
				SELECT i.* FROM build_input i JOIN build b ON b.service = i.service AND b.number = i.number
				WHERE b.status IN ('QUEUED', 'RUNNING') AND i.answered_by IS NULL
				ORDER BY i.asked_at, i.service, i.number, i.id""")
			.query((row, index) -> new OpenInput(row.getString("service"), row.getInt("number"),
					Rows.input(row, index)))
			.list();
	}

	@Override
	public void saveProcess(String service, int number, BuildProcess process) {
		on(service, number, """
				UPDATE build SET pid = :pid, pid_started = :started, cookie = :cookie,
					token_id = :token
				WHERE service = :service AND number = :number""").param("pid", process.pid())
			.param("started", process.startedMillis())
			.param("cookie", process.cookie())
			.param("token", process.token())
			.update();
	}

	@Override
	public Optional<BuildProcess> process(String service, int number) {
		return on(service, number,
				"SELECT * FROM build WHERE service = :service AND number = :number AND pid IS NOT NULL")
			.query(Rows::process)
			.optional();
	}

	/** A reference that is cut leads elsewhere: none then. */
	private static @Nullable String fits(@Nullable String text, int length) {
		return (text != null && text.length() <= length) ? Rows.cut(text, length) : null;
	}

	private StatementSpec on(String service, int number, String sql) {
		return this.jdbc.sql(sql).param("service", service).param("number", number);
	}

}
