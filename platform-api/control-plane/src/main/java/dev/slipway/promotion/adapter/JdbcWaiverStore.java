package dev.slipway.promotion.adapter;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

import dev.slipway.promotion.WaiverStore;
import dev.slipway.rollout.Admission.Waiver;
import dev.slipway.rollout.Release;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Waivers in the table {@code release_waiver}. */
final class JdbcWaiverStore implements WaiverStore {

	private static final String OF = " WHERE service = :service AND environment = :environment AND number = :number";

	private final JdbcClient jdbc;

	JdbcWaiverStore(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/** The look comes first: a duplicate would end the caller's transaction. */
	@Override
	public void add(Release release, Waiver waiver, Instant at) {
		if (find(release).isPresent()) {
			return;
		}
		of("INSERT INTO release_waiver (service, environment, number, given_by, reason, given_at) "
				+ "VALUES (:service, :environment, :number, :by, :reason, :at)", release)
			.param("by", waiver.by())
			.param("reason", waiver.reason())
			.param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
			.update();
	}

	@Override
	public Optional<Waiver> find(Release release) {
		return of("SELECT * FROM release_waiver" + OF, release)
			.query((row, index) -> new Waiver(row.getString("given_by"), row.getString("reason")))
			.optional();
	}

	private JdbcClient.StatementSpec of(String sql, Release release) {
		return this.jdbc.sql(sql)
			.param("service", release.draft().service())
			.param("environment", release.draft().environment())
			.param("number", release.number());
	}

}
