package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.slipway.strategy.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Who says whether a release may begin in an environment: freezes, and the order of
 * environments. Rollbacks are not asked about: they always may.
 */
public interface Admission {

	/**
	 * What speaks against a release that is asked for: it is refused for an error, and
	 * told of the rest.
	 */
	List<Finding> findings(ReleaseRequest request, Instant now);

	/** Whether an accepted release has to wait. */
	Hold hold(Release release, Instant now);

	/**
	 * Keeps that an operator overrides the rules for one release, in the caller's
	 * transaction. The first one stays.
	 */
	void waive(Release release, Waiver waiver, Instant at);

	/**
	 * Whether a release has to wait before it begins.
	 *
	 * @param reason what it waits for, as people read it; null when it need not
	 * @param again when to look again; null when it need not wait
	 * @param waiver who overrode the rules for it; null when nobody did
	 */
	record Hold(@Nullable String reason, @Nullable Duration again, @Nullable Waiver waiver) {

		/** It need not wait. */
		public static final Hold FREE = new Hold(null, null, null);

		/** Who overrode the rules, for the history; empty when nobody did. */
		String waived() {
			return (this.waiver == null) ? ""
					: ". " + this.waiver.by() + " overrode the environment's rules: " + this.waiver.reason();
		}

	}

	/**
	 * An operator overrides the rules for one release.
	 *
	 * @param by who
	 * @param reason why
	 */
	record Waiver(String by, String reason) {
	}

}
