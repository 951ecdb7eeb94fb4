package dev.slipway.analysis.adapter;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Successes and failures in a row, by the key of a gate's call. After a crash they begin
 * anew.
 */
final class Streaks {

	private static final int MOST = 2000;

	/** Positive for successes in a row, negative for failures. */
	private final Map<String, Integer> rows = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
			return size() > MOST;
		}

	};

	/** One more success; how many in a row now. */
	synchronized int succeeded(String key) {
		return this.rows.merge(key, 1, (row, one) -> Math.max(row, 0) + one);
	}

	/** One more failure; how many in a row now. */
	synchronized int failed(String key) {
		return -this.rows.merge(key, -1, (row, one) -> Math.min(row, 0) + one);
	}

}
