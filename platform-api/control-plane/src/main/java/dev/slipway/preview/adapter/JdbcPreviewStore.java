package dev.slipway.preview.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import dev.slipway.database.Numbering;
import dev.slipway.preview.Preview;
import dev.slipway.preview.Preview.Wanted;
import dev.slipway.preview.PreviewLimits;
import dev.slipway.preview.PreviewStore;
import dev.slipway.preview.TooManyPreviews;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Previews in the table {@code preview}. */
final class JdbcPreviewStore implements PreviewStore {

	private static final int LONGEST = 4_000;

	private static final int LONGEST_REASON = 500;

	private static final String THERE = "SELECT * FROM preview WHERE removed_at IS NULL";

	private final JdbcClient jdbc;

	private final TransactionTemplate transactions;

	JdbcPreviewStore(JdbcClient jdbc, TransactionTemplate transactions) {
		this.jdbc = jdbc;
		this.transactions = transactions;
	}

	/** The number is read first: who counts too early has taken one that is gone. */
	@Override
	public Optional<Preview> add(Preview draft, PreviewLimits limits, Consumer<Preview> alongside) {
		return Numbering.keep(this.transactions, () -> {
			int number = this.jdbc.sql("SELECT COALESCE(MAX(number), 0) FROM preview").query(Integer.class).single()
					+ 1;
			if (open(draft.service(), draft.branch()).isPresent()) {
				return Optional.empty();
			}
			room(draft, limits);
			Preview added = new Preview(number, draft.team(), draft.service(), draft.branch(), draft.hosted(),
					draft.base(), draft.cluster(), draft.wanted(), draft.answer(), null, draft.createdAt(), null);
			insert(added);
			alongside.accept(added);
			return Optional.of(added);
		});
	}

	@Override
	public Optional<Preview> want(Preview preview, Wanted wanted, boolean again) {
		return Objects.requireNonNull(this.transactions.execute((status) -> {
			Preview now = locked(preview);
			if (now.closing() != null) {
				return Optional.empty();
			}
			boolean same = now.wanted().image().equals(wanted.image()) && now.wanted().commit().equals(wanted.commit());
			boolean more = !same || (again && now.wanted().sequence() == preview.wanted().sequence());
			this.jdbc
				.sql("UPDATE preview SET wish = :wish, image = :image, commit_id = :commit, build = :build, "
						+ "wished_by = :by, wished_at = :at WHERE number = :number")
				.param("number", preview.number())
				.param("wish", now.wanted().sequence() + (more ? 1 : 0))
				.param("image", wanted.image())
				.param("commit", wanted.commit())
				.param("build", wanted.build(), Types.INTEGER)
				.param("by", wanted.by())
				.param("at", time(wanted.at()))
				.update();
			return find(preview.number());
		}));
	}

	@Override
	public Optional<Preview> find(int number) {
		return this.jdbc.sql("SELECT * FROM preview WHERE number = :number")
			.param("number", number)
			.query(JdbcPreviewStore::row)
			.optional();
	}

	@Override
	public Optional<Preview> open(String service, String branch) {
		return this.jdbc.sql("SELECT * FROM preview WHERE open_branch = :branch")
			.param("branch", key(service, branch))
			.query(JdbcPreviewStore::row)
			.optional();
	}

	@Override
	public List<Preview> there(String service) {
		return this.jdbc.sql(THERE + " AND service = :service ORDER BY number DESC")
			.param("service", service)
			.query(JdbcPreviewStore::row)
			.list();
	}

	@Override
	public List<Preview> there() {
		return this.jdbc.sql(THERE + " ORDER BY number DESC").query(JdbcPreviewStore::row).list();
	}

	@Override
	public void released(Preview preview, int sequence, int release) {
		// Who closes it at the same time is waited for, and then seen.
		locked(preview);
		int updated = this.jdbc
			.sql("UPDATE preview SET answered = :wish, release_number = :release, refusal = NULL WHERE number = :number"
					+ " AND wish = :wish AND answered < :wish AND closing IS NULL")
			.param("number", preview.number())
			.param("wish", sequence)
			.param("release", release)
			.update();
		if (updated == 0) {
			throw new IllegalStateException(
					"Wish " + sequence + " of " + preview.flowId() + " was answered before, or nobody has it any more");
		}
	}

	@Override
	public void refused(Preview preview, int sequence, String why) {
		this.jdbc
			.sql("UPDATE preview SET answered = :wish, release_number = NULL, refusal = :why WHERE number = :number"
					+ " AND answered < :wish")
			.param("number", preview.number())
			.param("wish", sequence)
			.param("why", cut(why, LONGEST))
			.update();
	}

	@Override
	public void close(Preview preview, String why) {
		this.jdbc
			.sql("UPDATE preview SET closing = :why, open_branch = NULL WHERE number = :number AND closing IS NULL")
			.param("number", preview.number())
			.param("why", cut(why, LONGEST_REASON))
			.update();
	}

	@Override
	public void gone(Preview preview, Instant at) {
		this.jdbc.sql("UPDATE preview SET removed_at = :at WHERE number = :number AND removed_at IS NULL")
			.param("number", preview.number())
			.param("at", time(at))
			.update();
	}

	private void room(Preview draft, PreviewLimits limits) {
		List<Preview> there = there();
		long ofService = there.stream().filter((one) -> one.service().equals(draft.service())).count();
		long ofTeam = there.stream().filter((one) -> one.team().equals(draft.team())).count();
		if (ofService >= limits.perService()) {
			throw new TooManyPreviews("The service " + draft.service() + " has " + ofService + " previews; "
					+ limits.perService() + " is the limit (slipway.previews.per-service)");
		}
		if (ofTeam >= limits.perTeam()) {
			throw new TooManyPreviews("The team " + draft.team() + " has " + ofTeam + " previews; " + limits.perTeam()
					+ " is the limit (slipway.previews.per-team)");
		}
	}

	private Preview locked(Preview preview) {
		return this.jdbc.sql("SELECT * FROM preview WHERE number = :number FOR UPDATE")
			.param("number", preview.number())
			.query(JdbcPreviewStore::row)
			.single();
	}

	private void insert(Preview preview) {
		Wanted wanted = preview.wanted();
		this.jdbc
			.sql("""
					INSERT INTO preview (number, team, service, branch, hosted, base, cluster, wish, image, commit_id, build,
					    wished_by, wished_at, answered, open_branch, created_at)
					VALUES (:number, :team, :service, :branch, :hosted, :base, :cluster, :wish, :image, :commit, :build,
					    :by, :at, 0, :open, :created)""")
			.param("number", preview.number())
			.param("team", preview.team())
			.param("service", preview.service())
			.param("branch", preview.branch())
			.param("hosted", preview.hosted())
			.param("base", preview.base())
			.param("cluster", preview.cluster())
			.param("wish", wanted.sequence())
			.param("image", wanted.image())
			.param("commit", wanted.commit())
			.param("build", wanted.build(), Types.INTEGER)
			.param("by", wanted.by())
			.param("at", time(wanted.at()))
			.param("open", key(preview.service(), preview.branch()))
			.param("created", time(preview.createdAt()))
			.update();
	}

	private static Preview row(ResultSet row, int index) throws SQLException {
		Wanted wanted = new Wanted(row.getInt("wish"), row.getString("image"), row.getString("commit_id"),
				integer(row, "build"), row.getString("wished_by"), instant(row, "wished_at"));
		OffsetDateTime removed = row.getObject("removed_at", OffsetDateTime.class);
		return new Preview(row.getInt("number"), row.getString("team"), row.getString("service"),
				row.getString("branch"), row.getBoolean("hosted"), row.getString("base"), row.getString("cluster"),
				wanted,
				new Preview.Answer(row.getInt("answered"), integer(row, "release_number"), row.getString("refusal")),
				row.getString("closing"), instant(row, "created_at"), (removed != null) ? removed.toInstant() : null);
	}

	private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
		int value = row.getInt(column);
		return row.wasNull() ? null : value;
	}

	private static String key(String service, String branch) {
		return service + "/" + branch;
	}

	private static String cut(String text, int longest) {
		return text.substring(0, Math.min(text.length(), longest));
	}

	private static OffsetDateTime time(Instant time) {
		return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
	}

	private static Instant instant(ResultSet row, String column) throws SQLException {
		return row.getObject(column, OffsetDateTime.class).toInstant();
	}

}
