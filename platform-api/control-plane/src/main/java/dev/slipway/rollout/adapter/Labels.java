package dev.slipway.rollout.adapter;

import java.util.Map;
import java.util.TreeMap;

import dev.slipway.rollout.Release;
import dev.slipway.rollout.Release.Draft;

/** The labels and annotations of Slipway's objects. */
final class Labels {

	static final String MANAGED_BY = "app.kubernetes.io/managed-by";

	static final String SLIPWAY = "slipway";

	/** What the names of all labels that nobody else writes begin with. */
	static final String OWN = "slipway.dev/";

	static final String NAME = "app.kubernetes.io/name";

	static final String SERVICE = "slipway.dev/service";

	static final String RELEASE = "slipway.dev/release";

	static final String ENVIRONMENT = "slipway.dev/environment";

	static final String ROLE = "slipway.dev/role";

	static final String TEAM = "slipway.dev/team";

	/** The fence of the last write. */
	static final String EPOCH = "slipway.dev/epoch";

	/** Set when the Deployment has all its children. */
	static final String COMPLETE = "slipway.dev/complete";

	/** A digest of what was last written to a route: what is there beside it is ours. */
	static final String WRITTEN = "slipway.dev/written";

	/** The router that divides the requests of an entry Service. */
	static final String ROUTER = "slipway.dev/router";

	/** The release that the entry Service selected when it was written last, or all. */
	static final String POINTS_TO = "slipway.dev/points-to";

	static final String ALL = "all";

	static final String IMAGE = "slipway.dev/image";

	static final String COMMIT = "slipway.dev/commit";

	/** On a Deployment: the Secrets that its release pins, separated by commas. */
	static final String PINNED = "slipway.dev/pinned-secrets";

	/**
	 * On a Deployment: those of them whose copies were taken away and are not there again
	 * yet, separated by commas.
	 */
	static final String REPLACING = "slipway.dev/replacing-secrets";

	/** On a release's copy of a Secret: the name of the Secret. */
	static final String COPY_OF = "slipway.dev/copy-of";

	/** On such a copy: where its value is from, in words. */
	static final String VALUE_OF = "slipway.dev/value-of";

	/**
	 * On a Secret: digests of values that must not come back. On a release's copy of it:
	 * the digest of the value that it had last; {@code true}, set by hand, stands for the
	 * one that it has. On a pod template: which values its pods were restarted for.
	 */
	static final String REVOKED = "slipway.dev/revoked";

	private Labels() {
	}

	static Map<String, String> ofService(Draft draft) {
		Map<String, String> labels = new TreeMap<>();
		labels.put(NAME, draft.service());
		labels.put(MANAGED_BY, SLIPWAY);
		labels.put(SERVICE, draft.service());
		labels.put(TEAM, draft.team());
		labels.put(ENVIRONMENT, draft.environment());
		return labels;
	}

	/** Without the role, which changes. */
	static Map<String, String> ofRelease(Release release) {
		Map<String, String> labels = ofService(release.draft());
		labels.put(RELEASE, Integer.toString(release.number()));
		return labels;
	}

	static Map<String, String> selector(String service, int release) {
		return Map.of(SERVICE, service, RELEASE, Integer.toString(release));
	}

}
