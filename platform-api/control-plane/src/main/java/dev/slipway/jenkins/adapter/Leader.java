package dev.slipway.jenkins.adapter;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Of several platforms on one database one follows the builds on Jenkins, and one looks
 * after its pipelines: who holds the lease, a row that is taken by a conditional update.
 * It only saves asking twice; what must not happen twice is written conditionally, too.
 */
final class Leader {

	static final Duration TERM = Duration.ofSeconds(30);

	private final JdbcClient jdbc;

	private final Clock clock;

	private final String me = UUID.randomUUID().toString();

	private final Task task;

	Leader(JdbcClient jdbc, Clock clock, Task task) {
		this.task = task;
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/** Takes or renews the lease; false while another has it. */
	boolean leads() {
		long now = this.clock.millis();
		return update(now) == 1 || this.jdbc
			.sql("INSERT INTO jenkins_leader (id, owner, until_at) VALUES (:task, :me, :until) ON CONFLICT DO NOTHING")
			.param("task", this.task.id)
			.param("me", this.me)
			.param("until", now + TERM.toMillis())
			.update() == 1;
	}

	private int update(long now) {
		return this.jdbc.sql("""
				UPDATE jenkins_leader SET owner = :me, until_at = :until
				WHERE id = :task AND (owner = :me OR until_at <= :now)""")
			.param("task", this.task.id)
			.param("me", this.me)
			.param("until", now + TERM.toMillis())
			.param("now", now)
			.update();
	}

	/** Lets another lead at once. */
	void resign() {
		this.jdbc.sql("UPDATE jenkins_leader SET until_at = 0 WHERE owner = :me").param("me", this.me).update();
	}

	/** What one platform does for all. */
	enum Task {

		/** Builds are followed. */
		FOLLOWING(1),

		/** Pipelines are made that are missing, and tokens renewed. */
		KEEPING(2);

		private final int id;

		Task(int id) {
			this.id = id;
		}

	}

}
