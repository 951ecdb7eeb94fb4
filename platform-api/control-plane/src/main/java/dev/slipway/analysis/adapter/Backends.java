package dev.slipway.analysis.adapter;

import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;

/** Where a release answers by itself, whatever its share of the requests. */
@FunctionalInterface
interface Backends {

	/**
	 * The address of its backend Service, such as {@code http://127.9.0.4:8080}; null
	 * when there is none yet.
	 */
	@Nullable String address(Release release);

}
