package dev.slipway.rollout.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import dev.slipway.database.Numbering;
import dev.slipway.flow.StateCodec;
import dev.slipway.rollout.BreakGlass.Pointed;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Release.Draft;
import dev.slipway.rollout.ReleaseQuery;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.strategy.Strategy;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Releases in the table {@code release}. */
final class JdbcReleaseStore implements ReleaseStore {

	private static final String OF = " FROM release WHERE service = :service AND environment = :environment ";

	/** By all columns of the key: H2 reads an index backwards only then. */
	private static final String NEWEST = " ORDER BY service DESC, environment DESC, number DESC ";

	/** The same, by the index of outcomes. */
	private static final String NEWEST_OUTCOME = " ORDER BY outcome DESC, service DESC, environment DESC,"
			+ " number DESC LIMIT 1";

	private final JdbcClient jdbc;

	private final TransactionTemplate transactions;

	private final StateCodec codec;

	private final Drafts drafts = new Drafts();

	JdbcReleaseStore(JdbcClient jdbc, TransactionTemplate transactions, StateCodec codec) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.codec = codec;
	}

	@Override
	public Release add(Draft draft, Consumer<Release> alongside) {
		return Numbering.keep(this.transactions, () -> {
			Release release = new Release(lastNumber(draft) + 1, draft, null, null);
			insert(release);
			alongside.accept(release);
			return release;
		});
	}

	@Override
	public void adopt(Release adopted) {
		this.transactions.executeWithoutResult((status) -> {
			if (find(adopted.draft().service(), adopted.draft().environment(), adopted.number()).isEmpty()) {
				insert(adopted);
				record(adopted, Outcome.SUCCEEDED, String.valueOf(adopted.reason()));
				end(adopted, adopted.draft().requestedAt());
			}
		});
	}

	@Override
	public Optional<Release> find(String service, String environment, int number) {
		return select("SELECT *" + OF + "AND number = :number", service, environment).param("number", number)
			.query(this::row)
			.optional();
	}

	@Override
	public List<Release> list(String service, String environment, int below, int limit) {
		return select("SELECT *" + OF + "AND number < :below" + NEWEST + "LIMIT :limit", service, environment)
			.param("below", below)
			.param("limit", limit)
			.query(this::listed)
			.list();
	}

	@Override
	public List<Release> list(String service, Instant until, int limit) {
		return this.jdbc
			.sql("SELECT * FROM release WHERE service = :service AND requested_at <= :until"
					+ " ORDER BY requested_at DESC, environment, number DESC LIMIT :limit")
			.param("service", service)
			.param("until", OffsetDateTime.ofInstant(until, ZoneOffset.UTC))
			.param("limit", limit)
			.query(this::listed)
			.list();
	}

	@Override
	public List<Integer> open(String service, String environment) {
		return select("SELECT number" + OF + "AND ended_at IS NULL ORDER BY number DESC", service, environment)
			.query(Integer.class)
			.list();
	}

	@Override
	public List<Release> find(ReleaseQuery query, int limit) {
		if (query.teams() != null && query.teams().isEmpty()) {
			return List.of();
		}
		ReleaseSearch search = new ReleaseSearch(query);
		return this.jdbc.sql(search.sql()).params(search.parameters()).param("limit", limit).query(this::listed).list();
	}

	@Override
	public Optional<Release> stableBefore(String service, String environment, int number) {
		return select("SELECT *" + OF + "AND outcome = 'SUCCEEDED' AND number < :number" + NEWEST_OUTCOME, service,
				environment)
			.param("number", number)
			.query(this::row)
			.optional();
	}

	@Override
	public Set<Integer> builds(String service, int newest) {
		return this.jdbc.sql("""
				SELECT DISTINCT build FROM (
				    SELECT build, ROW_NUMBER() OVER (PARTITION BY environment ORDER BY number DESC) AS place
				    FROM release WHERE service = :service AND (outcome IS NULL OR outcome = 'SUCCEEDED')) AS newest
				WHERE place <= :newest AND build IS NOT NULL""")
			.param("service", service)
			.param("newest", newest)
			.query(Integer.class)
			.set();
	}

	@Override
	public boolean succeeded(String service, String environment, String digest) {
		return !select("SELECT number" + OF + "AND outcome = 'SUCCEEDED' AND image LIKE :image LIMIT 1", service,
				environment)
			.param("image", "%@" + digest)
			.query(Integer.class)
			.list()
			.isEmpty();
	}

	@Override
	public Optional<Release> stable(String service, String environment) {
		// One release is live at a time, so the newest promoted was promoted last.
		return select("SELECT *" + OF + "AND outcome = 'SUCCEEDED'" + NEWEST_OUTCOME, service, environment)
			.query(this::row)
			.optional();
	}

	@Override
	public Outcome record(Release release, Outcome outcome, String reason) {
		Draft draft = release.draft();
		String update = "UPDATE release SET outcome = :outcome, reason = :reason "
				+ "WHERE service = :service AND environment = :environment AND number = :number AND outcome IS NULL";
		select(update, draft.service(), draft.environment()).param("number", release.number())
			.param("outcome", outcome.name())
			.param("reason", reason)
			.update();
		return find(draft.service(), draft.environment(), release.number()).map(Release::outcome)
			.orElseThrow(() -> new IllegalStateException(release.objectName() + " is not in the store"));
	}

	@Override
	public List<Release> stables() {
		return this.jdbc
			.sql("SELECT r.* FROM release r JOIN (SELECT service, environment, MAX(number) AS number FROM release "
					+ "WHERE outcome = 'SUCCEEDED' GROUP BY service, environment) s "
					+ "ON r.service = s.service AND r.environment = s.environment AND r.number = s.number")
			.query(this::listed)
			.list();
	}

	@Override
	public void end(Release release, Instant at) {
		Draft draft = release.draft();
		select("UPDATE release SET ended_at = :at WHERE service = :service AND environment = :environment "
				+ "AND number = :number AND ended_at IS NULL", draft.service(), draft.environment())
			.param("number", release.number())
			.param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
			.update();
		this.drafts.forget(Drafts.Key.of(release));
	}

	@Override
	public void point(Release from, Release to, Instant at) {
		String service = to.draft().service();
		String environment = to.draft().environment();
		this.transactions.executeWithoutResult((status) -> {
			select("UPDATE release SET outcome = 'ROLLED_BACK', reason = :reason WHERE service = :service "
					+ "AND environment = :environment AND number > :number AND outcome = 'SUCCEEDED'", service,
					environment)
				.param("number", to.number())
				.param("reason", "Rolled back to release " + to.number() + " with kubectl")
				.update();
			select("UPDATE release SET outcome = 'SUCCEEDED', reason = :reason WHERE service = :service "
					+ "AND environment = :environment AND number = :number AND outcome <> 'SUCCEEDED'", service,
					environment)
				.param("number", to.number())
				.param("reason", "Promoted with kubectl, after " + to.outcome() + ": " + to.reason())
				.update();
			select("INSERT INTO release_by_hand (service, environment, from_number, to_number, pointed_at) "
					+ "VALUES (:service, :environment, :from, :to, :at)", service, environment)
				.param("from", from.number())
				.param("to", to.number())
				.param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
				.update();
		});
	}

	@Override
	public List<Pointed> pointed(String service, Instant until, int limit) {
		return this.jdbc
			.sql("SELECT * FROM release_by_hand WHERE service = :service AND pointed_at <= :until "
					+ "ORDER BY pointed_at DESC, id DESC LIMIT :limit")
			.param("service", service)
			.param("until", OffsetDateTime.ofInstant(until, ZoneOffset.UTC))
			.param("limit", limit)
			.query((row, index) -> new Pointed(row.getString("environment"), row.getInt("from_number"),
					row.getInt("to_number"), row.getObject("pointed_at", OffsetDateTime.class).toInstant()))
			.list();
	}

	@Override
	public void rollBack(Release release, String reason) {
		Draft draft = release.draft();
		select("UPDATE release SET outcome = 'ROLLED_BACK', reason = :reason WHERE service = :service "
				+ "AND environment = :environment AND number = :number AND outcome = 'SUCCEEDED'", draft.service(),
				draft.environment())
			.param("number", release.number())
			.param("reason", reason)
			.update();
	}

	private JdbcClient.StatementSpec select(String sql, String service, String environment) {
		return this.jdbc.sql(sql).param("service", service).param("environment", environment);
	}

	private int lastNumber(Draft draft) {
		return select("SELECT COALESCE(MAX(number), 0)" + OF, draft.service(), draft.environment()).query(Integer.class)
			.single();
	}

	private void insert(Release release) {
		Draft draft = release.draft();
		this.jdbc.sql("""
				INSERT INTO release (service, environment, number, team, image, commit_id, build, replicas,
				    strategy, manifests, rollback_of, migrated_by, contracts, requested_by,
				    requested_at)
				VALUES (:service, :environment, :number, :team, :image, :commit, :build, :replicas,
				    :strategy, :manifests, :rollbackOf, :migratedBy, :contracts, :requestedBy, :requestedAt)
				""")
			.param("service", draft.service())
			.param("environment", draft.environment())
			.param("number", release.number())
			.param("team", draft.team())
			.param("image", draft.image())
			.param("commit", draft.commit())
			.param("build", draft.build(), java.sql.Types.INTEGER)
			.param("replicas", draft.replicas())
			.param("strategy", this.codec.write(Strategy.class, draft.strategy()))
			.param("manifests", draft.manifests())
			.param("rollbackOf", draft.rollbackOf(), java.sql.Types.INTEGER)
			.param("migratedBy", draft.migratedBy(), java.sql.Types.INTEGER)
			.param("contracts", draft.contracts())
			.param("requestedBy", draft.requestedBy())
			.param("requestedAt", OffsetDateTime.ofInstant(draft.requestedAt(), ZoneOffset.UTC))
			.update();
	}

	private Release row(ResultSet row, int index) throws SQLException {
		return release(row, true);
	}

	/** Many are listed, and few of them are looked at again. */
	private Release listed(ResultSet row, int index) throws SQLException {
		return release(row, false);
	}

	private Release release(ResultSet row, boolean again) throws SQLException {
		String outcome = row.getString("outcome");
		Drafts.Key key = new Drafts.Key(row.getString("service"), row.getString("environment"), row.getInt("number"),
				instant(row));
		Draft known = this.drafts.find(key);
		Draft draft = (known != null) ? known : draft(row);
		if (known == null && again) {
			this.drafts.keep(key, draft);
		}
		return new Release(key.number(), draft, (outcome != null) ? Outcome.valueOf(outcome) : null,
				row.getString("reason"));
	}

	private Draft draft(ResultSet row) throws SQLException {
		Strategy strategy = this.codec.read(Strategy.class, row.getString("strategy"));
		return new Draft(row.getString("service"), row.getString("environment"), row.getString("team"),
				row.getString("image"), row.getString("commit_id"), integer(row, "build"), row.getInt("replicas"),
				strategy, row.getString("manifests"), integer(row, "rollback_of"), integer(row, "migrated_by"),
				row.getBoolean("contracts"), row.getString("requested_by"), instant(row));
	}

	private static Instant instant(ResultSet row) throws SQLException {
		return row.getObject("requested_at", OffsetDateTime.class).toInstant();
	}

	private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
		int value = row.getInt(column);
		return row.wasNull() ? null : value;
	}

}
