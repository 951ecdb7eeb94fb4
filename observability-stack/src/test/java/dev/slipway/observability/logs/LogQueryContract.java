package dev.slipway.observability.logs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.slipway.observability.LogPosition;
import dev.slipway.observability.Origin;
import dev.slipway.observability.QueryScope;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The query language: one table of questions, {@code logs/queries.txt}, that every store
 * answers alike. An adapter's test gives a store whose clock stands at
 * {@link LogRecords#NOON} and that holds {@link #records()}.
 */
@NullUnmarked
@TestInstance(Lifecycle.PER_CLASS)
public abstract class LogQueryContract {

	private static final Instant NOON = LogRecords.NOON;

	private static final Origin CART = new Origin("cart", "shop", "prod", "12", "cart-r12-k9x2");

	private static final String TRACE = "java.lang.IllegalStateException: Pool exhausted\n"
			+ "\tat com.acme.db.PoolFactory.borrow(PoolFactory.java:42)\nCaused by: java.net.SocketTimeoutException: Read timed out";

	/** The store under test. */
	protected abstract LogStore store();

	/** What the store is to hold: the record of number n is n seconds old. */
	protected static List<LogRecord> records() {
		List<LogRecord> records = new ArrayList<>();
		add(records, 1, LogRecords.ORDERS, "INFO", "Order 42 created for Ann", null, Map.of("status", "201", "uri",
				"/orders", "http.request.method", "POST", "customer", "ann@example.com"));
		add(records, 2, LogRecords.ORDERS, "ERROR", "Payment refused: card expired", null,
				Map.of("status", "502", "traceId", "abc123", "uri", "/orders/42/pay", "amount", "12.50"));
		add(records, 3, LogRecords.ORDERS, "WARN", "Retry payment after time out", null,
				Map.of("status", "503", "attempt", "2", "traceId", "abc124"));
		add(records, 4, LogRecords.PAYMENTS, "INFO", "Card charged", null,
				Map.of("status", "200", "amount", "12.5", "currency", "EUR"));
		add(records, 5, LogRecords.PAYMENTS, "error", "Could not lend a connection", TRACE,
				Map.of("status", "500", "process.thread.name", "http-nio-8080-exec-3"));
		add(records, 6, CART, "Info", "Cart of user_7 emptied (3 items)", null,
				Map.of("items", "3", "http.request.method", "DELETE", "tag", "a*b"));
		add(records, 7, CART, "DEBUG", "cache miss for key user:7:cart", null,
				Map.of("took_ms", "0.8", "key", "user:7:cart", "note", "needs review"));
		add(records, 8, CART, "TRACE", "GET /cart?id=7&x=[1,2] -> 200 OK", null,
				Map.of("status", "200", "version", "1.10.2", "took_ms", "15"));
		add(records, 9, LogRecords.ORDERS, null, "plain line without level or extras", null, Map.of());
		add(records, 10, LogRecords.ORDERS, "FATAL", "OutOfMemoryError: Java heap space", null,
				Map.of("host", "node-1.eu.example.com", "took_ms", "-5"));
		add(records, 11, CART, "INFO", "日本 order größe 5€ – naïve café", null, Map.of("city", "Köln", "big", "1e6"));
		add(records, 12, CART, "WARN", "C:\\temp\\x \"quoted\" 'single' 100% {json} ^~! && ||", null,
				Map.of("path", "C:\\temp\\x", "quote", "say \"hi\""));
		add(records, 3600, LogRecords.ORDERS, "INFO", "Order 41 created for Bob", null,
				Map.of("status", "201", "customer", "bob@example.com"));
		add(records, 86_400, LogRecords.ORDERS, "ERROR", "Payment refused: limit reached", null,
				Map.of("status", "402", "amount", "1000"));
		return records;
	}

	private static void add(List<LogRecord> records, int age, Origin origin, String level, String message,
			String stackTrace, Map<String, String> extra) {
		LogRecord record = LogRecords.at(NOON.minusSeconds(age), origin, level, message, stackTrace, extra);
		records.add(new LogRecord(record.timestamp(), record.message(), record.level(), "com.acme." + origin.service(),
				record.traceId(), record.spanId(), record.stackTrace(), origin, record.extra(), record.stream(),
				new LogPosition(record.timestamp(), 1)));
	}

	private List<String> found(String query, QueryScope scope) {
		return store().search(LogQuery.text(query).page(100, null), scope)
			.hits()
			.stream()
			.map((hit) -> String.valueOf(NOON.getEpochSecond() - hit.record().timestamp().getEpochSecond()))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("rows")
	void answers(Row row) {
		if (row.answer().startsWith("error ")) {
			assertThatExceptionOfType(BadLogQuery.class).isThrownBy(() -> found(row.query(), QueryScope.everything()))
				.satisfies((bad) -> assertThat(bad.position()).isEqualTo(Integer.parseInt(row.answer().substring(6))))
				.satisfies((bad) -> assertThat(bad.getMessage()).isNotBlank());
			return;
		}
		assertThat(String.join(",", found(row.query(), QueryScope.everything()))).isEqualTo(row.answer());
	}

	/** The same question of a team finds the same of its own lines, and no other. */
	@ParameterizedTest
	@MethodSource("rows")
	void nothingOfOtherTeams(Row row) {
		if (row.answer().startsWith("error ")) {
			return;
		}
		List<String> bank = List.of("4", "5");
		List<String> mine = Stream.of(row.answer().split(","))
			.filter((age) -> !age.isEmpty() && !bank.contains(age))
			.toList();
		assertThat(found(row.query(), QueryScope.of(Set.of("shop"), Set.of()))).isEqualTo(mine);
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "*:*", "team:bank", "team:shop OR team:bank", ") OR (*:*", "*) OR (team:bank",
			"card OR team:*", "NOT team:shop", "/.*/", "_exists_:team", "service:payments", "charged",
			"*:* OR (+team:bank +service:payments)", "team:[a TO z]", "_seq:[* TO *]", "slipway.team:bank", "_index:*",
			"_id:*", "_source:bank", "_routing:*", "slipway.team:*", "slipway.sequence:>0", "\"}},{\"match_all\":{}}",
			"{\"query\":{\"match_all\":{}}}", "team:shop\\\" OR team:\\\"bank", "team.keyword:bank", "\\*:bank",
			"_type:_doc OR bank", "team:/.*/", "team:b*", "team:bonk~1", "NOT (team:shop AND NOT team:shop)",
			"-team:nobody", "level:error OR (NOT level:error)" })
	void noQueryGetsOutOfItsScope(String query) {
		List<String> seen;
		try {
			seen = found(query, QueryScope.of(Set.of("shop"), Set.of("payments")));
			assertThat(found(query, QueryScope.of(Set.of(), Set.of()))).isEmpty();
		}
		catch (BadLogQuery ex) {
			return;
		}
		assertThat(seen).doesNotContain("4", "5");
	}

	/** The table; lines without a bar, and those that begin with a hash, are remarks. */
	static Stream<Row> rows() throws IOException {
		List<Row> rows = new ArrayList<>();
		try (BufferedReader file = new BufferedReader(new InputStreamReader(
				LogQueryContract.class.getResourceAsStream("/logs/queries.txt"), StandardCharsets.UTF_8))) {
			for (String line = file.readLine(); line != null; line = file.readLine()) {
				int bar = line.lastIndexOf(" => ");
				if (bar >= 0 && !line.startsWith("##")) {
					rows.add(new Row(line.substring(0, bar).stripTrailing(), line.substring(bar + 4).strip()));
				}
			}
		}
		return rows.stream();
	}

	/**
	 * A question and its answer.
	 *
	 * @param query the text
	 * @param answer ages of the records found, newest first, or {@code error} and the
	 * place
	 */
	record Row(String query, String answer) {

		@Override
		public String toString() {
			return this.query;
		}

	}

}
