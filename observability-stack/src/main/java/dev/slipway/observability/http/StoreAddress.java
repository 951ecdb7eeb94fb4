package dev.slipway.observability.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

import dev.slipway.observability.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Where a store is and how it is asked.
 *
 * @param name what it is, such as {@code Prometheus}
 * @param properties the start of its properties' names, such as
 * {@code slipway.metrics.prometheus}
 * @param url its address, with a path prefix if it has one
 * @param credentials the value of the header {@code Authorization}; null for none
 * @param certificates PEM file of the authorities that are trusted; null for Java's own
 * @param timeout how long one question may take, its answer included; also the longest
 * wait for a place
 * @param maxAnswer the most bytes of an answer
 * @param failure makes its failures
 */
public record StoreAddress(String name, String properties, URI url, @Nullable String credentials,
		@Nullable Path certificates, Duration timeout, int maxAnswer, StoreUnavailable.Kind failure) {

	public StoreAddress {
		credentials = (credentials != null) ? credentials.strip() : null;
		if (credentials != null && credentials.chars().anyMatch(Character::isISOControl)) {
			throw new IllegalArgumentException(
					"The credentials of " + properties + " have a line break or another control character in them");
		}
		String scheme = String.valueOf(url.getScheme());
		if ((!scheme.equals("http") && !scheme.equals("https")) || url.getHost() == null || url.getUserInfo() != null) {
			throw new IllegalArgumentException(properties + ".url has to be like http://"
					+ name.toLowerCase(Locale.ROOT) + ".monitoring, with user and password in properties of their own");
		}
	}

	/** An address below it. */
	public URI resolve(String path) {
		String base = this.url.toString();
		return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
	}

	/** The full name of one of its properties. */
	public String property(String property) {
		return this.properties + "." + property;
	}

	/** It gives no answer. */
	public StoreUnavailable unavailable(String message, @Nullable Throwable cause) {
		return this.failure.because(message, cause);
	}

	@Override
	public String toString() {
		return this.name + " at " + this.url;
	}

}
