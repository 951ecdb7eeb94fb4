package dev.slipway.console.services;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.ApiProblem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The Secrets of a release, and what came of revoking one's value. */
final class ReleaseSecrets {

	static final String PATH = ReleasePages.RELEASE + "/secrets";

	private ReleaseSecrets() {
	}

	/** None when the cluster does not answer: the page shows what is known without it. */
	static List<Secret> of(Api api, String service, String env, int number) {
		try {
			return api.items(Secret.class, PATH, service, env, number);
		}
		catch (ApiProblem problem) {
			if (problem.status() == 401) {
				throw problem;
			}
			return List.of();
		}
	}

	/** What the page after it is told by its address. */
	static String query(String name, JsonNode answer) {
		List<String> had = new ArrayList<>();
		answer.path("releases").forEach((number) -> had.add(number.asString()));
		return "?revoked=" + name + "&had=" + String.join(",", had);
	}

	/** What came of it, in words; null when the address says nothing of the kind. */
	static @Nullable String told(String name, String had) {
		if (!name.matches("[a-z0-9.-]{1,253}") || !had.matches("(\\d{1,9}(,\\d{1,9})*)?")) {
			return null;
		}
		if (had.isEmpty()) {
			return "No release keeps the old value of " + name + " any more: there was nothing left to do.";
		}
		String those = had.contains(",") ? "releases " : "release ";
		return "The old value of " + name + " was taken out of " + those + had.replace(",", ", ") + ".";
	}

	/** A Secret of a release, without its value. */
	record Secret(String name, @Nullable String policy, @Nullable String object, @Nullable String state,
			@Nullable String explanation) {

		/** What the release has of it, in a word. */
		public String word() {
			return switch (String.valueOf(this.state)) {
				case "ITS_OWN" -> "its own";
				case "FOLLOWS" -> "follows";
				case "PINNED", "DIFFERS" -> "pinned";
				case "REVOKED" -> "revoked";
				default -> "missing";
			};
		}

		/**
		 * Whether the release keeps a value that another could take the place of, or one
		 * is revoked already, which is done to its end when it is asked for again.
		 * @param going whether the release is under way: it may not have made it yet
		 */
		public boolean revocable(boolean going) {
			return "DIFFERS".equals(this.state) || "REVOKED".equals(this.state) || (again() && !going);
		}

		/** Whether a revocation of it may have stopped half-way. */
		public boolean again() {
			return "REVOKED".equals(this.state) || ("MISSING".equals(this.state) && "PIN".equals(this.policy));
		}

	}

}
