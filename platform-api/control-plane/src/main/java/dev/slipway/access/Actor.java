package dev.slipway.access;

import java.util.Set;

/**
 * Who is acting: a signed-in person or a token. Controllers take it as a parameter.
 *
 * @param name shown in histories and the audit log
 * @param role what it may do
 * @param teams the teams it belongs to; operators and admins act for every team
 */
public record Actor(String name, Role role, Set<String> teams) {

	public Actor {
		teams = Set.copyOf(teams);
	}

	/** Whether this actor sees what the team owns. */
	public boolean sees(String team) {
		return this.role.compareTo(Role.OPERATOR) >= 0 || this.teams.contains(team);
	}

	/** Whether this actor may act in that role for that team. */
	public boolean may(Role needed, String team) {
		return this.role.compareTo(needed) >= 0 && sees(team);
	}

	/**
	 * Requires the role for the team.
	 * @throws AccessDenied when the actor may not
	 */
	public void require(Role needed, String team) {
		if (!may(needed, team)) {
			throw new AccessDenied(this.name + " needs the role " + needed + " in team " + team);
		}
	}

}
