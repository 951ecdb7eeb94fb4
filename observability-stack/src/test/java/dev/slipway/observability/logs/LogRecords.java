package dev.slipway.observability.logs;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import dev.slipway.observability.LogPosition;
import dev.slipway.observability.Origin;
import org.jspecify.annotations.Nullable;

/** Makes records for tests. */
public final class LogRecords {

	/** Service orders of team shop. */
	public static final Origin ORDERS = new Origin("orders", "shop", "dev", "1", "orders-r1-abc");

	/** A service of another team. */
	public static final Origin PAYMENTS = new Origin("payments", "bank", "dev", "4", "payments-r4-xyz");

	/** When the records of tests happen. */
	public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

	private LogRecords() {
	}

	public static LogRecord info(String message) {
		return at(NOON, ORDERS, "INFO", message, null, Map.of());
	}

	public static LogRecord at(Instant time, Origin origin, @Nullable String level, String message,
			@Nullable String stackTrace, Map<String, String> extra) {
		Map<String, String> rest = new HashMap<>(extra);
		return new LogRecord(time, message, level, "com.acme.orders.OrderService", rest.remove("traceId"),
				rest.remove("spanId"), stackTrace, origin, rest, origin.pod() + "/app/0", new LogPosition(time, 1));
	}

}
