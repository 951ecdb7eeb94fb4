package dev.slipway.repository.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

import dev.slipway.repository.Push;
import dev.slipway.repository.PushJournal;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The journal of pushes in the state's database. A settled push is gone from it. */
class JdbcPushJournal implements PushJournal {

	private final JdbcClient jdbc;

	JdbcPushJournal(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public void record(Push push) {
		try {
			this.jdbc.sql("""
					INSERT INTO repository_push (id, team, name, branch, head, pusher, received_at)
					VALUES (:id, :team, :name, :branch, :head, :pusher, :receivedAt)""")
				.param("id", push.id())
				.param("team", push.team())
				.param("name", push.name())
				.param("branch", push.branch())
				.param("head", push.commit())
				.param("pusher", push.pusher())
				.param("receivedAt", push.receivedAt().atOffset(ZoneOffset.UTC))
				.update();
		}
		catch (DuplicateKeyException ex) {
			// written down before
		}
	}

	@Override
	public void settle(String id) {
		this.jdbc.sql("DELETE FROM repository_push WHERE id = :id").param("id", id).update();
	}

	@Override
	public List<Push> open() {
		return this.jdbc.sql("SELECT * FROM repository_push ORDER BY received_at, id")
			.query((rows, number) -> push(rows))
			.list();
	}

	private static Push push(ResultSet rows) throws SQLException {
		return new Push(rows.getString("id"), rows.getString("team"), rows.getString("name"), rows.getString("branch"),
				rows.getString("head"), rows.getString("pusher"),
				rows.getObject("received_at", OffsetDateTime.class).toInstant());
	}

}
