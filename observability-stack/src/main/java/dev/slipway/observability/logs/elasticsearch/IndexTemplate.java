package dev.slipway.observability.logs.elasticsearch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.observability.http.StoreHttp;
import dev.slipway.observability.logs.LogsUnavailable;

/** The index template that is shipped, put there when it is missing or older. */
final class IndexTemplate {

	private static final ObjectMapper JSON = new ObjectMapper();

	private final ElasticsearchApi api;

	private final ElasticsearchOptions options;

	private volatile boolean there;

	IndexTemplate(ElasticsearchApi api, ElasticsearchOptions options) {
		this.api = api;
		this.options = options;
	}

	/** Before the first line: an index made without it would lack the mapping. */
	void ensure() {
		if (!this.there) {
			this.api.write((client) -> {
				put();
				return true;
			});
			this.there = true;
		}
	}

	private void put() throws IOException {
		ObjectNode template = shipped(this.options.fields());
		template.putArray("index_patterns").add(this.options.index());
		String path = "/_index_template/" + this.options.prefix();
		HttpResponse<byte[]> present = this.api.raw("GET", path, null);
		JsonNode known = StoreHttp.json(present);
		int version = (present.statusCode() == 200 && known != null)
				? known.path("index_templates").path(0).path("index_template").path("version").asInt() : 0;
		if (version >= template.path("version").asInt()) {
			return;
		}
		HttpResponse<byte[]> answer = this.api.raw("PUT", path, JSON.writeValueAsBytes(template));
		if (answer.statusCode() / 100 != 2) {
			throw new LogsUnavailable(this.options + " answers " + answer.statusCode()
					+ " to the index template, without which no line can be stored: "
					+ StoreHttp.line(new String(answer.body(), StandardCharsets.UTF_8)));
		}
	}

	/** The file of {@code deploy/elasticsearch}. */
	static ObjectNode shipped(FieldScheme fields) {
		String name = "/elasticsearch/" + fields.template();
		try (InputStream file = IndexTemplate.class.getResourceAsStream(name)) {
			if (file == null) {
				throw new IllegalStateException(name + " is missing");
			}
			return (ObjectNode) JSON.readTree(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
