package dev.slipway.jenkins.adapter;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Of several platforms on one database one follows the builds on Jenkins: who holds the
 * lease, a row that is taken by a conditional update. It only saves asking twice; what
 * must not happen twice is written conditionally, too.
 */
final class Leader {

	static final Duration TERM = Duration.ofSeconds(30);

	private final JdbcClient jdbc;

	private final Clock clock;

	private final String me = UUID.randomUUID().toString();

	Leader(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/** Takes or renews the lease; false while another has it. */
	boolean leads() {
		long now = this.clock.millis();
		return update(now) == 1 || this.jdbc
			.sql("INSERT INTO jenkins_leader (id, owner, until_at) VALUES (1, :me, :until) ON CONFLICT DO NOTHING")
			.param("me", this.me)
			.param("until", now + TERM.toMillis())
			.update() == 1;
	}

	private int update(long now) {
		return this.jdbc.sql("""
				UPDATE jenkins_leader SET owner = :me, until_at = :until
				WHERE id = 1 AND (owner = :me OR until_at <= :now)""")
			.param("me", this.me)
			.param("until", now + TERM.toMillis())
			.param("now", now)
			.update();
	}

	/** Lets another lead at once. */
	void resign() {
		this.jdbc.sql("UPDATE jenkins_leader SET until_at = 0 WHERE owner = :me").param("me", this.me).update();
	}

}
