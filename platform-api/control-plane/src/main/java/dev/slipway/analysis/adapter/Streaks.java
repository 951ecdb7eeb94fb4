package dev.slipway.analysis.adapter;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.slipway.analysis.RailMemory;
import dev.slipway.rollout.Release;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Successes and failures in a row, of each gate and guard rail. They are kept as far as
 * they count, so that a platform that is killed goes on from there: three failures in a
 * row are three, whoever saw the first of them.
 */
final class Streaks {

	private static final Logger log = LoggerFactory.getLogger(Streaks.class);

	private static final int MOST = 2000;

	private final RailMemory memory;

	/** Positive for successes in a row, negative for failures. */
	private final Map<String, Integer> rows = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
			return size() > MOST;
		}

	};

	Streaks(RailMemory memory) {
		this.memory = memory;
	}

	/**
	 * One more success.
	 * @param asked which gate or guard rail of the release
	 * @param most longer ones need not be kept
	 * @return how many in a row now
	 */
	int succeeded(Release release, String asked, int most) {
		int before = row(release, asked);
		return next(release, asked, before, Math.max(before, 0) + 1, most);
	}

	/**
	 * One more failure.
	 * @param asked which gate or guard rail of the release
	 * @param most longer ones need not be kept
	 * @return how many in a row now
	 */
	int failed(Release release, String asked, int most) {
		int before = row(release, asked);
		return -next(release, asked, before, Math.min(before, 0) - 1, most);
	}

	private int row(Release release, String asked) {
		synchronized (this.rows) {
			Integer known = this.rows.get(key(release, asked));
			if (known != null) {
				return known;
			}
		}
		return this.memory.streak(release, asked);
	}

	private int next(Release release, String asked, int before, int now, int most) {
		synchronized (this.rows) {
			this.rows.put(key(release, asked), now);
		}
		if (Math.abs(now) <= most || Integer.signum(now) != Integer.signum(before)) {
			try {
				this.memory.keepStreak(release, asked, now);
			}
			catch (RuntimeException ex) {
				// It counts on all the same; a restart of the platform begins anew.
				log.warn("{} answers in a row of {} of {} cannot be kept", now, asked, release.objectName(), ex);
			}
		}
		return now;
	}

	private static String key(Release release, String asked) {
		return release.plan().flowId() + "/" + asked;
	}

}
