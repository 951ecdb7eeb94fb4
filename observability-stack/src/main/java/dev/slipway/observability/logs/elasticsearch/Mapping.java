package dev.slipway.observability.logs.elasticsearch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import co.elastic.clients.elasticsearch.core.FieldCapsResponse;
import dev.slipway.observability.logs.LogsUnavailable;
import dev.slipway.observability.logs.query.LogFields;

/**
 * Looks whether the fields that are filtered by are exact terms. In an index that was
 * made without our template they are words, and the filter of team {@code shop} would let
 * through what belongs to {@code pet shop}: then nothing is answered.
 */
final class Mapping {

	private static final Duration BELIEVED = Duration.ofSeconds(10);

	private static final List<String> EXACT = List.of(LogFields.TEAM, LogFields.SERVICE, LogFields.ENVIRONMENT,
			LogFields.RELEASE, LogFields.POD, LogFields.LEVEL);

	private static final Set<String> TERMS = Set.of("keyword", "constant_keyword", "unmapped");

	private final ElasticsearchApi api;

	private final ElasticsearchOptions options;

	private final Clock clock;

	private volatile Instant goodUntil = Instant.MIN;

	Mapping(ElasticsearchApi api, ElasticsearchOptions options, Clock clock) {
		this.api = api;
		this.options = options;
		this.clock = clock;
	}

	/** Looks, unless it was good a moment ago. */
	void check() {
		Instant now = this.clock.instant();
		if (now.isBefore(this.goodUntil)) {
			return;
		}
		look();
		this.goodUntil = now.plus(BELIEVED);
	}

	/** Looks now. */
	void look() {
		List<String> names = EXACT.stream().map(this.options.fields()::name).toList();
		FieldCapsResponse found = this.api.direct((client) -> client.fieldCaps(
				(ask) -> ask.index(this.options.index()).fields(names).ignoreUnavailable(true).allowNoIndices(true)));
		for (String name : names) {
			for (String type : found.fields().getOrDefault(name, Map.of()).keySet()) {
				if (!TERMS.contains(type)) {
					throw new LogsUnavailable("The field " + name + " is of type " + type + " in some of "
							+ this.options.index() + " at " + this.options
							+ ", where keyword is needed: the filter of teams would not hold. Put"
							+ " deploy/elasticsearch/" + this.options.fields().template()
							+ " there before the first line, and index anew");
				}
			}
		}
	}

}
