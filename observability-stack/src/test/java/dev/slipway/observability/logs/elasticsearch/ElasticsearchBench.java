package dev.slipway.observability.logs.elasticsearch;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import co.elastic.clients.json.JsonpUtils;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.LogRecords;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints what the adapter adds to the same request by a bare HTTP client, which reads the
 * answer and does nothing with it: parsing, highlighting and records of 100 hits.
 */
@NullUnmarked
class ElasticsearchBench {

	private static final int RECORDS = 20_000;

	private static final int WARM = 150;

	private static final int ROUNDS = 400;

	private static final Clock NOON = Clock.fixed(LogRecords.NOON, ZoneOffset.UTC);

	private static final QueryScope SHOP = QueryScope.service("shop", "orders");

	@Test
	void overheadOfASearch() throws Exception {
		try (ElasticsearchServer server = new ElasticsearchServer()) {
			ElasticsearchOptions options = ElasticsearchOptions.at(server.uri());
			ElasticsearchLogStore store = new ElasticsearchLogStore(options, NOON);
			fill(store);
			server.ask("POST", "/" + options.index() + "/_refresh", "");
			LogQuery query = LogQuery.text("payment AND level:error");
			HttpRequest bare = bare(server.uri(), options, query);
			HttpClient http = HttpClient.newHttpClient();
			long[] adapter = new long[ROUNDS];
			long[] plain = new long[ROUNDS];
			for (int round = -WARM; round < ROUNDS; round++) {
				long begin = System.nanoTime();
				assertThat(store.search(query, SHOP).hits()).hasSize(query.limit());
				long between = System.nanoTime();
				assertThat(http.send(bare, HttpResponse.BodyHandlers.ofByteArray()).statusCode()).isEqualTo(200);
				if (round >= 0) {
					adapter[round] = between - begin;
					plain[round] = System.nanoTime() - between;
				}
			}
			System.out.printf(Locale.ROOT,
					"BENCH a page of %d of %,d records from Elasticsearch: p50 %.1f ms, p95 %.1f ms; the same request "
							+ "by a bare client p50 %.1f ms, p95 %.1f ms; the adapter adds %.1f ms, aim 10 ms%n",
					query.limit(), RECORDS, at(adapter, 50), at(adapter, 95), at(plain, 50), at(plain, 95),
					at(adapter, 50) - at(plain, 50));
		}
	}

	private static void fill(ElasticsearchLogStore store) {
		List<LogRecord> batch = new ArrayList<>();
		for (int i = 0; i < RECORDS; i++) {
			batch.add(LogRecords.at(LogRecords.NOON.minusMillis(i * 7L), LogRecords.ORDERS,
					(i % 4 == 0) ? "ERROR" : "INFO", "Payment " + i + " of order " + (i % 977) + " was refused", null,
					Map.of("traceId", Integer.toHexString(i), "amount", Integer.toString(i % 100))));
			if (batch.size() == 1000) {
				store.append(batch);
				batch.clear();
			}
		}
	}

	/** What the adapter asks, as a request of its own. */
	private static HttpRequest bare(URI server, ElasticsearchOptions options, LogQuery query) {
		ElasticsearchApi api = new ElasticsearchApi(options, NOON);
		Searches searches = new Searches(api, new Mapping(api, options, NOON), options, NOON);
		String body = JsonpUtils.toJsonString(searches.pageRequest(query, SHOP), new JacksonJsonpMapper());
		return HttpRequest.newBuilder(server.resolve("/" + options.index() + "/_search"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
	}

	private static double at(long[] nanos, int percentile) {
		long[] sorted = nanos.clone();
		Arrays.sort(sorted);
		return sorted[Math.min(sorted.length - 1, sorted.length * percentile / 100)] / 1e6;
	}

}
