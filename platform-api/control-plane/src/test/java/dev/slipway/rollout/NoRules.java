package dev.slipway.rollout;

import java.time.Instant;
import java.util.List;

import dev.slipway.strategy.Finding;
import org.springframework.context.annotation.Fallback;

/** Where nothing brings rules: everything may begin at once. */
@Fallback
public final class NoRules implements Admission {

	@Override
	public List<Finding> findings(ReleaseRequest request, Instant now) {
		return List.of();
	}

	@Override
	public Hold hold(Release release, Instant now) {
		return Hold.FREE;
	}

	@Override
	public void waive(Release release, Waiver waiver, Instant at) {
		throw new UnsupportedOperationException("There are no rules to override");
	}

}
