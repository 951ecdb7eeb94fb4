package dev.slipway.observability.logs.elasticsearch;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.slipway.observability.LogPosition;
import dev.slipway.observability.LogSink;
import dev.slipway.observability.LogStream;
import dev.slipway.observability.Origin;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.logs.LogHit;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogQueryContract;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.LogRecords;
import dev.slipway.observability.logs.LogShipper;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.observability.logs.LogStoreContract;
import dev.slipway.observability.logs.LogTail;
import dev.slipway.observability.logs.LogsUnavailable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The contract and more over a real Elasticsearch, one for all of them. */
@NullUnmarked
class ElasticsearchTest {

	private static final Clock NOON = Clock.fixed(LogRecords.NOON, ZoneOffset.UTC);

	private static ElasticsearchServer server;

	@BeforeAll
	static void start() {
		server = new ElasticsearchServer();
	}

	@AfterAll
	static void stop() {
		if (server != null) {
			server.close();
		}
	}

	private static ElasticsearchOptions options(URI uri, String index, FieldScheme fields) {
		return new ElasticsearchOptions(uri, null, null, Duration.ofMinutes(2), 64 << 20, 8, index, fields, null);
	}

	/** An index of its own, emptied after each test: to make one takes long. */
	private abstract static class Contract extends LogStoreContract {

		private final FieldScheme fields;

		private final String prefix;

		private ElasticsearchLogStore store;

		Contract(FieldScheme fields) {
			this.fields = fields;
			this.prefix = "contract-" + fields.name().toLowerCase(Locale.ROOT);
		}

		@BeforeEach
		void open() {
			this.store = new ElasticsearchLogStore(options(server.uri(), this.prefix + "-*", this.fields), NOON);
		}

		@AfterEach
		void close() {
			this.store.close();
			server.empty(this.prefix + "-*");
		}

		@Override
		protected LogStore store() {
			return this.store;
		}

		@Override
		protected void refresh() {
			server.ask("POST", "/" + this.prefix + "-*/_refresh", "");
		}

	}

	@Nested
	class WithTheNamesOfEcs extends Contract {

		WithTheNamesOfEcs() {
			super(FieldScheme.ECS);
		}

	}

	@Nested
	class Lines {

		private String prefix = "";

		@BeforeEach
		void name(TestInfo test) {
			this.prefix = "lines-" + test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
		}

		@AfterEach
		void empty() {
			server.empty(this.prefix + "-*");
		}

		private ElasticsearchLogStore open() {
			return new ElasticsearchLogStore(options(server.uri(), this.prefix + "-*", FieldScheme.ECS), NOON);
		}

		private List<String> messages(String query) {
			server.ask("POST", "/" + this.prefix + "-*/_refresh", "");
			return open().search(LogQuery.text(query), QueryScope.everything())
				.hits()
				.stream()
				.map((hit) -> hit.record().message())
				.toList();
		}

		@Test
		void whatIsSentAgainIsThereOnce() {
			List<LogRecord> records = List.of(LogRecords.info("one"),
					LogRecords.at(LogRecords.NOON.minusSeconds(86_400), LogRecords.ORDERS, "WARN", "yesterday", null,
							Map.of("b", "1", "a", "2", "c", "3")));
			open().append(records);
			open().append(records);
			assertThat(messages("")).containsExactly("one", "yesterday");
		}

		@Test
		void aPlatformThatIsKilledGoesOnWithoutLossOrDoubles() throws Exception {
			LogStream stream = new LogStream("pod-1/app/0", LogRecords.ORDERS);
			ship(stream, 0, 7);
			ship(stream, 0, 12);
			assertThat(messages("")).hasSize(12).doesNotHaveDuplicates();
			assertThat(open().position("pod-1/app/0")).contains(new LogPosition(LogRecords.NOON.plusSeconds(3), 3));
		}

		/**
		 * A source gives what it has since the time it is asked for, three lines each
		 * second.
		 */
		private void ship(LogStream stream, int from, int to) throws InterruptedException {
			LogShipper shipper = new LogShipper(open(), NOON);
			shipper.start();
			LogSink.Feed feed = shipper.open(stream);
			for (int i = from; i < to; i++) {
				Instant time = LogRecords.NOON.plusSeconds(i / 3);
				if (feed.since().isEmpty() || !time.isBefore(feed.since().get())) {
					feed.line(time, "{\"message\":\"line " + i + "\"}");
				}
			}
			shipper.close();
		}

		@Test
		void aRecordThatIsRefusedIsKeptWithoutItsFields() {
			open().append(List.of(LogRecords.info("first")));
			server.ask("PUT", "/" + this.prefix + "-2026.11.21/_mapping",
					"{\"properties\":{\"odd\":{\"type\":\"long\"}}}");
			ElasticsearchLogStore store = open();
			store.append(List.of(LogRecords.at(LogRecords.NOON, LogRecords.ORDERS, "INFO", "odd one", null,
					Map.of("odd", "no number", "even", "2")), LogRecords.info("third")));
			assertThat(messages("")).containsExactlyInAnyOrder("third", "odd one", "first");
			assertThat(store.search(LogQuery.text("odd"), QueryScope.everything()).hits()).singleElement()
				.satisfies((hit) -> assertThat(hit.record().extra()).containsEntry("odd", "no number")
					.containsEntry("even", "2"));
			assertThat(store.health().figures()).doesNotContainKey("dropped");
		}

		@Test
		void linesOfFilebeatAreReadAndFollowed() {
			ElasticsearchLogStore store = open();
			store.append(List.of(LogRecords.info("ours")));
			LogTail tail = store.tail(LogQuery.text(""), QueryScope.of(Set.of("shop"), Set.of()));
			String theirs = "{\"@timestamp\":\"2026-11-21T12:00:01.5Z\",\"message\":\"theirs\",\"log\":{\"level\":\"ERROR\"},"
					+ "\"service\":{\"name\":\"orders\",\"environment\":\"dev\"},\"slipway\":{\"team\":\"shop\",\"release\":\"3\"},"
					+ "\"kubernetes\":{\"pod\":{\"name\":\"orders-r3-x\"}},\"http\":{\"status\":503},\"tags\":[\"a\",\"b\"],"
					+ "\"trace\":{\"id\":\"abc\"},\"ecs\":{\"version\":\"8.11\"}}";
			assertThat(server.ask("POST", "/" + this.prefix + "-filebeat/_doc?refresh=true", theirs).statusCode())
				.isEqualTo(201);
			server.ask("POST", "/" + this.prefix + "-filebeat/_doc?refresh=true",
					theirs.replace("\"shop\"", "\"bank\"").replace("theirs", "of others"));
			List<LogHit> found = tail.poll();
			assertThat(tail.poll()).isEmpty();
			assertThat(found).singleElement().satisfies((hit) -> {
				LogRecord record = hit.record();
				assertThat(record.timestamp()).isEqualTo(Instant.parse("2026-11-21T12:00:01.5Z"));
				assertThat(record.origin()).isEqualTo(new Origin("orders", "shop", "dev", "3", "orders-r3-x"));
				assertThat(record.level()).isEqualTo("ERROR");
				assertThat(record.traceId()).isEqualTo("abc");
				assertThat(record.extra()).containsOnly(Map.entry("http.status", "503"), Map.entry("tags", "a,b"));
			});
			assertThat(messages("level:error http.status:[500 TO 599] tags:b team:shop")).containsExactly("theirs");
		}

		@Test
		void daysThatAreTooOldAreDeletedAndNothingElse() {
			for (String index : List.of("2026.11.01", "2026.11.18", "filebeat")) {
				server.ask("PUT", "/" + this.prefix + "-" + index, "");
			}
			ElasticsearchOptions all = options(server.uri(), this.prefix + "-*", FieldScheme.ECS);
			new ElasticsearchLogStore(new ElasticsearchOptions(all.url(), null, null, all.timeout(), all.maxAnswer(), 8,
					all.index(), all.fields(), Duration.ofDays(3)), NOON)
				.append(List.of(LogRecords.info("today")));
			assertThat(server.ask("GET", "/" + this.prefix + "-*/_settings", "").body()).doesNotContain("2026.11.01")
				.contains("2026.11.18", "-filebeat", "2026.11.21");
		}

		@Test
		void aTemplateThatIsNewerIsLeft() {
			String path = "/_index_template/" + this.prefix;
			open().append(List.of(LogRecords.info("first")));
			String shipped = server.ask("GET", path, "").body();
			assertThat(shipped).contains("slipway_words", "\"version\":1", this.prefix + "-*");
			server.ask("PUT", path, "{\"index_patterns\":[\"" + this.prefix + "-*\"],\"version\":7}");
			open().append(List.of(LogRecords.info("second")));
			assertThat(server.ask("GET", path, "").body()).contains("\"version\":7").doesNotContain("slipway_words");
		}

		@Test
		void anIndexMadeWithoutTheTemplateIsNotSearched() {
			server.ask("POST", "/" + this.prefix + "-other/_doc?refresh=true",
					"{\"message\":\"of a pet shop\",\"slipway\":{\"team\":\"pet shop\"}}");
			assertThatExceptionOfType(LogsUnavailable.class)
				.isThrownBy(() -> open().search(LogQuery.text(""), QueryScope.of(Set.of("shop"), Set.of())))
				.withMessageContaining("slipway.team is of type text");
			assertThat(open().health().up()).isFalse();
		}

		@Test
		void beforeTheFirstLineThereIsNothing() {
			assertThat(messages("payment")).isEmpty();
			assertThat(open().position("pod-1/app/0")).isEmpty();
			assertThat(open().health().up()).isTrue();
			assertThat(open().health().detail()).contains("8.19");
			assertThat(open()
				.histogram(LogQuery.text("").between(LogRecords.NOON.minusSeconds(2), LogRecords.NOON),
						Duration.ofSeconds(1), QueryScope.everything())
				.buckets()).hasSize(2);
		}

	}

	/** The table of queries. */
	private abstract static class Queries extends LogQueryContract {

		private final FieldScheme fields;

		private ElasticsearchLogStore store;

		Queries(FieldScheme fields) {
			this.fields = fields;
		}

		@BeforeAll
		void open() {
			String prefix = "queries-" + this.fields.name().toLowerCase(Locale.ROOT);
			this.store = new ElasticsearchLogStore(options(server.uri(), prefix + "-*", this.fields), NOON);
			this.store.append(records());
			server.ask("POST", "/" + prefix + "-*/_refresh", "");
		}

		@Override
		protected LogStore store() {
			return this.store;
		}

	}

	@Nested
	class QueriesWithTheNamesOfEcs extends Queries {

		QueriesWithTheNamesOfEcs() {
			super(FieldScheme.ECS);
		}

	}

	@Nested
	class QueriesWithPlainNames extends Queries {

		QueriesWithPlainNames() {
			super(FieldScheme.PLAIN);
		}

	}

}
