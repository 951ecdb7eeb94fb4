package dev.slipway.rollout.adapter;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.rollout.ReleaseQuery;
import dev.slipway.rollout.ReleaseQuery.Mark;

/** The SQL of a {@link ReleaseQuery}, with its parameters. */
final class ReleaseSearch {

	/**
	 * A release without an end whose flow is under way; the index on the end keeps the
	 * second question to a few.
	 */
	private static final String LIVE = "(ended_at IS NULL AND EXISTS (SELECT 1 FROM flow WHERE kind = 'release'"
			+ " AND id = service || '/' || environment || '/' || CAST(number AS VARCHAR(10)) AND ended = FALSE))";

	private static final String AFTER = "requested_at <= :at AND (requested_at < :at OR service > :service"
			+ " OR (service = :service AND (environment > :environment"
			+ " OR (environment = :environment AND number > :number))))";

	private final List<String> conditions = new ArrayList<>();

	private final Map<String, Object> parameters = new LinkedHashMap<>();

	ReleaseSearch(ReleaseQuery query) {
		Boolean live = query.live();
		Set<String> teams = query.teams();
		Mark after = query.after();
		if (live != null) {
			this.conditions.add(live ? LIVE : "NOT " + LIVE);
		}
		if (teams != null) {
			this.conditions.add("team IN (:teams)");
			this.parameters.put("teams", teams);
		}
		if (after != null) {
			this.conditions.add(AFTER);
			this.parameters.put("at", OffsetDateTime.ofInstant(after.at(), ZoneOffset.UTC));
			this.parameters.put("service", after.service());
			this.parameters.put("environment", after.environment());
			this.parameters.put("number", after.number());
		}
	}

	String sql() {
		String where = this.conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", this.conditions);
		return "SELECT * FROM release" + where
				+ " ORDER BY requested_at DESC, service, environment, number LIMIT :limit";
	}

	Map<String, Object> parameters() {
		return this.parameters;
	}

}
