package dev.slipway.observability.logs.elasticsearch;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.DefaultTransportOptions;
import co.elastic.clients.transport.ElasticsearchTransportBase;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.transport.instrumentation.NoopInstrumentation;
import dev.slipway.observability.StoreUnavailable;
import dev.slipway.observability.http.Guard;
import dev.slipway.observability.http.StoreHttp;
import dev.slipway.observability.logs.BadLogQuery;
import dev.slipway.observability.logs.LogsUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Asks Elasticsearch, guarded; what it refuses is the asker's fault, anything else that
 * is no answer is {@link LogsUnavailable}. Writing has a guard of its own: searches that
 * are slow hold up no line.
 */
final class ElasticsearchApi {

	private final ElasticsearchOptions options;

	private final ElasticsearchHttp http;

	private final ElasticsearchClient client;

	private final Guard reading;

	private final Guard writing;

	ElasticsearchApi(ElasticsearchOptions options, Clock clock) {
		this.options = options;
		this.http = new ElasticsearchHttp(options);
		this.client = new ElasticsearchClient(new ElasticsearchTransportBase(this.http, DefaultTransportOptions.EMPTY,
				new JacksonJsonpMapper(), NoopInstrumentation.INSTANCE) {
		});
		this.reading = new Guard(options.address(), options.concurrency(), clock);
		this.writing = new Guard(options.address(), 2, clock);
	}

	<T> T read(Call<T> call) {
		return this.reading.ask(() -> direct(call));
	}

	<T> T write(Call<T> call) {
		return this.writing.ask(() -> direct(call));
	}

	/** Asks past the guards. */
	<T> T direct(Call<T> call) {
		try {
			return call.on(this.client);
		}
		catch (StoreUnavailable | BadLogQuery ex) {
			throw ex;
		}
		catch (ElasticsearchException ex) {
			String why = why(ex);
			if (ex.status() == 400) {
				throw new BadLogQuery("Elasticsearch refuses the query: " + why, 0);
			}
			throw new LogsUnavailable(this.options + " answers " + ex.status() + ": " + why, ex);
		}
		catch (TransportException ex) {
			throw new LogsUnavailable(this.options + " does not answer as Elasticsearch does ("
					+ StoreHttp.line(String.valueOf(ex.getMessage())) + "); is " + ElasticsearchOptions.PROPERTIES
					+ ".url right?", ex);
		}
		catch (IOException | RuntimeException ex) {
			throw new LogsUnavailable(
					this.options + " answers what cannot be read: " + StoreHttp.line(String.valueOf(ex.getMessage())),
					ex);
		}
	}

	/** A request that the client has no words for; past the guards. */
	HttpResponse<byte[]> raw(String method, String path, byte @Nullable [] json) {
		return this.http.raw(method, path, json);
	}

	private static String why(ElasticsearchException failure) {
		var cause = failure.error();
		var root = cause.rootCause().isEmpty() ? cause : cause.rootCause().get(0);
		String reason = (root.reason() != null) ? root.reason() : cause.reason();
		return StoreHttp.line((reason != null) ? reason : String.valueOf(root.type()));
	}

	/** Whether questions, or lines, are held back. */
	boolean isHeldBack() {
		return this.reading.isOpen() || this.writing.isOpen();
	}

	Guard.@Nullable Failure lastFailure() {
		return Guard.later(this.reading.last(), this.writing.last());
	}

	/** One request. */
	interface Call<T> {

		T on(ElasticsearchClient client) throws IOException;

	}

}
