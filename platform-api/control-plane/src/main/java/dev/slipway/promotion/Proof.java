package dev.slipway.promotion;

import java.util.Optional;

import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseStore;

/** Whether an image has proven itself in an environment. */
final class Proof {

	private static final int LOOK_BACK = 200;

	private Proof() {
	}

	/**
	 * Whether a release of that digest has succeeded there, and was not taken back since:
	 * where release 7 went back to what release 4 was, 5 and 6 prove nothing.
	 */
	static boolean of(ReleaseStore releases, String service, String environment, String digest) {
		if (!releases.succeeded(service, environment, digest)) {
			return false;
		}
		Optional<Release> stable = releases.stable(service, environment);
		Integer back = stable.map((release) -> release.draft().rollbackOf()).orElse(null);
		if (back == null || stable.filter((release) -> proves(release, digest)).isPresent()) {
			return true;
		}
		return releases.list(service, environment, back + 1, LOOK_BACK)
			.stream()
			.anyMatch((release) -> proves(release, digest));
	}

	private static boolean proves(Release release, String digest) {
		return release.outcome() == Outcome.SUCCEEDED
				&& Digest.of(release.draft().image()).filter(digest::equals).isPresent();
	}

}
