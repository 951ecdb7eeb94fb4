package dev.slipway.promotion.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.slipway.access.Role;
import dev.slipway.database.Numbering;
import dev.slipway.promotion.EnvironmentRules.Approvals;
import dev.slipway.promotion.Promotion;
import dev.slipway.promotion.Promotion.Answer;
import dev.slipway.promotion.Promotion.Draft;
import dev.slipway.promotion.PromotionStore;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Promotions in the tables {@code promotion} and {@code promotion_answer}. */
final class JdbcPromotionStore implements PromotionStore {

	private static final int LONGEST = 4_000;

	private static final String OF = " WHERE service = :service AND environment = :environment ";

	private final JdbcClient jdbc;

	private final TransactionTemplate transactions;

	JdbcPromotionStore(JdbcClient jdbc, TransactionTemplate transactions) {
		this.jdbc = jdbc;
		this.transactions = transactions;
	}

	@Override
	public Optional<Promotion> add(Draft draft, Consumer<Promotion> alongside) {
		return Numbering.keep(this.transactions, () -> {
			// Looked at once more when somebody else asked on behalf of the settings.
			if (draft.automatic() && automatic(draft)) {
				return Optional.empty();
			}
			Promotion promotion = new Promotion(last(draft) + 1, draft, null, null, null);
			insert(promotion);
			alongside.accept(promotion);
			return Optional.of(promotion);
		});
	}

	@Override
	public Optional<Promotion> find(String service, String environment, int number) {
		return of("SELECT * FROM promotion" + OF + "AND number = :number", service, environment).param("number", number)
			.query(JdbcPromotionStore::row)
			.optional();
	}

	@Override
	public Optional<Promotion> ofRelease(String service, String environment, int release) {
		return of("SELECT * FROM promotion" + OF + "AND release_number = :release", service, environment)
			.param("release", release)
			.query(JdbcPromotionStore::row)
			.optional();
	}

	@Override
	public List<Promotion> list(String service, String environment, int below, int limit) {
		return of("SELECT * FROM promotion" + OF + "AND number < :below ORDER BY number DESC LIMIT :limit", service,
				environment)
			.param("below", below)
			.param("limit", limit)
			.query(JdbcPromotionStore::row)
			.list();
	}

	@Override
	public void released(Promotion promotion, int release) {
		// A refusal or a withdrawal that is being kept is waited for, and then seen.
		locked(promotion);
		int updated = of("UPDATE promotion SET release_number = :release" + OF + "AND number = :number "
				+ "AND release_number IS NULL AND withdrawn_by IS NULL AND NOT EXISTS (SELECT 1 FROM promotion_answer"
				+ OF + "AND number = :number AND approves = FALSE)", promotion)
			.param("release", release)
			.update();
		if (updated == 0) {
			throw new IllegalStateException("Promotion " + promotion.flowId()
					+ " became a release before, or was refused or withdrawn meanwhile");
		}
	}

	@Override
	public void refused(Promotion promotion, String why) {
		of("UPDATE promotion SET refusal = :why" + OF + "AND number = :number AND release_number IS NULL", promotion)
			.param("why", why.substring(0, Math.min(why.length(), LONGEST)))
			.update();
	}

	@Override
	public void answer(Promotion promotion, Answer answer) {
		this.transactions.executeWithoutResult((status) -> {
			// Who becomes a release meanwhile waits for this, and the other way round.
			if (locked(promotion).release() != null) {
				throw late(promotion);
			}
			of("DELETE FROM promotion_answer" + OF + "AND number = :number AND given_by = :by", promotion)
				.param("by", answer.by())
				.update();
			of("INSERT INTO promotion_answer (service, environment, number, given_by, approves, remark, given_at) "
					+ "VALUES (:service, :environment, :number, :by, :approves, :remark, :at)", promotion)
				.param("by", answer.by())
				.param("approves", answer.approves())
				.param("remark", answer.comment())
				.param("at", time(answer.at()))
				.update();
		});
	}

	@Override
	public void withdraw(Promotion promotion, String by) {
		this.transactions.executeWithoutResult((status) -> {
			if (locked(promotion).release() != null) {
				throw late(promotion);
			}
			of("UPDATE promotion SET withdrawn_by = :by" + OF + "AND number = :number AND withdrawn_by IS NULL",
					promotion)
				.param("by", by)
				.update();
		});
	}

	private Promotion locked(Promotion promotion) {
		return of("SELECT * FROM promotion" + OF + "AND number = :number FOR UPDATE", promotion)
			.query(JdbcPromotionStore::row)
			.single();
	}

	private static IllegalStateException late(Promotion promotion) {
		return new IllegalStateException("Promotion " + promotion.number() + " became a release: abort that");
	}

	@Override
	public List<Answer> answers(Promotion promotion) {
		return of("SELECT * FROM promotion_answer" + OF + "AND number = :number ORDER BY given_at, given_by", promotion)
			.query((row, index) -> new Answer(row.getString("given_by"), row.getBoolean("approves"),
					row.getString("remark"), instant(row, "given_at")))
			.list();
	}

	private JdbcClient.StatementSpec of(String sql, Promotion promotion) {
		return of(sql, promotion.draft().service(), promotion.draft().environment()).param("number",
				promotion.number());
	}

	private JdbcClient.StatementSpec of(String sql, String service, String environment) {
		return this.jdbc.sql(sql).param("service", service).param("environment", environment);
	}

	private boolean automatic(Draft draft) {
		return of("SELECT COUNT(*) FROM promotion" + OF + "AND automatic_key = :key", draft.service(),
				draft.environment())
			.param("key", automaticKey(draft))
			.query(Integer.class)
			.single() > 0;
	}

	private static String automaticKey(Draft draft) {
		return draft.from() + "/" + draft.fromRelease();
	}

	private int last(Draft draft) {
		return of("SELECT COALESCE(MAX(number), 0) FROM promotion" + OF, draft.service(), draft.environment())
			.query(Integer.class)
			.single();
	}

	private void insert(Promotion promotion) {
		Draft draft = promotion.draft();
		this.jdbc.sql("""
				INSERT INTO promotion (service, environment, number, team, from_environment, from_release, image,
				    commit_id, build, approvals, approver_role, not_by_requester, not_before, automatic_key,
				    requested_by, requested_at)
				VALUES (:service, :environment, :number, :team, :from, :fromRelease, :image,
				    :commit, :build, :approvals, :role, :notByRequester, :notBefore, :automaticKey,
				    :requestedBy, :requestedAt)""")
			.param("service", draft.service())
			.param("environment", draft.environment())
			.param("number", promotion.number())
			.param("team", draft.team())
			.param("from", draft.from())
			.param("fromRelease", draft.fromRelease())
			.param("image", draft.image())
			.param("commit", draft.commit())
			.param("build", draft.build(), Types.INTEGER)
			.param("approvals", draft.approvals().count())
			.param("role", draft.approvals().role().name())
			.param("notByRequester", draft.approvals().notByRequester())
			.param("notBefore", time(draft.notBefore()))
			.param("automaticKey", draft.automatic() ? automaticKey(draft) : null, Types.VARCHAR)
			.param("requestedBy", draft.requestedBy())
			.param("requestedAt", time(draft.requestedAt()))
			.update();
	}

	private static Promotion row(ResultSet row, int index) throws SQLException {
		Approvals approvals = new Approvals(row.getInt("approvals"), Role.valueOf(row.getString("approver_role")),
				row.getBoolean("not_by_requester"));
		Draft draft = new Draft(row.getString("service"), row.getString("team"), row.getString("environment"),
				row.getString("from_environment"), row.getInt("from_release"), row.getString("image"),
				row.getString("commit_id"), integer(row, "build"), approvals, instant(row, "not_before"),
				row.getString("automatic_key") != null, row.getString("requested_by"), instant(row, "requested_at"));
		return new Promotion(row.getInt("number"), draft, integer(row, "release_number"), row.getString("refusal"),
				row.getString("withdrawn_by"));
	}

	private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
		int value = row.getInt(column);
		return row.wasNull() ? null : value;
	}

	private static OffsetDateTime time(Instant time) {
		return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
	}

	private static Instant instant(ResultSet row, String column) throws SQLException {
		return row.getObject(column, OffsetDateTime.class).toInstant();
	}

}
