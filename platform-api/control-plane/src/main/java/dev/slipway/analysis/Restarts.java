package dev.slipway.analysis;

import java.util.Map;

import dev.slipway.rollout.Release;

/** How often the containers of a release were restarted. */
public interface Restarts {

	/** Restarts by pod; empty when it has no pods. */
	Map<String, Integer> of(Release release);

}
