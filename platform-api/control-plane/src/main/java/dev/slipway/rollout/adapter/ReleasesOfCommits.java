package dev.slipway.rollout.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.pipeline.CommitReleases;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells the pipeline what became of its commits, with one query: a service has hundreds
 * of releases, and the manifests of each are long.
 */
final class ReleasesOfCommits implements CommitReleases {

	private static final int MOST = 500;

	/**
	 * A release is live from its promotion on, which the first state after it tells; one
	 * whose history is gone counts from when it was asked for.
	 */
	private static final String PLACED = """
			SELECT r.environment, r.number, r.commit_id, r.image, r.build, r.outcome, r.rollback_of, r.requested_at,
			    (SELECT MIN(h.at) FROM flow_history h WHERE h.kind = 'release'
			        AND h.id = r.service || '/' || r.environment || '/' || CAST(r.number AS VARCHAR(20))
			        AND h.state IN ('Warm', 'Contracting', 'Retiring', 'Succeeded')) AS promoted_at
			FROM release r WHERE r.service = :service AND %s
			ORDER BY r.requested_at DESC, r.environment, r.number DESC LIMIT :most""";

	private final JdbcClient jdbc;

	private final Environments environments;

	ReleasesOfCommits(JdbcClient jdbc, Environments environments) {
		this.jdbc = jdbc;
		this.environments = environments;
	}

	@Override
	public String production() {
		List<Environment> all = this.environments.all();
		return all.isEmpty() ? "" : all.get(all.size() - 1).name();
	}

	@Override
	public List<Placed> ofCommit(String service, String commit) {
		return this.jdbc.sql(PLACED.formatted("r.commit_id = :commit"))
			.param("service", service)
			.param("commit", commit)
			.param("most", MOST)
			.query(ReleasesOfCommits::placed)
			.list()
			.stream()
			.sorted(Comparator.comparing(Placed::requestedAt))
			.toList();
	}

	@Override
	public List<Placed> live(String service, String environment, Instant start) {
		return this.jdbc
			.sql(PLACED.formatted("r.environment = :environment AND r.requested_at >= :start"
					+ " AND r.rollback_of IS NULL AND r.outcome IN ('SUCCEEDED', 'ROLLED_BACK')"))
			.param("service", service)
			.param("environment", environment)
			.param("start", OffsetDateTime.ofInstant(start, ZoneOffset.UTC))
			.param("most", MOST)
			.query(ReleasesOfCommits::placed)
			.list()
			.stream()
			.sorted(Comparator.comparing((Placed placed) -> Objects.requireNonNull(placed.liveAt())))
			.toList();
	}

	private static Placed placed(ResultSet row, int index) throws SQLException {
		int number = row.getInt("build");
		Integer build = row.wasNull() ? null : number;
		row.getInt("rollback_of");
		boolean again = !row.wasNull();
		String outcome = row.getString("outcome");
		Instant requested = row.getObject("requested_at", OffsetDateTime.class).toInstant();
		OffsetDateTime promoted = row.getObject("promoted_at", OffsetDateTime.class);
		boolean live = "SUCCEEDED".equals(outcome) || "ROLLED_BACK".equals(outcome);
		return new Placed(row.getString("environment"), row.getInt("number"), row.getString("commit_id"),
				row.getString("image"), build, (outcome != null) ? outcome : "PROGRESSING", again, requested,
				!live ? null : (promoted != null) ? promoted.toInstant() : requested);
	}

}
