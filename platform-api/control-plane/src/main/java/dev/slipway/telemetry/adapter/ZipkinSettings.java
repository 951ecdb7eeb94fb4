package dev.slipway.telemetry.adapter;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import dev.slipway.observability.traces.zipkin.ZipkinOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The Zipkin that keeps the traces instead of this process.
 *
 * @param url its address; the embedded store serves while there is none
 * @param token a bearer token
 * @param username for basic authentication, with a password
 * @param password for basic authentication
 * @param caFile PEM file of the authorities to trust
 * @param timeout how long one question may take
 * @param maxAnswer the largest answer
 * @param concurrency so many questions at once
 * @param forward whether spans that are sent to the platform are sent on to it
 */
@ConfigurationProperties("slipway.traces.zipkin")
record ZipkinSettings(@Nullable URI url, @Nullable String token, @Nullable String username, @Nullable String password,
		@Nullable Path caFile, @DefaultValue("10s") Duration timeout, @DefaultValue("16MB") DataSize maxAnswer,
		@DefaultValue("8") int concurrency, @DefaultValue("true") boolean forward) {

	/** Whether it is asked. */
	boolean isConfigured() {
		return this.url != null && !this.url.toString().isEmpty();
	}

	ZipkinOptions options() {
		if (this.url == null) {
			throw new IllegalStateException("slipway.traces.zipkin.url is not set");
		}
		return ZipkinOptions.of(this.url, Authorization.header(this.token, this.username, this.password), this.caFile,
				this.timeout, Math.toIntExact(this.maxAnswer.toBytes()), this.concurrency, this.forward);
	}

	@Override
	public String toString() {
		return "Zipkin at " + this.url;
	}

}
