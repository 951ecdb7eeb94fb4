package dev.slipway.observability.traces.zipkin;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import dev.slipway.observability.http.StoreAddress;
import dev.slipway.observability.traces.TracesUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Where Zipkin is and how it is asked.
 *
 * @param address its address, credentials and bounds
 * @param concurrency so many questions at once; others wait
 * @param forward whether spans that the platform is sent are sent on to it
 */
public record ZipkinOptions(StoreAddress address, int concurrency, boolean forward) {

	/**
	 * Creates them.
	 * @param url its address, with a path prefix if it has one
	 * @param credentials the value of the header {@code Authorization}; null for none
	 * @param certificates PEM file of the authorities that are trusted; null for Java's
	 * own
	 * @param timeout how long one question may take, its answer included
	 * @param maxAnswer the most bytes of an answer
	 */
	public static ZipkinOptions of(URI url, @Nullable String credentials, @Nullable Path certificates, Duration timeout,
			int maxAnswer, int concurrency, boolean forward) {
		return new ZipkinOptions(new StoreAddress("Zipkin", "slipway.traces.zipkin", url, credentials, certificates,
				timeout, maxAnswer, TracesUnavailable::new), concurrency, forward);
	}

	/** Ten seconds, 16 MB, eight at once, spans are sent on. */
	public static ZipkinOptions at(URI url) {
		return of(url, null, null, Duration.ofSeconds(10), 16 << 20, 8, true);
	}

}
