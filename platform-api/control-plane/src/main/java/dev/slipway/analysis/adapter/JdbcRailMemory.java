package dev.slipway.analysis.adapter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.analysis.RailMemory;
import dev.slipway.analysis.RailState;
import dev.slipway.judge.ComparisonWatch;
import dev.slipway.judge.FailureWatch;
import dev.slipway.judge.RateWatch;
import dev.slipway.judge.Watch;
import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The memory of guard rails in the table {@code guard_rail}: a row each of those of live
 * releases, replaced as one and only by who knows what it held.
 */
final class JdbcRailMemory implements RailMemory {

	private static final String OF = " WHERE service = :service AND environment = :environment AND number = :number"
			+ " AND rail = :rail";

	private static final ObjectMapper MAPPER = JsonMapper.builder()
		.addModule(new JavaTimeModule())
		.addMixIn(Watch.class, Kinds.class)
		.build();

	private final JdbcClient jdbc;

	JdbcRailMemory(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public @Nullable Kept find(Release release, String rail) {
		return of("SELECT version, state FROM guard_rail" + OF, release, rail).query(JdbcRailMemory::kept)
			.optional()
			.orElse(null);
	}

	@Override
	public boolean keep(Release release, String rail, long version, RailState state) {
		if (version > 0) {
			return of("UPDATE guard_rail SET state = :state, version = :version + 1" + OF + " AND version = :version",
					release, rail)
				.param("version", version)
				.param("state", text(state))
				.update() == 1;
		}
		try {
			of("INSERT INTO guard_rail (service, environment, number, rail, version, state) "
					+ "VALUES (:service, :environment, :number, :rail, 1, :state)", release, rail)
				.param("state", text(state))
				.update();
			return true;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	@Override
	public void dropEnded() {
		this.jdbc.sql("""
				DELETE FROM guard_rail WHERE EXISTS (SELECT 1 FROM release r WHERE r.service = guard_rail.service
				AND r.environment = guard_rail.environment AND r.number = guard_rail.number
				AND r.ended_at IS NOT NULL)""").update();
	}

	private JdbcClient.StatementSpec of(String sql, Release release, String rail) {
		return this.jdbc.sql(sql)
			.param("service", release.draft().service())
			.param("environment", release.draft().environment())
			.param("number", release.number())
			.param("rail", rail);
	}

	/** Zipped: the labels of hundreds of counters are much alike. */
	private static String text(RailState state) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (OutputStream zipped = new GZIPOutputStream(bytes)) {
			MAPPER.writeValue(zipped, state);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("What a guard rail has seen cannot be written", ex);
		}
		return Base64.getEncoder().encodeToString(bytes.toByteArray());
	}

	private static Kept kept(ResultSet row, int index) throws SQLException {
		byte[] bytes = Base64.getDecoder().decode(row.getString("state"));
		try (InputStream zipped = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
			return new Kept(row.getLong("version"), MAPPER.readValue(zipped, RailState.class));
		}
		catch (IOException ex) {
			throw new IllegalStateException("What is kept of a guard rail cannot be read", ex);
		}
	}

	/** How watches are told apart. */
	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @Type(value = RateWatch.class, name = "rate"), @Type(value = FailureWatch.class, name = "failures"),
			@Type(value = ComparisonWatch.class, name = "comparison") })
	private interface Kinds {

	}

}
