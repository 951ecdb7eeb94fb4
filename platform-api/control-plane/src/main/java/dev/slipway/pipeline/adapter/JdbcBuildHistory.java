package dev.slipway.pipeline.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildHistory;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildQuery;
import dev.slipway.pipeline.BuildQuery.Mark;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Reads past builds from the store's tables, with the same SQL on H2 and PostgreSQL. */
final class JdbcBuildHistory implements BuildHistory {

	private static final int MOST_OF_COMMIT = 100;

	private final JdbcClient jdbc;

	JdbcBuildHistory(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public List<Build> find(BuildQuery query, int limit) {
		if (query.teams() != null && query.teams().isEmpty()) {
			return List.of();
		}
		Map<String, Object> values = new HashMap<>();
		StringBuilder sql = new StringBuilder("SELECT * FROM build WHERE TRUE");
		and(sql, values, "team IN (:teams)", "teams", query.teams());
		and(sql, values, "service = :service", "service", query.service());
		and(sql, values, "branch = :branch", "branch", query.branch());
		and(sql, values, "started_by = :person", "person", query.person());
		if (!query.statuses().isEmpty()) {
			and(sql, values, "status IN (:statuses)", "statuses",
					query.statuses().stream().map(BuildStatus::name).toList());
		}
		Mark after = query.after();
		if (after != null) {
			sql.append(" AND (queued_at < :at OR queued_at = :at AND (service > :after OR service = :after")
				.append(" AND number < :number))");
			values.put("at", Rows.time(after.at()));
			values.put("after", after.service());
			values.put("number", after.number());
		}
		sql.append(" ORDER BY queued_at DESC, service, number DESC LIMIT :limit");
		values.put("limit", limit);
		return this.jdbc.sql(sql.toString()).params(values).query(Rows::build).list();
	}

	private static void and(StringBuilder sql, Map<String, Object> values, String condition, String name,
			@Nullable Object value) {
		if (value != null) {
			sql.append(" AND ").append(condition);
			values.put(name, value);
		}
	}

	@Override
	public List<Build> ofCommit(String service, String commit) {
		return this.jdbc
			.sql("SELECT * FROM build WHERE service = :service AND commit_id = :commit ORDER BY number LIMIT :limit")
			.param("service", service)
			.param("commit", commit)
			.param("limit", MOST_OF_COMMIT)
			.query(Rows::build)
			.list();
	}

	@Override
	public List<TestRun> failingRuns(String service, @Nullable String branch, int builds, int tests) {
		return select("""
				SELECT b.branch, b.commit_id, b.queued_at, t.number, t.suite, t.name, t.status, t.duration_millis,
					CAST(NULL AS VARCHAR) AS message""", service, branch, builds, """
				JOIN (SELECT f.suite, f.name FROM build_test f
					JOIN newest n ON f.service = n.service AND f.number = n.number WHERE f.status = 'FAILED'
					GROUP BY f.suite, f.name
					ORDER BY COUNT(DISTINCT f.number) DESC, f.suite, f.name LIMIT :tests) bad
					ON bad.suite = t.suite AND bad.name = t.name
				ORDER BY t.number, t.seq""").param("tests", tests).query(JdbcBuildHistory::run).list();
	}

	@Override
	public List<TestRun> testRuns(String service, String suite, String name, @Nullable String branch, int builds) {
		return select("SELECT b.branch, b.commit_id, b.queued_at, t.*", service, branch, builds,
				"WHERE t.suite = :suite AND t.name = :name ORDER BY t.number, t.seq")
			.param("suite", suite)
			.param("name", name)
			.query(JdbcBuildHistory::run)
			.list();
	}

	@Override
	public List<SlowTest> slowest(String service, @Nullable String branch, int builds, int limit) {
		return select("SELECT t.suite, t.name, COUNT(*) AS runs, AVG(t.duration_millis) AS average,"
				+ " MAX(t.duration_millis) AS longest", service, branch, builds, """
						WHERE t.status <> 'SKIPPED' GROUP BY t.suite, t.name
						ORDER BY average DESC, t.suite, t.name LIMIT :limit""")
			.param("limit", limit)
			.query((row, index) -> new SlowTest(row.getString("suite"), row.getString("name"), row.getInt("runs"),
					Math.round(row.getDouble("average")), row.getLong("longest")))
			.list();
	}

	/** Selects from the tests of the newest so many builds that ran some. */
	private StatementSpec select(String what, String service, @Nullable String branch, int builds, String rest) {
		StatementSpec sql = this.jdbc.sql("""
				WITH newest AS (SELECT service, number, branch, commit_id, queued_at FROM build c
					WHERE service = :service %s
					AND EXISTS (SELECT 1 FROM build_test e WHERE e.service = c.service AND e.number = c.number)
					ORDER BY number DESC LIMIT :builds)
				%s FROM newest b JOIN build_test t ON t.service = b.service AND t.number = b.number
				%s""".formatted((branch != null) ? "AND branch = :branch" : "", what, rest))
			.param("service", service)
			.param("builds", builds);
		return (branch != null) ? sql.param("branch", branch) : sql;
	}

	private static TestRun run(ResultSet row, int index) throws SQLException {
		return new TestRun(row.getInt("number"), row.getString("branch"), row.getString("commit_id"),
				row.getObject("queued_at", OffsetDateTime.class).toInstant(), Rows.test(row, index));
	}

	@Override
	public List<Timed> timed(String service, @Nullable String branch, int builds) {
		StatementSpec sql = this.jdbc
			.sql("SELECT * FROM build WHERE service = :service AND status = 'SUCCESS'"
					+ ((branch != null) ? " AND branch = :branch" : "") + " ORDER BY number DESC LIMIT :builds")
			.param("service", service)
			.param("builds", builds);
		List<Build> newest = new ArrayList<>(
				((branch != null) ? sql.param("branch", branch) : sql).query(Rows::build).list());
		if (newest.isEmpty()) {
			return List.of();
		}
		Map<Integer, List<BuildStage>> stages = of(service, newest, "build_stage", Rows::stage);
		Map<Integer, List<BuildInput>> inputs = of(service, newest, "build_input", Rows::input);
		Collections.reverse(newest);
		return newest.stream()
			.map((build) -> new Timed(build, stages.getOrDefault(build.number(), List.of()),
					inputs.getOrDefault(build.number(), List.of())))
			.toList();
	}

	/** The rows of one of the builds' tables, by the builds' numbers. */
	private <T> Map<Integer, List<T>> of(String service, List<Build> builds, String table, RowMapper<T> mapper) {
		Map<Integer, List<T>> rows = new HashMap<>();
		this.jdbc
			.sql("SELECT * FROM " + table + " WHERE service = :service AND number IN (:numbers) ORDER BY number, id")
			.param("service", service)
			.param("numbers", builds.stream().map(Build::number).toList())
			.query((row) -> {
				rows.computeIfAbsent(row.getInt("number"), (number) -> new ArrayList<>()).add(mapper.mapRow(row, 0));
			});
		return rows;
	}

}
