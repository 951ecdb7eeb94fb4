package dev.slipway.analysis.adapter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.analysis.OwnThread;
import dev.slipway.analysis.RailMemory;
import dev.slipway.analysis.RailState;
import dev.slipway.judge.ComparisonWatch;
import dev.slipway.judge.FailureWatch;
import dev.slipway.judge.RateWatch;
import dev.slipway.judge.Watch;
import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The memory of guard rails in the table {@code guard_rail}: a row each of those of live
 * releases, replaced as one and only by who knows what it held. Looks are interrupted, so
 * none of its statements runs in the thread of a look.
 */
final class JdbcRailMemory implements RailMemory, AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(JdbcRailMemory.class);

	/** What the column takes. */
	private static final int MOST = 1_000_000;

	private static final String OF = " WHERE service = :service AND environment = :environment AND number = :number"
			+ " AND rail = :rail";

	private static final ObjectMapper MAPPER = JsonMapper.builder()
		.addModule(new JavaTimeModule())
		.addMixIn(Watch.class, Kinds.class)
		.build();

	private final JdbcClient jdbc;

	private final OwnThread thread = new OwnThread("guard-rail-memory");

	/** What was told to be unreadable. */
	private final Set<String> told = ConcurrentHashMap.newKeySet();

	JdbcRailMemory(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public @Nullable Kept find(Release release, String rail) {
		Optional<Kept> found = this.thread
			.call(() -> of("SELECT version, state FROM guard_rail" + OF, release, rail).query(this::kept).optional());
		found.filter((kept) -> kept.state() == null).ifPresent((kept) -> unreadable(release, rail));
		return found.orElse(null);
	}

	@Override
	public boolean keep(Release release, String rail, long version, RailState state) {
		String text = text(state);
		if (text.length() > MOST) {
			throw new IllegalArgumentException("What a guard rail has seen is too long to be kept: " + text.length()
					+ " characters of " + state.candidate().counters().size() + " counters");
		}
		return this.thread.call(() -> write(release, rail, version, text));
	}

	private boolean write(Release release, String rail, long version, String text) {
		if (version > 0) {
			return of("UPDATE guard_rail SET state = :state, version = :version + 1" + OF + " AND version = :version",
					release, rail)
				.param("version", version)
				.param("state", text)
				.update() == 1;
		}
		try {
			of("INSERT INTO guard_rail (service, environment, number, rail, version, state) "
					+ "VALUES (:service, :environment, :number, :rail, 1, :state)", release, rail)
				.param("state", text)
				.update();
			return true;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	@Override
	public Instant begun(Release release, String rail, Instant now) {
		// As exact as every database keeps it: the first answer is that of later ones.
		Instant first = now.truncatedTo(ChronoUnit.MICROS);
		return this.thread.call(() -> {
			Optional<Instant> known = begun(release, rail);
			if (known.isPresent()) {
				return known.get();
			}
			try {
				of("INSERT INTO guard_rail_begun (service, environment, number, rail, since) "
						+ "VALUES (:service, :environment, :number, :rail, :since)", release, rail)
					.param("since", OffsetDateTime.ofInstant(first, ZoneOffset.UTC))
					.update();
				return first;
			}
			catch (DuplicateKeyException ex) {
				return begun(release, rail).orElse(first);
			}
		});
	}

	private Optional<Instant> begun(Release release, String rail) {
		return of("SELECT since FROM guard_rail_begun" + OF, release, rail).query(OffsetDateTime.class)
			.optional()
			.map(OffsetDateTime::toInstant);
	}

	@Override
	public int streak(Release release, String asked) {
		return this.thread.call(() -> of("SELECT streak FROM gate_streak" + OF, release, asked).query(Integer.class)
			.optional()
			.orElse(0));
	}

	@Override
	public void keepStreak(Release release, String asked, int streak) {
		this.thread.call(() -> {
			String update = "UPDATE gate_streak SET streak = :streak" + OF;
			if (of(update, release, asked).param("streak", streak).update() == 0) {
				try {
					of("INSERT INTO gate_streak (service, environment, number, rail, streak) "
							+ "VALUES (:service, :environment, :number, :rail, :streak)", release, asked)
						.param("streak", streak)
						.update();
				}
				catch (DuplicateKeyException ex) {
					of(update, release, asked).param("streak", streak).update();
				}
			}
			return true;
		});
	}

	@Override
	public void dropEnded() {
		drop("guard_rail");
		drop("gate_streak");
		drop("guard_rail_begun");
	}

	private void drop(String table) {
		this.thread.call(() -> this.jdbc.sql("""
				DELETE FROM %1$s WHERE EXISTS (SELECT 1 FROM release r WHERE r.service = %1$s.service
				AND r.environment = %1$s.environment AND r.number = %1$s.number
				AND r.ended_at IS NOT NULL)""".formatted(table)).update());
	}

	/** Lets a write that was begun end. */
	@Override
	public void close() {
		this.thread.close();
	}

	private void unreadable(Release release, String rail) {
		if (this.told.add(release.plan().flowId() + "/" + rail)) {
			log.warn("What is kept of guard rail {} of {} cannot be read, as when a later version wrote it: it begins "
					+ "anew", rail, release.objectName());
		}
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

	private Kept kept(ResultSet row, int index) throws SQLException {
		long version = row.getLong("version");
		try (InputStream zipped = new GZIPInputStream(
				new ByteArrayInputStream(Base64.getDecoder().decode(row.getString("state"))))) {
			return new Kept(version, MAPPER.readValue(zipped, RailState.class));
		}
		catch (IOException | IllegalArgumentException ex) {
			log.debug("Unreadable state of a guard rail", ex);
			return new Kept(version, null);
		}
	}

	/** How watches are told apart. */
	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @Type(value = RateWatch.class, name = "rate"), @Type(value = FailureWatch.class, name = "failures"),
			@Type(value = ComparisonWatch.class, name = "comparison") })
	private interface Kinds {

	}

}
