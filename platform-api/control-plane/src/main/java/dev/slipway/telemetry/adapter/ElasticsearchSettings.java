package dev.slipway.telemetry.adapter;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

import dev.slipway.observability.logs.elasticsearch.ElasticsearchOptions;
import dev.slipway.observability.logs.elasticsearch.FieldScheme;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The Elasticsearch that keeps the logs instead of the embedded index.
 *
 * @param url its address; the embedded store serves while there is none
 * @param apiKey an API key, as Elasticsearch gives it in its field {@code encoded}
 * @param username for basic authentication, with a password
 * @param password for basic authentication
 * @param caFile PEM file of the authorities to trust
 * @param index the indexes, such as {@code slipway-logs-*}
 * @param fields what the fields are called
 * @param collect whether the platform collects the lines itself; false where Filebeat or
 * the like does
 * @param timeout how long one question may take
 * @param maxAnswer the largest answer
 * @param concurrency so many questions at once
 */
@ConfigurationProperties("slipway.logs.elasticsearch")
record ElasticsearchSettings(@Nullable URI url, @Nullable String apiKey, @Nullable String username,
		@Nullable String password, @Nullable Path caFile, @DefaultValue("slipway-logs-*") String index,
		@DefaultValue("ecs") FieldScheme fields, @DefaultValue("true") boolean collect,
		@DefaultValue("10s") Duration timeout, @DefaultValue("32MB") DataSize maxAnswer,
		@DefaultValue("8") int concurrency) {

	/** Whether it keeps the logs. */
	boolean isConfigured() {
		return this.url != null && !this.url.toString().isEmpty();
	}

	/** Whether the platform is to read the pods' logs. */
	boolean platformCollects() {
		return this.collect || !isConfigured();
	}

	/**
	 * How it is asked.
	 * @param maxAge how long the platform's own lines are kept
	 */
	ElasticsearchOptions options(Duration maxAge) {
		if (this.url == null) {
			throw new IllegalStateException("slipway.logs.elasticsearch.url is not set");
		}
		return new ElasticsearchOptions(this.url, credentials(), this.caFile, this.timeout,
				Math.toIntExact(this.maxAnswer.toBytes()), this.concurrency, this.index, this.fields,
				this.collect ? maxAge : null);
	}

	private @Nullable String credentials() {
		if (this.apiKey != null && !this.apiKey.isEmpty()) {
			return "ApiKey " + this.apiKey;
		}
		if (this.username == null || this.username.isEmpty()) {
			return null;
		}
		String pair = this.username + ":" + ((this.password != null) ? this.password : "");
		return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public String toString() {
		return "Elasticsearch at " + this.url;
	}

}
