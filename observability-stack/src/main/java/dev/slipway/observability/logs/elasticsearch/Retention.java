package dev.slipway.observability.logs.elasticsearch;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;

import dev.slipway.observability.StoreUnavailable;
import dev.slipway.observability.logs.BadLogQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the days that the platform wrote once they are too old. Others are left. */
final class Retention {

	private static final Logger logger = LoggerFactory.getLogger(Retention.class);

	private static final Duration EACH = Duration.ofHours(1);

	private final ElasticsearchApi api;

	private final ElasticsearchOptions options;

	private final Clock clock;

	private Instant next = Instant.MIN;

	Retention(ElasticsearchApi api, ElasticsearchOptions options, Clock clock) {
		this.api = api;
		this.options = options;
		this.clock = clock;
	}

	/** Looks once an hour. What cannot be deleted now is deleted later. */
	void look() {
		Duration age = this.options.maxAge();
		Instant now = this.clock.instant();
		if (age == null || now.isBefore(this.next)) {
			return;
		}
		this.next = now.plus(EACH);
		LocalDate oldest = LocalDate.ofInstant(now.minus(age), ZoneOffset.UTC);
		try {
			for (String index : indexes()) {
				LocalDate day = day(index);
				if (day != null && day.isBefore(oldest)) {
					this.api.direct((client) -> client.indices()
						.delete((delete) -> delete.index(index).ignoreUnavailable(true)));
					logger.info("Deleted the logs of {}: they are older than {} days", day, age.toDays());
				}
			}
		}
		catch (StoreUnavailable | BadLogQuery ex) {
			logger.warn("Old logs could not be deleted: {}", ex.toString());
		}
	}

	private Set<String> indexes() {
		return this.api.direct((client) -> client.indices()
			.getSettings((get) -> get.index(this.options.index()).ignoreUnavailable(true).allowNoIndices(true))
			.result()
			.keySet());
	}

	private @Nullable LocalDate day(String index) {
		String start = this.options.prefix() + "-";
		try {
			return index.startsWith(start) ? LocalDate.parse(index.substring(start.length()), Documents.DAY) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
