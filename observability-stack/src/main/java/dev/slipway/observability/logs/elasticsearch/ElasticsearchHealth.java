package dev.slipway.observability.logs.elasticsearch;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.StoreUnavailable;
import dev.slipway.observability.http.Guard;
import dev.slipway.observability.http.StoreHttp;
import dev.slipway.observability.logs.BadLogQuery;
import org.jspecify.annotations.Nullable;

/**
 * How Elasticsearch is. It is asked past the guards, so a test of the connection is one.
 */
final class ElasticsearchHealth {

	private static final String ADAPTER = "Elasticsearch";

	private final ElasticsearchApi api;

	private final Mapping mapping;

	private final ElasticsearchOptions options;

	ElasticsearchHealth(ElasticsearchApi api, Mapping mapping, ElasticsearchOptions options) {
		this.api = api;
		this.mapping = mapping;
		this.options = options;
	}

	StoreHealth look(long dropped) {
		long began = System.nanoTime();
		try {
			long records = this.api
				.direct((client) -> client
					.count((count) -> count.index(this.options.index()).ignoreUnavailable(true).allowNoIndices(true)))
				.count();
			long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
			this.mapping.look();
			return answering(version(), millis, records, dropped);
		}
		catch (StoreUnavailable | BadLogQuery ex) {
			return new StoreHealth("logs", ADAPTER, false, String.valueOf(ex.getMessage()), Map.of(),
					connection(null, null));
		}
	}

	private StoreHealth answering(String version, long millis, long records, long dropped) {
		Map<String, Long> figures = new HashMap<>();
		figures.put("records", records);
		StringBuilder detail = new StringBuilder(this.options + ", version " + version + ", answers in " + millis
				+ " ms; it holds " + records + " records in " + this.options.index());
		if (dropped > 0) {
			figures.put("dropped", dropped);
			detail.append("; it refused ").append(dropped).append(" records, which are lost");
		}
		if (this.api.isHeldBack()) {
			detail.append("; questions are held back for some seconds");
		}
		return new StoreHealth("logs", ADAPTER, true, detail.toString(), figures, connection(version, millis));
	}

	/** By the first of two ways that is open to us: neither is needed for a search. */
	private String version() {
		for (String path : List.of("/", "/_nodes/_local?filter_path=nodes.*.version")) {
			try {
				HttpResponse<byte[]> answer = this.api.raw("GET", path, null);
				JsonNode json = (answer.statusCode() == 200) ? StoreHttp.json(answer) : null;
				JsonNode version = (json != null) ? json.findValue(path.equals("/") ? "number" : "version") : null;
				if (version != null) {
					return version.asText();
				}
			}
			catch (StoreUnavailable ex) {
				continue;
			}
		}
		return "unknown";
	}

	private StoreHealth.Connection connection(@Nullable String version, @Nullable Long millis) {
		Guard.Failure last = this.api.lastFailure();
		return new StoreHealth.Connection(this.options.url().toString(), version, millis,
				(last != null) ? last.message() : null, (last != null) ? last.at() : null);
	}

}
