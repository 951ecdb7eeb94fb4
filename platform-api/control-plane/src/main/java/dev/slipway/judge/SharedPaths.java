package dev.slipway.judge;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The paths within which two releases can be compared. A label may depend on how a
 * request ended: Spring's is {@code UNKNOWN} when nothing says which path it was, or
 * {@code /error}. Compared within such a label, a candidate of which a third fails looks
 * like stable: of both sides' {@code UNKNOWN} all fail, only the candidate has a hundred
 * times as many. So such requests are counted with the largest path, where they fail.
 * They are known by their names, by all of them failing, and by one side having next to
 * none of them: a request that users send comes to both.
 * <p>
 * Example: the candidate has {@code GET /orders} 0 of 700 and {@code UNKNOWN} 300 of 300,
 * stable 0 of 9,000 and 5 of 5: one path is left, 300 of 1,000 against 5 of 9,005.
 */
final class SharedPaths {

	/** Of more than that, those with the fewest requests are looked at as one. */
	static final int MOST = 20;

	static final String OTHERS = "other paths";

	/**
	 * What names no path; see Spring's {@code DefaultServerRequestObservationConvention}.
	 */
	private static final Set<String> NO_PATH = Set.of("UNKNOWN", "NOT_FOUND", "REDIRECTION", "root", "/**", "/error");

	/** A side has to have this part of what its share of all requests predicts. */
	private static final double LEAST = 0.05;

	/** A path of which that part fails on both sides names an outcome. */
	private static final double ALL_FAIL = 0.9;

	private SharedPaths() {
	}

	/**
	 * Finds them.
	 * @param paths counts by path, such as {@code GET /orders}
	 * @return all requests, each once, the largest path first; empty when there are none
	 */
	static Map<String, Sides<Counts>> of(Map<String, Sides<Counts>> paths) {
		List<Map.Entry<String, Sides<Counts>>> bySize = paths.entrySet()
			.stream()
			.sorted(Comparator.comparingLong((entry) -> -total(entry.getValue())))
			.toList();
		Sides<Counts> whole = paths.values().stream().reduce(Sides.of(Counts.NONE, Counts.NONE), SharedPaths::plus);
		Map<String, Sides<Counts>> shared = new LinkedHashMap<>();
		Sides<Counts> others = Sides.of(Counts.NONE, Counts.NONE);
		Sides<Counts> pooled = Sides.of(Counts.NONE, Counts.NONE);
		for (Map.Entry<String, Sides<Counts>> path : bySize) {
			if (!namesPath(path.getKey()) || !isShared(path.getValue(), whole) || isOutcome(path.getValue())) {
				pooled = plus(pooled, path.getValue());
			}
			else if (shared.size() < MOST) {
				shared.put(path.getKey(), path.getValue());
			}
			else {
				others = plus(others, path.getValue());
			}
		}
		if (total(others) > 0) {
			shared.put(OTHERS, others);
		}
		if (total(pooled) > 0) {
			shared.merge(shared.isEmpty() ? OTHERS : shared.keySet().iterator().next(), pooled, SharedPaths::plus);
		}
		return shared;
	}

	/** Whether it is one that a request asks for, whatever comes of it. */
	private static boolean namesPath(String label) {
		String uri = label.substring(label.indexOf(' ') + 1).strip();
		return uri.startsWith("/") && !NO_PATH.contains(uri);
	}

	private static boolean isShared(Sides<Counts> path, Sides<Counts> whole) {
		double least = LEAST * total(path) / total(whole);
		return !path.candidate().none() && !stable(path).none()
				&& path.candidate().total() >= least * whole.candidate().total()
				&& stable(path).total() >= least * stable(whole).total();
	}

	private static boolean isOutcome(Sides<Counts> path) {
		return path.candidate().ratio() >= ALL_FAIL && stable(path).ratio() >= ALL_FAIL;
	}

	static long total(Sides<Counts> sides) {
		return sides.candidate().total() + stable(sides).total();
	}

	static Counts stable(Sides<Counts> sides) {
		Counts stable = sides.stable();
		return (stable != null) ? stable : Counts.NONE;
	}

	static Sides<Counts> plus(Sides<Counts> one, Sides<Counts> other) {
		return Sides.of(stable(one).plus(stable(other)), one.candidate().plus(other.candidate()));
	}

}
