package dev.slipway.notification.adapter;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

import dev.slipway.notification.DeliveryKind;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Forgets deliveries that are over and old, or of which their channel has many newer
 * ones: with their attempts, their flows and the history of these. What is still tried
 * stays, however old. Which event it was of is remembered for a year more: what waits for
 * long, such as an approval, is reported again and again and told once.
 */
final class OldDeliveries {

	private static final int AT_ONCE = 500;

	private static final Duration REMEMBERED = Duration.ofDays(365);

	private final JdbcClient jdbc;

	private final TransactionTemplate transactions;

	OldDeliveries(JdbcClient jdbc, TransactionTemplate transactions) {
		this.jdbc = jdbc;
		this.transactions = transactions;
	}

	/**
	 * Forgets, some at a time, so that nobody waits for it for long.
	 * @param before what was made before is old
	 * @param newest so many of each channel are kept unless they are old
	 */
	void forget(Instant before, int newest) {
		for (long channel : this.jdbc.sql("SELECT DISTINCT channel FROM notification_delivery")
			.query(Long.class)
			.list()) {
			List<Long> old;
			do {
				old = old(channel, before, beyond(channel, newest));
				remove(old);
			}
			while (old.size() == AT_ONCE);
		}
		this.jdbc.sql("DELETE FROM notification_told WHERE made_at < :before")
			.param("before", OffsetDateTime.ofInstant(before.minus(REMEMBERED), ZoneOffset.UTC))
			.update();
	}

	/** The newest delivery that is one too many; 0 when none is. */
	private long beyond(long channel, int newest) {
		return this.jdbc
			.sql("SELECT id FROM notification_delivery WHERE channel = :channel ORDER BY id DESC "
					+ "OFFSET :newest ROWS FETCH FIRST 1 ROWS ONLY")
			.param("channel", channel)
			.param("newest", newest)
			.query(Long.class)
			.optional()
			.orElse(0L);
	}

	private List<Long> old(long channel, Instant before, long beyond) {
		return this.jdbc.sql("""
				SELECT d.id FROM notification_delivery d WHERE d.channel = :channel
				AND (d.id <= :beyond OR d.made_at < :before)
				AND NOT EXISTS (SELECT 1 FROM flow f WHERE f.kind = :kind AND f.ended = FALSE
				    AND f.id = CAST(d.id AS VARCHAR(20)))
				ORDER BY d.id FETCH FIRST :most ROWS ONLY""")
			.param("channel", channel)
			.param("beyond", beyond)
			.param("before", OffsetDateTime.ofInstant(before, ZoneOffset.UTC))
			.param("kind", DeliveryKind.NAME)
			.param("most", AT_ONCE)
			.query(Long.class)
			.list();
	}

	private void remove(List<Long> old) {
		if (old.isEmpty()) {
			return;
		}
		List<String> flows = old.stream().map(String::valueOf).toList();
		this.transactions.executeWithoutResult((status) -> {
			// Of two instances that forget at once, the second finds none left here.
			this.jdbc.sql("SELECT id FROM notification_delivery WHERE id IN (:ids) ORDER BY id FOR UPDATE")
				.param("ids", old)
				.query(Long.class)
				.list();
			this.jdbc
				.sql("INSERT INTO notification_told (channel, event_key, made_at) "
						+ "SELECT channel, event_key, made_at FROM notification_delivery WHERE id IN (:ids)")
				.param("ids", old)
				.update();
			for (String table : List.of("flow_history", "flow")) {
				this.jdbc.sql("DELETE FROM " + table + " WHERE kind = :kind AND id IN (:ids)")
					.param("kind", DeliveryKind.NAME)
					.param("ids", flows)
					.update();
			}
			this.jdbc.sql("DELETE FROM notification_attempt WHERE delivery IN (:ids)").param("ids", old).update();
			this.jdbc.sql("DELETE FROM notification_delivery WHERE id IN (:ids)").param("ids", old).update();
		});
	}

}
