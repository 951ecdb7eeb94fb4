package dev.slipway.rollout;

import org.jspecify.annotations.Nullable;

/** What reaches a service now. */
@FunctionalInterface
public interface Demand {

	/** Where nothing is measured. */
	Demand UNKNOWN = (stable) -> null;

	/** Requests a second of the release that serves; null when that is not known. */
	@Nullable Double perSecond(Release stable);

}
