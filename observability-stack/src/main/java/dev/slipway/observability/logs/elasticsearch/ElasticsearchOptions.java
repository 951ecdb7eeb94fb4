package dev.slipway.observability.logs.elasticsearch;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

import dev.slipway.observability.http.StoreAddress;
import dev.slipway.observability.logs.LogsUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Where Elasticsearch is and how it is asked.
 *
 * @param url its address, with a path prefix if it has one
 * @param credentials the value of the header {@code Authorization}; null for none
 * @param certificates PEM file of the authorities that are trusted; null for Java's own
 * @param timeout how long one question may take, its answer included
 * @param maxAnswer the most bytes of an answer
 * @param concurrency so many questions at once; others wait
 * @param index the indexes that are searched, such as {@code slipway-logs-*}; what the
 * platform collects itself goes to one a day, {@code slipway-logs-2026.11.21}
 * @param fields what the fields are called
 * @param maxAge days that the platform wrote are dropped when they are older; null for
 * never
 */
public record ElasticsearchOptions(URI url, @Nullable String credentials, @Nullable Path certificates, Duration timeout,
		int maxAnswer, int concurrency, String index, FieldScheme fields, @Nullable Duration maxAge) {

	static final String PROPERTIES = "slipway.logs.elasticsearch";

	private static final Pattern INDEX = Pattern.compile("[a-z0-9][a-z0-9._-]{0,100}-\\*");

	public ElasticsearchOptions {
		address(url, credentials, certificates, timeout, maxAnswer);
		if (!INDEX.matcher(index).matches()) {
			throw new IllegalArgumentException(PROPERTIES + ".index has to be like slipway-logs-*, not " + index);
		}
	}

	/** Ten seconds, 32 MB, eight at once, the names of ECS. */
	public static ElasticsearchOptions at(URI url) {
		return new ElasticsearchOptions(url, null, null, Duration.ofSeconds(10), 32 << 20, 8, "slipway-logs-*",
				FieldScheme.ECS, null);
	}

	/** The pattern without its star and dash: {@code slipway-logs}. */
	String prefix() {
		return this.index.substring(0, this.index.length() - 2);
	}

	/** Where it is, for what adapters share. */
	StoreAddress address() {
		return address(this.url, this.credentials, this.certificates, this.timeout, this.maxAnswer);
	}

	private static StoreAddress address(URI url, @Nullable String credentials, @Nullable Path certificates,
			Duration timeout, int maxAnswer) {
		return new StoreAddress("Elasticsearch", PROPERTIES, url, credentials, certificates, timeout, maxAnswer,
				LogsUnavailable::new);
	}

	@Override
	public String toString() {
		return "Elasticsearch at " + this.url;
	}

}
