package dev.slipway.telemetry.adapter;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import dev.slipway.observability.metrics.LabelNames;
import dev.slipway.observability.metrics.prometheus.PrometheusOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The Prometheus that is asked instead of scraping.
 *
 * @param url its address; the embedded store serves while there is none
 * @param token a bearer token
 * @param username for basic authentication, with a password
 * @param password for basic authentication
 * @param caFile PEM file of the authorities to trust
 * @param timeout how long one question may take
 * @param maxAnswer the largest answer
 * @param concurrency so many questions at once
 * @param labels what it calls the labels of our series
 */
@ConfigurationProperties("slipway.metrics.prometheus")
record PrometheusSettings(@Nullable URI url, @Nullable String token, @Nullable String username,
		@Nullable String password, @Nullable Path caFile, @DefaultValue("10s") Duration timeout,
		@DefaultValue("16MB") DataSize maxAnswer, @DefaultValue("8") int concurrency, @DefaultValue Labels labels) {

	/** Whether it is asked. */
	boolean isConfigured() {
		return this.url != null && !this.url.toString().isEmpty();
	}

	PrometheusOptions options() {
		if (this.url == null) {
			throw new IllegalStateException("slipway.metrics.prometheus.url is not set");
		}
		return new PrometheusOptions(this.url, Authorization.header(this.token, this.username, this.password),
				this.caFile, this.timeout, Math.toIntExact(this.maxAnswer.toBytes()), this.concurrency,
				this.labels.names());
	}

	@Override
	public String toString() {
		return "Prometheus at " + this.url;
	}

	/**
	 * Names of labels.
	 *
	 * @param service the service's
	 * @param team the team's
	 * @param environment the environment's
	 * @param release the release's
	 * @param pod the pod's
	 */
	record Labels(@DefaultValue("service") String service, @DefaultValue("team") String team,
			@DefaultValue("environment") String environment, @DefaultValue("release") String release,
			@DefaultValue("pod") String pod) {

		LabelNames names() {
			return new LabelNames(this.service, this.team, this.environment, this.release, this.pod);
		}

	}

}
