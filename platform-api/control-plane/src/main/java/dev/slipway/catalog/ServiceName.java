package dev.slipway.catalog;

import java.util.Optional;
import java.util.regex.Pattern;

/** The rule for names of services and teams. */
public final class ServiceName {

	/**
	 * The longest name of a service: releases and hooks add to it, and a label has 63.
	 */
	public static final int LONGEST = 40;

	/** The longest name of a team: namespaces add the environment to it. */
	public static final int LONGEST_TEAM = 40;

	private static final Pattern LABEL = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");

	private static final Pattern RELEASE = Pattern.compile(".*-r[0-9]+");

	private ServiceName() {
	}

	/** What is wrong with the name of a service; empty when nothing is. */
	public static Optional<String> problem(String name) {
		Optional<String> label = label(name, LONGEST);
		if (label.isEmpty() && RELEASE.matcher(name).matches()) {
			return Optional.of("must not end like a release, with -r and a number");
		}
		return label;
	}

	/** What is wrong with the name of a team; empty when nothing is. */
	public static Optional<String> teamProblem(String team) {
		return label(team, LONGEST_TEAM);
	}

	private static Optional<String> label(String name, int longest) {
		if (name.isEmpty()) {
			return Optional.of("is required");
		}
		if (name.length() > longest) {
			return Optional.of("must have at most " + longest + " characters");
		}
		if (!LABEL.matcher(name).matches()) {
			return Optional
				.of("must be lower-case letters, digits and dashes, begin with a letter and not end with a dash");
		}
		return Optional.empty();
	}

}
