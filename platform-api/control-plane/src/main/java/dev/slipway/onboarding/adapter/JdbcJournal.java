package dev.slipway.onboarding.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import dev.slipway.onboarding.Journal;
import dev.slipway.onboarding.Outcome;
import dev.slipway.onboarding.Stage;
import dev.slipway.onboarding.Turn;
import dev.slipway.onboarding.Turn.Direction;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The journal in the state's database. */
@Repository
class JdbcJournal implements Journal {

	private static final String THIS_TURN = " WHERE onboarding = :onboarding AND stage = :stage"
			+ " AND direction = :direction AND attempt = :attempt";

	private final JdbcClient jdbc;

	JdbcJournal(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public void begun(String onboarding, Turn turn, Instant at) {
		if (turn("SELECT COUNT(*) FROM onboarding_turn" + THIS_TURN, onboarding, turn).query(Integer.class)
			.single() > 0) {
			return;
		}
		try {
			turn("""
					INSERT INTO onboarding_turn (onboarding, stage, direction, attempt, begun_at)
					VALUES (:onboarding, :stage, :direction, :attempt, :at)""", onboarding, turn)
				.param("at", at.atOffset(ZoneOffset.UTC))
				.update();
		}
		catch (DuplicateKeyException ex) {
			// begun before
		}
	}

	@Override
	public void ended(String onboarding, Turn turn, Outcome outcome, Instant at) {
		turn("UPDATE onboarding_turn SET ended_at = :at, success = :success, passing = :passing, reason = :reason"
				+ THIS_TURN + " AND ended_at IS NULL", onboarding, turn)
			.param("at", at.atOffset(ZoneOffset.UTC))
			.param("success", outcome.success())
			.param("passing", outcome.passing())
			.param("reason", outcome.reason())
			.update();
	}

	@Override
	public Optional<Outcome> outcome(String onboarding, Turn turn) {
		return turn("SELECT * FROM onboarding_turn" + THIS_TURN + " AND ended_at IS NOT NULL", onboarding, turn)
			.query((rows, number) -> new Outcome(rows.getBoolean("success"), rows.getBoolean("passing"),
					rows.getString("reason")))
			.optional();
	}

	@Override
	public List<Entry> entries(String onboarding) {
		return this.jdbc.sql("SELECT * FROM onboarding_turn WHERE onboarding = :onboarding ORDER BY begun_at, attempt")
			.param("onboarding", onboarding)
			.query((rows, number) -> entry(rows))
			.list();
	}

	private JdbcClient.StatementSpec turn(String sql, String onboarding, Turn turn) {
		return this.jdbc.sql(sql)
			.param("onboarding", onboarding)
			.param("stage", turn.stage().name())
			.param("direction", turn.direction().name())
			.param("attempt", turn.attempt());
	}

	private static Entry entry(ResultSet rows) throws SQLException {
		Turn turn = new Turn(Stage.valueOf(rows.getString("stage")), Direction.valueOf(rows.getString("direction")),
				rows.getInt("attempt"));
		@Nullable OffsetDateTime endedAt = rows.getObject("ended_at", OffsetDateTime.class);
		Instant begunAt = rows.getObject("begun_at", OffsetDateTime.class).toInstant();
		if (endedAt == null) {
			return new Entry(turn, begunAt, null, null);
		}
		return new Entry(turn, begunAt, endedAt.toInstant(),
				new Outcome(rows.getBoolean("success"), rows.getBoolean("passing"), rows.getString("reason")));
	}

}
