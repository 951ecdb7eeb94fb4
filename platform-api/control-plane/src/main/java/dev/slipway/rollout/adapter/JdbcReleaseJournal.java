package dev.slipway.rollout.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseJournal;
import dev.slipway.rollout.Wishes.Command;
import dev.slipway.rollout.Wishes.Wish;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The journal in the tables {@code release_command} and {@code release_finding}. */
final class JdbcReleaseJournal implements ReleaseJournal {

	private static final String OF = " WHERE service = :service AND environment = :environment AND number = :number";

	private static final ObjectMapper MAPPER = JsonMapper.builder().addModule(new JavaTimeModule()).build();

	private final JdbcClient jdbc;

	JdbcReleaseJournal(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public void add(Release release, Command command, Instant at) {
		of("INSERT INTO release_command (service, environment, number, wish, stage, gate, given_by, given_at) "
				+ "VALUES (:service, :environment, :number, :wish, :stage, :gate, :by, :at)", release)
			.param("wish", command.wish().name())
			.param("stage", command.stage())
			.param("gate", command.gate())
			.param("by", command.by())
			.param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
			.update();
	}

	@Override
	public List<Command> commands(Release release) {
		return of("SELECT * FROM release_command" + OF + " ORDER BY id", release)
			.query((row, index) -> new Command(Wish.valueOf(row.getString("wish")), row.getInt("stage"),
					row.getString("gate"), row.getString("given_by")))
			.list();
	}

	@Override
	public void keep(Release release, Finding finding) {
		try {
			of("INSERT INTO release_finding (service, environment, number, stage, gate, conclusion, explanation, "
					+ "evidence, found_at) VALUES (:service, :environment, :number, :stage, :gate, :conclusion, "
					+ ":explanation, :evidence, :at)", release)
				.param("stage", finding.stage())
				.param("gate", finding.gate())
				.param("conclusion", finding.reading().conclusion().name())
				.param("explanation", finding.reading().explanation())
				.param("evidence", MAPPER.writeValueAsString(finding.reading().evidence()))
				.param("at", OffsetDateTime.ofInstant(finding.at(), ZoneOffset.UTC))
				.update();
		}
		catch (DuplicateKeyException ex) {
			// Kept before, by this driver before it died or by another.
		}
		catch (JsonProcessingException ex) {
			throw new IllegalArgumentException("The evidence of " + finding.gate() + " is no JSON", ex);
		}
	}

	@Override
	public List<Finding> findings(Release release) {
		return of("SELECT * FROM release_finding" + OF + " ORDER BY found_at, stage, gate", release)
			.query(JdbcReleaseJournal::finding)
			.list();
	}

	@Override
	public Map<String, Reading> kept(Release release, int stage) {
		Map<String, Reading> kept = new HashMap<>();
		of("SELECT gate, conclusion, explanation FROM release_finding" + OF + " AND stage = :stage", release)
			.param("stage", stage)
			.query((row) -> {
				kept.put(row.getString("gate"),
						Reading.of(Conclusion.valueOf(row.getString("conclusion")), row.getString("explanation")));
			});
		return kept;
	}

	@Override
	public List<Lacking> lacking(String gate, Instant endedAfter, int limit) {
		return this.jdbc.sql("""
				SELECT service, environment, number, ended_at FROM release r WHERE ended_at > :after
				AND NOT EXISTS (SELECT 1 FROM release_finding f WHERE f.service = r.service
				AND f.environment = r.environment AND f.number = r.number AND f.gate = :gate)
				ORDER BY ended_at FETCH FIRST :limit ROWS ONLY""")
			.param("after", OffsetDateTime.ofInstant(endedAfter, ZoneOffset.UTC))
			.param("gate", gate)
			.param("limit", limit)
			.query((row, index) -> new Lacking(row.getString("service"), row.getString("environment"),
					row.getInt("number"), row.getObject("ended_at", OffsetDateTime.class).toInstant()))
			.list();
	}

	private JdbcClient.StatementSpec of(String sql, Release release) {
		return this.jdbc.sql(sql)
			.param("service", release.draft().service())
			.param("environment", release.draft().environment())
			.param("number", release.number());
	}

	private static Finding finding(ResultSet row, int index) throws SQLException {
		try {
			Map<String, Object> evidence = MAPPER.readValue(row.getString("evidence"), new TypeReference<>() {
			});
			Reading reading = new Reading(Conclusion.valueOf(row.getString("conclusion")), row.getString("explanation"),
					evidence);
			return new Finding(row.getInt("stage"), row.getString("gate"), reading,
					row.getObject("found_at", OffsetDateTime.class).toInstant());
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("The evidence of a finding is no JSON", ex);
		}
	}

}
