package dev.slipway.strategy;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What becomes of a service's Secrets when a release goes back. */
record SecretRules(List<SecretUse> secrets, Findings findings) {

	private static final String PATH = "spec.secrets.";

	void look() {
		String pinned = names((secret) -> pins(secret));
		if (!pinned.isEmpty()) {
			this.findings.note("secret-pinned", "spec.secrets",
					"Each release keeps a copy of " + pinned + " as it was when the release was made, and going back "
							+ "to it brings that value back, unless it was revoked",
					"See that an old value still works after a newer one was set, or let the Secret follow.");
		}
		String followed = names((secret) -> secret.referred() && !secret.ofRelease() && !pins(secret));
		if (!followed.isEmpty()) {
			this.findings.note("secret-follows", "spec.secrets",
					"All releases share " + followed + ": one that goes back starts with today's value",
					"Pin it (secrets: {name: pin}) when an older release works with its own value only.");
		}
		this.secrets.stream()
			.filter((secret) -> secret.said() && !secret.referred() && !secret.ofRelease())
			.forEach((secret) -> this.findings.warning("secret-unused", PATH + secret.name(),
					"No pod of deploy/ refers to the Secret " + secret.name(), "Remove it, or mend the name."));
		this.secrets.stream()
			.filter((secret) -> secret.said() && secret.ofRelease() && secret.policy() == SecretPolicy.FOLLOW)
			.forEach((secret) -> this.findings.warning("secret-of-release", PATH + secret.name(),
					"The Secret " + secret.name() + " is part of deploy/: each release has its own, and cannot follow",
					"Make it apart from deploy/, or do not name it here."));
	}

	private static boolean pins(SecretUse secret) {
		return secret.referred() && !secret.ofRelease() && secret.policy() == SecretPolicy.PIN;
	}

	private String names(Predicate<SecretUse> which) {
		return this.secrets.stream()
			.filter(which)
			.map((secret) -> "the Secret " + secret.name())
			.collect(Collectors.joining(" and "));
	}

}
