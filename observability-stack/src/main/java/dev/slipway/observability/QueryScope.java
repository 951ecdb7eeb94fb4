package dev.slipway.observability;

import java.util.Set;

/**
 * What the asking person may see. Every query of every store takes one, and the store
 * joins it to the query by AND where no text of the query can reach it.
 *
 * @param unlimited true for operators, who see everything
 * @param teams the teams whose records are visible
 * @param services the services of these teams, for records that carry no team (spans)
 */
public record QueryScope(boolean unlimited, Set<String> teams, Set<String> services) {

	public QueryScope {
		teams = Set.copyOf(teams);
		services = Set.copyOf(services);
	}

	/** Sees everything. */
	public static QueryScope everything() {
		return new QueryScope(true, Set.of(), Set.of());
	}

	/** Sees what the teams own; with no teams it sees nothing. */
	public static QueryScope of(Set<String> teams, Set<String> services) {
		return new QueryScope(false, teams, services);
	}

	/** Sees one service of one team. */
	public static QueryScope service(String team, String service) {
		return of(Set.of(team), Set.of(service));
	}

	public boolean seesTeam(String team) {
		return this.unlimited || this.teams.contains(team);
	}

	public boolean seesService(String service) {
		return this.unlimited || this.services.contains(service);
	}

}
