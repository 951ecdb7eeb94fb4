package dev.slipway.jenkins.adapter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.slipway.access.Tokens;
import dev.slipway.jenkins.Difference;
import dev.slipway.jenkins.EventKey;
import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.MadeThings;
import dev.slipway.jenkins.MadeThings.Given;
import dev.slipway.jenkins.PipelinePlan;
import dev.slipway.jenkins.Plugins;

/**
 * The platform's tokens that services' pipelines have as credentials: each good for its
 * own service, renewed when two thirds of its life are over, revoked with the pipeline. A
 * token is remembered before Jenkins gets it, so none can be forgotten, and counts when
 * all of it has arrived there.
 */
final class ServiceTokens {

	private static final int TRIES = 3;

	/** Builds that run have the token that was there when they began. */
	private static final Duration LONGEST_BUILD = Duration.ofDays(1);

	private final Credentials credentials;

	private final InstalledPlugins plugins;

	private final Tokens tokens;

	private final MadeThings made;

	private final Duration life;

	private final EventKey eventKey;

	private final Clock clock;

	ServiceTokens(JenkinsClient client, InstalledPlugins plugins, Tokens tokens, MadeThings made, Duration life,
			EventKey eventKey, Clock clock) {
		this.plugins = plugins;
		this.credentials = new Credentials(client);
		this.tokens = tokens;
		this.made = made;
		this.life = life;
		this.eventKey = eventKey;
		this.clock = clock;
	}

	/** Gives a token if there is none; true when one was given. */
	boolean ensure(JenkinsPath folder, String team, String service) {
		if (ids().isEmpty() || differences(folder, service).isEmpty()) {
			return false;
		}
		renew(folder, team, service);
		return true;
	}

	/** Gives a fresh token; older ones are revoked when no build can have them. */
	void renew(JenkinsPath folder, String team, String service) {
		List<String> ids = ids();
		if (ids.isEmpty()) {
			return;
		}
		this.credentials.ids(folder); // a Jenkins that is away gets no token
		for (int attempt = 0; attempt < TRIES; attempt++) {
			if (deliver(folder, team, service, ids)) {
				return;
			}
		}
		throw new JenkinsTrouble(JenkinsTrouble.Kind.FAILED,
				"Other instances of the platform renew the token of " + service + " all the time", "Try again", true, 0,
				null);
	}

	/** False when another instance took the fresh one for a lost one and revoked it. */
	private boolean deliver(JenkinsPath folder, String team, String service, List<String> ids) {
		Instant now = this.clock.instant();
		List<Given> before = this.made.tokens(service);
		Tokens.Issued issued = this.tokens.issueBuild("jenkins " + service, team, "services/" + service, this.life);
		this.made.addToken(new Given(issued.token().id(), team, service, now, now.plus(this.life), null));
		this.credentials.put(folder, service, issued.secret(), this.eventKey.value(), ids);
		if (!this.made.delivered(issued.token().id(), this.clock.instant())) {
			return false;
		}
		before.stream()
			.filter((old) -> !old.delivered() && this.made.removeUndelivered(old.id()))
			.forEach((old) -> this.tokens.revoke(old.id()));
		before.stream()
			.filter(Given::delivered)
			.skip(1)
			.filter((old) -> old.issuedAt().isBefore(now.minus(LONGEST_BUILD)))
			.forEach(this::revoke);
		return true;
	}

	/** Those whose pipelines need another one soon, or never got theirs. */
	List<Given> dueForRenewal() {
		return this.made.endingBefore(this.clock.instant().plus(this.life.dividedBy(3)));
	}

	/** Makes all tokens of a service worthless. */
	void revoke(String service) {
		this.made.tokens(service).forEach(this::revoke);
	}

	private void revoke(Given token) {
		this.tokens.revoke(token.id());
		this.made.removeToken(token.id());
	}

	/** Those that the Jenkins can keep. */
	private List<String> ids() {
		Plugins known = this.plugins.current();
		if (!known.has("credentials")) {
			return List.of();
		}
		return known.has("plain-credentials") ? List.of(PipelinePlan.GIT, PipelinePlan.TOKEN, PipelinePlan.EVENTS)
				: List.of(PipelinePlan.GIT);
	}

	/** What is missing of a service's credentials. */
	List<Difference> differences(JenkinsPath folder, String service) {
		List<Difference> differences = new ArrayList<>();
		Set<String> ids = this.credentials.ids(folder);
		boolean given = this.made.tokens(service)
			.stream()
			.anyMatch((token) -> token.delivered() && token.expiresAt().isAfter(this.clock.instant()));
		for (String id : ids()) {
			if (!ids.contains(id)) {
				differences.add(new Difference("credential/" + id, "present", null));
			}
			else if (!given) {
				differences.add(new Difference("credential/" + id, "a token that is valid", "one that has ended"));
			}
		}
		return differences;
	}

}
