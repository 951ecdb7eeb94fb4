package dev.slipway.notification.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import dev.slipway.notification.Delivery;
import dev.slipway.notification.Delivery.Attempt;
import dev.slipway.notification.Delivery.Draft;
import dev.slipway.notification.DeliveryStore;
import dev.slipway.notification.EventKind;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deliveries in {@code notification_delivery} and {@code notification_attempt}; of those
 * that are forgotten {@code notification_told} keeps the key of the event.
 */
final class JdbcDeliveryStore implements DeliveryStore {

	private static final int LONGEST_TITLE = 500;

	private static final int LONGEST_ANSWER = 1_000;

	private final JdbcClient jdbc;

	private final TransactionTemplate transactions;

	JdbcDeliveryStore(JdbcClient jdbc, TransactionTemplate transactions) {
		this.jdbc = jdbc;
		this.transactions = transactions;
	}

	/** The look comes first, as a duplicate would end the caller's transaction. */
	@Override
	public Optional<Delivery> add(Draft draft, Consumer<Delivery> alongside) {
		try {
			return Objects.requireNonNull(this.transactions.execute((status) -> {
				if (known(draft)) {
					return Optional.<Delivery>empty();
				}
				Delivery delivery = new Delivery(insert(draft), draft);
				alongside.accept(delivery);
				return Optional.of(delivery);
			}));
		}
		catch (DuplicateKeyException ex) {
			// Reported at the same time by another thread or instance.
			return Optional.empty();
		}
	}

	@Override
	public Optional<Delivery> find(long id) {
		return this.jdbc.sql("SELECT * FROM notification_delivery WHERE id = :id")
			.param("id", id)
			.query(JdbcDeliveryStore::row)
			.optional();
	}

	@Override
	public List<Delivery> list(long channel, long below, int limit) {
		return this.jdbc
			.sql("SELECT * FROM notification_delivery WHERE channel = :channel AND id < :below "
					+ "ORDER BY id DESC LIMIT :limit")
			.param("channel", channel)
			.param("below", below)
			.param("limit", limit)
			.query(JdbcDeliveryStore::row)
			.list();
	}

	@Override
	public void record(Delivery delivery, Attempt attempt) {
		Duration retryAfter = attempt.retryAfter();
		try {
			this.jdbc
				.sql("""
						INSERT INTO notification_attempt (delivery, number, sent_at, status, took_millis, answer, retry_after)
						VALUES (:delivery, :number, :at, :status, :took, :answer, :retryAfter)""")
				.param("delivery", delivery.id())
				.param("number", attempt.number())
				.param("at", time(attempt.at()))
				.param("status", attempt.status(), Types.INTEGER)
				.param("took", attempt.took().toMillis())
				.param("answer", shortened(attempt.answer().replace("\0", ""), LONGEST_ANSWER))
				.param("retryAfter", (retryAfter != null) ? retryAfter.toSeconds() : null, Types.BIGINT)
				.update();
		}
		catch (DuplicateKeyException ex) {
			// Made twice, as the first was thought lost.
		}
	}

	@Override
	public List<Attempt> attempts(Delivery delivery) {
		return this.jdbc.sql("SELECT * FROM notification_attempt WHERE delivery = :delivery ORDER BY number")
			.param("delivery", delivery.id())
			.query(JdbcDeliveryStore::attempt)
			.list();
	}

	private boolean known(Draft draft) {
		return this.jdbc.sql("""
				SELECT COUNT(*) FROM (
				    SELECT 1 AS one FROM notification_delivery WHERE channel = :channel AND event_key = :key
				    UNION ALL SELECT 1 FROM notification_told WHERE channel = :channel AND event_key = :key) t""")
			.param("channel", draft.channel())
			.param("key", draft.eventKey())
			.query(Integer.class)
			.single() > 0;
	}

	private long insert(Draft draft) {
		KeyHolder key = new GeneratedKeyHolder();
		this.jdbc.sql("""
				INSERT INTO notification_delivery (channel, event_key, kind, title, body, made_at)
				VALUES (:channel, :key, :kind, :title, :body, :at)""")
			.param("channel", draft.channel())
			.param("key", draft.eventKey())
			.param("kind", draft.kind().name())
			.param("title", shortened(draft.title(), LONGEST_TITLE))
			.param("body", draft.body())
			.param("at", time(draft.madeAt()))
			.update(key, "id");
		return Objects.requireNonNull(key.getKey()).longValue();
	}

	private static Delivery row(ResultSet row, int index) throws SQLException {
		return new Delivery(row.getLong("id"),
				new Draft(row.getLong("channel"), row.getString("event_key"), EventKind.valueOf(row.getString("kind")),
						row.getString("title"), row.getString("body"), instant(row, "made_at")));
	}

	private static Attempt attempt(ResultSet row, int index) throws SQLException {
		int status = row.getInt("status");
		Integer answered = row.wasNull() ? null : status;
		long seconds = row.getLong("retry_after");
		Duration retryAfter = row.wasNull() ? null : Duration.ofSeconds(seconds);
		return new Attempt(row.getInt("number"), instant(row, "sent_at"), answered,
				Duration.ofMillis(row.getLong("took_millis")), row.getString("answer"), retryAfter);
	}

	private static String shortened(String text, int most) {
		return (text.length() > most) ? text.substring(0, most) : text;
	}

	private static @Nullable OffsetDateTime time(Instant time) {
		return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
	}

	private static Instant instant(ResultSet row, String column) throws SQLException {
		return row.getObject(column, OffsetDateTime.class).toInstant();
	}

}
