package dev.slipway.analysis;

import java.util.Set;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.logs.LogFilter;
import dev.slipway.observability.metrics.ServiceSelection;
import dev.slipway.rollout.Release;

/** What a gate may see and looks at: one release of one service, as its team sees it. */
public final class Scopes {

	private Scopes() {
	}

	/** Exactly the service's team, whoever asked for the release. */
	public static QueryScope of(Release release) {
		return QueryScope.service(release.draft().team(), release.draft().service());
	}

	static ServiceSelection selection(Release release) {
		return new ServiceSelection(release.draft().service(), release.draft().environment(),
				Integer.toString(release.number()), null);
	}

	static LogFilter logs(Release release, Set<String> levels) {
		return new LogFilter(release.draft().service(), release.draft().environment(),
				Integer.toString(release.number()), null, levels);
	}

}
