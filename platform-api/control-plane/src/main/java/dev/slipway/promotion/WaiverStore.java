package dev.slipway.promotion;

import java.time.Instant;
import java.util.Optional;

import dev.slipway.rollout.Admission.Waiver;
import dev.slipway.rollout.Release;

/** For which releases operators overrode the rules. */
public interface WaiverStore {

	/** Keeps one in the caller's transaction; the first of a release stays. */
	void add(Release release, Waiver waiver, Instant at);

	/** The one of a release. */
	Optional<Waiver> find(Release release);

}
