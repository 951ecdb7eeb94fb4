package dev.slipway.rollout.adapter;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.slipway.rollout.Release;
import dev.slipway.rollout.Release.Draft;
import org.jspecify.annotations.Nullable;

/**
 * What releases consist of, as read before: those that are live, and what they are
 * compared with. It never changes while the release is there; one that takes the number
 * of another that was removed was requested at another time.
 */
final class Drafts {

	/** So many live releases with their stable ones. */
	private static final int KEPT = 2500;

	private final Map<Key, Draft> kept = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<Key, Draft> eldest) {
			return size() > KEPT;
		}

	});

	@Nullable Draft find(Key key) {
		return this.kept.get(key);
	}

	void keep(Key key, Draft draft) {
		this.kept.put(key, draft);
	}

	void forget(Key key) {
		this.kept.remove(key);
	}

	/**
	 * Tells releases apart. A database keeps times less finely than a clock tells them.
	 *
	 * @param service the service
	 * @param environment the environment
	 * @param number the number there
	 * @param requestedAt when it was asked for
	 */
	record Key(String service, String environment, int number, Instant requestedAt) {

		Key {
			requestedAt = requestedAt.truncatedTo(ChronoUnit.MILLIS);
		}

		static Key of(Release release) {
			Draft draft = release.draft();
			return new Key(draft.service(), draft.environment(), release.number(), draft.requestedAt());
		}

	}

}
