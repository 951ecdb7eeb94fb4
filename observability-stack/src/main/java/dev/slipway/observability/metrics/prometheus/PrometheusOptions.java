package dev.slipway.observability.metrics.prometheus;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import dev.slipway.observability.http.StoreAddress;
import dev.slipway.observability.metrics.LabelNames;
import dev.slipway.observability.metrics.MetricsUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Where Prometheus is and how it is asked.
 *
 * @param url its address, with a path prefix if it has one
 * @param credentials the value of the header {@code Authorization}; null for none
 * @param certificates PEM file of the authorities that are trusted; null for Java's own
 * @param timeout how long one question may take, its answer included
 * @param maxAnswer the most bytes of an answer
 * @param concurrency so many questions at once, and half as many expressions of teams;
 * others wait
 * @param labels what the labels of our series are called there
 */
public record PrometheusOptions(URI url, @Nullable String credentials, @Nullable Path certificates, Duration timeout,
		int maxAnswer, int concurrency, LabelNames labels) {

	public PrometheusOptions {
		address(url, credentials, certificates, timeout, maxAnswer);
	}

	/** Ten seconds, 16 MB, eight at once, our own labels. */
	public static PrometheusOptions at(URI url) {
		return new PrometheusOptions(url, null, null, Duration.ofSeconds(10), 16 << 20, 8, LabelNames.DEFAULT);
	}

	/** Where it is, for what adapters share. */
	StoreAddress address() {
		return address(this.url, this.credentials, this.certificates, this.timeout, this.maxAnswer);
	}

	private static StoreAddress address(URI url, @Nullable String credentials, @Nullable Path certificates,
			Duration timeout, int maxAnswer) {
		return new StoreAddress("Prometheus", "slipway.metrics.prometheus", url, credentials, certificates, timeout,
				maxAnswer, MetricsUnavailable::new);
	}

	@Override
	public String toString() {
		return "Prometheus at " + this.url;
	}

}
