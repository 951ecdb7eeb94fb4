package dev.slipway.repository;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a repository: {@code team/name}, each a DNS-1035 label, so that no name can
 * leave the folder that repositories are kept in.
 *
 * @param team the owning team
 * @param name the repository's name
 */
public record RepositoryName(String team, String name) {

	private static final Pattern LABEL = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");

	private static final Pattern PATH = Pattern.compile("/?([^/]+)/([^/]+?)(?:\\.git)?");

	public RepositoryName {
		check(team);
		check(name);
	}

	/**
	 * Parses {@code team/name.git}.
	 * @throws IllegalArgumentException when it is no such path
	 */
	public static RepositoryName parse(String path) {
		Matcher matcher = PATH.matcher(path);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("A repository is called team/name.git");
		}
		return new RepositoryName(matcher.group(1), matcher.group(2));
	}

	private static void check(String label) {
		if (!LABEL.matcher(label).matches()) {
			throw new IllegalArgumentException("'" + label.replaceAll("\\p{Cntrl}", "?")
					+ "' is no name: lower-case letters, digits and dashes, beginning with a letter");
		}
	}

	@Override
	public String toString() {
		return this.team + "/" + this.name;
	}

}
