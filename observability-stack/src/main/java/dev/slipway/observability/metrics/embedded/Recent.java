package dev.slipway.observability.metrics.embedded;

import java.nio.LongBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.metrics.Selector;

/**
 * What was last computed of counters, as long as no sample has come since: the quantiles
 * of a dashboard are of the same buckets.
 */
final class Recent {

	private static final int MOST = 16;

	private final Map<Key, Answer> answers = new LinkedHashMap<>(MOST * 2, 0.75f, true) {
		@Override
		protected boolean removeEldestEntry(Map.Entry<Key, Answer> eldest) {
			return size() > MOST;
		}
	};

	/**
	 * The answer of before, or a new one. It is not to be changed.
	 * @param version of the samples, before anything was read of them
	 */
	Map<Labels, double[]> get(Key key, long version, Supplier<Map<Labels, double[]>> compute) {
		synchronized (this) {
			Answer known = this.answers.get(key);
			if (known != null && known.version() == version) {
				return known.values();
			}
		}
		Map<Labels, double[]> values = compute.get();
		synchronized (this) {
			this.answers.put(key, new Answer(version, values));
		}
		return values;
	}

	/**
	 * What is asked.
	 *
	 * @param selector which counters
	 * @param window how far back
	 * @param by labels to keep
	 * @param scope of who asks
	 * @param times when
	 */
	record Key(Selector selector, Duration window, List<String> by, QueryScope scope, LongBuffer times) {
	}

	/**
	 * An answer.
	 *
	 * @param version of the samples it was made of
	 * @param values by labels
	 */
	private record Answer(long version, Map<Labels, double[]> values) {
	}

}
