package dev.slipway.pipeline.adapter;

import java.time.Duration;

import dev.slipway.access.Tokens;
import dev.slipway.pipeline.BuildTokens;

/** Tokens of builds as access gives them: good for the API of one service. */
final class AccessTokens implements BuildTokens {

	private final Tokens tokens;

	AccessTokens(Tokens tokens) {
		this.tokens = tokens;
	}

	@Override
	public Issued issue(String team, String service, int build, Duration lifetime) {
		Tokens.Issued issued = this.tokens.issueBuild("build " + service + " #" + build, team, "services/" + service,
				lifetime);
		return new Issued(issued.token().id(), issued.secret());
	}

	@Override
	public void revoke(String id) {
		this.tokens.revoke(id);
	}

}
