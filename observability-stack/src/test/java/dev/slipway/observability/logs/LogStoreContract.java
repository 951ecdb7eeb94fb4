package dev.slipway.observability.logs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.observability.LogPosition;
import dev.slipway.observability.Origin;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.logs.LogHit.Highlight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every log store must do. An adapter's test extends it and gives an empty store
 * whose clock stands at {@link LogRecords#NOON}.
 */
public abstract class LogStoreContract {

	private static final QueryScope SHOP = QueryScope.of(Set.of("shop"), Set.of("orders"));

	/** The store under test, empty before each test. */
	protected abstract LogStore store();

	/** Makes what was appended visible to searches now. */
	protected abstract void refresh();

	private void append(LogRecord... records) {
		store().append(List.of(records));
		refresh();
	}

	private List<String> messages(String query) {
		return messages(LogQuery.text(query), QueryScope.everything());
	}

	private List<String> messages(LogQuery query, QueryScope scope) {
		return store().search(query, scope).hits().stream().map((hit) -> hit.record().message()).toList();
	}

	private static LogRecord record(int second, Origin origin, String level, String message,
			Map<String, String> extra) {
		return LogRecords.at(LogRecords.NOON.minusSeconds(second), origin, level, message, null, extra);
	}

	private void table() {
		append(record(1, LogRecords.ORDERS, "INFO", "Order 42 created for Ann",
				Map.of("status", "201", "uri", "/orders")),
				record(2, LogRecords.ORDERS, "ERROR", "Payment refused: card expired",
						Map.of("status", "502", "traceId", "abc123")),
				record(3, LogRecords.ORDERS, "WARN", "Retry payment after time out", Map.of("status", "503")),
				record(4, LogRecords.PAYMENTS, "INFO", "Card charged", Map.of("status", "200", "amount", "12.5")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			payment                               | 2,3
			PAYMENT                               | 2,3
			payment refused                       | 2
			payment AND retry                     | 3
			created OR charged                    | 1,4
			(created OR charged) AND NOT ann      | 4
			NOT payment                           | 1,4
			-payment -card                        | 1
			"card expired"                        | 2
			"expired card"                        |
			"payment expired"~3                   | 2
			char*                                 | 4
			*arge?                                | 4
			level:error                           | 2
			level:ERROR                           | 2
			log.level:WARN                        | 3
			level:(error OR warn)                 | 2,3
			service:orders                        | 1,2,3
			service:order*                        | 1,2,3
			service.name:payments                 | 4
			traceId:abc123                        | 2
			trace.id:abc123                       | 2
			_exists_:traceId                      | 2
			NOT _exists_:traceId                  | 1,3,4
			_exists_:amount                       | 4
			status:502                            | 2
			status:[500 TO 599]                   | 2,3
			status:{502 TO *]                     | 3
			status:>=502                          | 2,3
			status:<300                           | 1,4
			amount:[12 TO 13]                     | 4
			uri:\\/orders                         | 1
			uri:"/orders"                         | 1
			logger:com.acme.orders.OrderService   | 1,2,3,4
			message:card                          | 2,4
			chargd~1                              | 4
			/char[a-z]+/                          | 4
			*                                     | 1,2,3,4
			*:*                                   | 1,2,3,4
			@timestamp:[now-2s TO now]            | 1,2
			@timestamp:>2026-11-21T11\\:59\\:57Z | 1,2
			@timestamp:[2026-11-21 TO 2026-11-21] | 1,2,3,4
			@timestamp:[2026-11-22 TO *]          |
			unknown:field                         |
			""")
	void queryFinds(String query, String numbers) {
		table();
		List<String> expected = new ArrayList<>();
		List<String> all = List.of("Order 42 created for Ann", "Payment refused: card expired",
				"Retry payment after time out", "Card charged");
		if (numbers != null) {
			for (String number : numbers.split(",")) {
				expected.add(all.get(Integer.parseInt(number) - 1));
			}
		}
		assertThat(messages(query)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			level:(error            | 12
			"never closed           | 13
			a AND                   | 5
			field:[1 TO             | 11
			) b                     | 0
			@timestamp:[soon TO *]  | 12
			""")
	void aQueryThatCannotBeReadSaysWhere(String query, int position) {
		assertThatExceptionOfType(BadLogQuery.class).isThrownBy(() -> messages(query))
			.satisfies((bad) -> assertThat(bad.position()).isEqualTo(position))
			.satisfies((bad) -> assertThat(bad.getMessage()).isNotBlank());
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "*:*", "team:bank", "team:shop OR team:bank", ") OR (*:*", "*) OR (team:bank",
			"card OR team:*", "NOT team:shop", "/.*/", "_exists_:team", "service:payments",
			"*:* OR (+team:bank +service:payments)", "charged", "team:[a TO z]", "_seq:[* TO *]" })
	void noQueryGetsOutOfItsScope(String query) {
		table();
		List<String> seen;
		try {
			seen = messages(LogQuery.text(query), SHOP);
		}
		catch (BadLogQuery ex) {
			return;
		}
		assertThat(seen).doesNotContain("Card charged");
	}

	@Test
	void aRecordCannotClaimToBeOfAnotherTeam() {
		append(record(1, LogRecords.PAYMENTS, "INFO", "forged",
				Map.of("team", "shop", "service", "orders", "_seq", "1", "slipway.team", "shop", "slipway.rest",
						"{\"own\":{\"slipway.team\":\"shop\"}}", "service.name", "orders", "slipway", "shop")));
		assertThat(messages(LogQuery.text(""), SHOP)).isEmpty();
		assertThat(messages("team:shop")).isEmpty();
		assertThat(messages("team:bank")).containsExactly("forged");
	}

	@Test
	void aScopeWithoutTeamsSeesNothing() {
		table();
		assertThat(messages(LogQuery.text(""), QueryScope.of(Set.of(), Set.of()))).isEmpty();
	}

	@Test
	void filtersAndTimes() {
		table();
		LogQuery query = LogQuery.text("");
		assertThat(messages(query.filter(LogFilter.service("payments")), QueryScope.everything()))
			.containsExactly("Card charged");
		assertThat(messages(query.filter(new LogFilter("orders", "dev", "1", "orders-r1-abc", Set.of("Error", "WARN"))),
				SHOP))
			.hasSize(2);
		assertThat(messages(query.filter(new LogFilter(null, null, "2", null, Set.of())), SHOP)).isEmpty();
		Instant noon = LogRecords.NOON;
		assertThat(messages(query.between(noon.minusSeconds(3), noon.minusSeconds(1)), SHOP))
			.containsExactly("Payment refused: card expired", "Retry payment after time out");
	}

	@Test
	void pagesGoFromTheNewestToTheOldestWithoutGapsOrDoubles() {
		List<LogRecord> records = new ArrayList<>();
		for (int i = 0; i < 25; i++) {
			records.add(record(i / 3, LogRecords.ORDERS, "INFO", "line " + i, Map.of()));
		}
		store().append(records);
		refresh();
		List<LogRecord> seen = new ArrayList<>();
		String cursor = null;
		do {
			LogPage page = store().search(LogQuery.text("line").page(7, cursor), SHOP);
			page.hits().forEach((hit) -> seen.add(hit.record()));
			assertThat(page.total()).isEqualTo(25);
			cursor = page.nextCursor();
			append(LogRecords.at(LogRecords.NOON.plusSeconds(9), LogRecords.PAYMENTS, "INFO", "newer", null, Map.of()));
		}
		while (cursor != null);
		assertThat(seen).hasSize(25).doesNotHaveDuplicates();
		assertThat(seen).isSortedAccordingTo((a, b) -> b.timestamp().compareTo(a.timestamp()));
	}

	@Test
	void aRecordComesBackAsItWas() {
		LogRecord record = LogRecords.at(LogRecords.NOON.plusNanos(123_456_789), LogRecords.ORDERS, "ERROR",
				"<b>bold</b> \u241B[31mred\n日本 😀", "java.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)",
				Map.of("traceId", "t1", "spanId", "s1", "process.thread.name", "main"));
		append(record);
		assertThat(store().search(LogQuery.text("日本"), SHOP).hits()).singleElement()
			.satisfies((hit) -> assertThat(hit.record()).isEqualTo(record));
		assertThat(messages("IllegalStateException")).hasSize(1);
		assertThat(messages("error.stack_trace:\"a.B.c\"")).hasSize(1);
		assertThat(messages("process.thread.name:main")).hasSize(1);
	}

	@Test
	void highlightsSayWhereTheTermsStand() {
		table();
		LogHit hit = store().search(LogQuery.text("\"card expired\" OR pay*"), SHOP)
			.hits()
			.stream()
			.filter((found) -> found.record().message().startsWith("Payment"))
			.findFirst()
			.orElseThrow();
		String text = hit.record().message();
		assertThat(hit.highlights()).extracting(Highlight::field).containsOnly("message");
		assertThat(hit.highlights().stream().map((h) -> text.substring(h.start(), h.end())).toList())
			.containsAnyOf("Payment")
			.anyMatch((found) -> found.startsWith("card"));
		assertThat(store().search(LogQuery.text("level:error"), SHOP).hits().get(0).highlights()).isEmpty();
		assertThat(store().search(LogQuery.text("level:error AND refused"), SHOP).hits().get(0).highlights())
			.hasSize(1);
	}

	@Test
	void theHistogramCountsEveryInterval() {
		table();
		LogHistogram histogram = store().histogram(
				LogQuery.text("").between(LogRecords.NOON.minusSeconds(6), LogRecords.NOON), Duration.ofSeconds(2),
				SHOP);
		assertThat(histogram.buckets()).extracting(LogHistogram.Bucket::count).containsExactly(0L, 1L, 2L);
		assertThat(histogram.buckets()).extracting(LogHistogram.Bucket::errors).containsExactly(0L, 0L, 1L);
		assertThat(histogram.buckets().get(0).start()).isEqualTo(LogRecords.NOON.minusSeconds(6));
	}

	@Test
	void theTailGivesWhatComesLateByItsTimestampToo() {
		append(LogRecords.info("before"));
		LogTail tail = store().tail(LogQuery.text("").filter(LogFilter.service("orders")), SHOP);
		assertThat(tail.poll()).isEmpty();
		append(record(3600, LogRecords.ORDERS, "INFO", "late", Map.of()), LogRecords.info("now"),
				record(0, LogRecords.PAYMENTS, "INFO", "other", Map.of()));
		assertThat(tail.poll()).extracting((hit) -> hit.record().message()).containsExactly("late", "now");
		assertThat(tail.poll()).isEmpty();
	}

	@Test
	void thePositionOfAStreamIsItsLastLine() {
		assertThat(store().position("none")).isEmpty();
		Instant time = LogRecords.NOON.plusNanos(500);
		LogRecord record = LogRecords.info("x");
		for (int i = 1; i <= 3; i++) {
			append(new LogRecord(record.timestamp(), "line " + i, null, null, null, null, null, record.origin(),
					Map.of(), "pod/app/0", new LogPosition(time, i)));
		}
		assertThat(store().position("pod/app/0")).contains(new LogPosition(time, 3));
	}

	@Test
	void longAndStrangeFieldsAreKept() {
		String longValue = "v".repeat(60_000);
		append(record(1, LogRecords.ORDERS, "INFO", "w".repeat(65_536),
				Map.of("big", longValue, "", "noname", "a b", "blank", "#n", "odd", "nan", "NaN")));
		LogRecord found = store().search(LogQuery.text("level:info"), SHOP).hits().get(0).record();
		assertThat(found.message()).hasSize(65_536);
		assertThat(found.extra()).containsEntry("big", longValue).containsEntry("", "noname");
	}

	@Test
	void healthIsAValue() {
		table();
		assertThat(store().health().up()).isTrue();
		assertThat(store().health().figures()).containsEntry("records", 4L);
	}

}
