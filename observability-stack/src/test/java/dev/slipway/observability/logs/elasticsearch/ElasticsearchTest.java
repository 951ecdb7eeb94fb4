package dev.slipway.observability.logs.elasticsearch;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;

import dev.slipway.observability.logs.LogQueryContract;
import dev.slipway.observability.logs.LogRecords;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.observability.logs.LogStoreContract;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

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
