package dev.slipway.cluster.api.kinds;

import java.util.Locale;
import java.util.Map;

/**
 * One field of a {@link CronSchedule}.
 *
 * @param bits the values that it has
 * @param any whether it is {@code *} alone, which leaves the choice to the other day
 */
record CronField(long bits, boolean any) {

	static final Map<String, Integer> MONTHS = Map.ofEntries(Map.entry("jan", 1), Map.entry("feb", 2),
			Map.entry("mar", 3), Map.entry("apr", 4), Map.entry("may", 5), Map.entry("jun", 6), Map.entry("jul", 7),
			Map.entry("aug", 8), Map.entry("sep", 9), Map.entry("oct", 10), Map.entry("nov", 11), Map.entry("dec", 12));

	static final Map<String, Integer> DAYS = Map.of("sun", 0, "mon", 1, "tue", 2, "wed", 3, "thu", 4, "fri", 5, "sat",
			6);

	boolean has(int value) {
		return (this.bits & (1L << value)) != 0;
	}

	static CronField parse(String text, int least, int most, Map<String, Integer> names) {
		long bits = 0;
		boolean any = false;
		for (String part : text.split(",")) {
			if (!part.isEmpty()) {
				CronField range = range(part, least, most, names);
				bits |= range.bits();
				any |= range.any();
			}
		}
		return new CronField(bits, any);
	}

	/** {@code 5} alone is one value, but {@code 5/10} goes on to the end. */
	private static CronField range(String text, int least, int most, Map<String, Integer> names) {
		String[] stepped = text.split("/", -1);
		String[] ends = stepped[0].split("-", -1);
		if (stepped.length > 2) {
			throw new IllegalArgumentException("too many slashes: " + text);
		}
		if (ends.length > 2) {
			throw new IllegalArgumentException("too many hyphens: " + text);
		}
		boolean star = ends[0].equals("*") || ends[0].equals("?");
		int from = star ? least : value(ends[0], names);
		int to = star ? most : value(ends[ends.length - 1], names);
		int step = (stepped.length == 2) ? value(stepped[1], Map.of()) : 1;
		if (stepped.length == 2 && ends.length == 1) {
			to = most;
		}
		check(from, to, step, least, most, text);
		long bits = 0;
		for (int value = from; value <= to; value += step) {
			bits |= 1L << value;
		}
		return new CronField(bits, star && step == 1);
	}

	private static void check(int from, int to, int step, int least, int most, String text) {
		if (from < least) {
			throw new IllegalArgumentException(
					"beginning of range (" + from + ") below minimum (" + least + "): " + text);
		}
		if (to > most) {
			throw new IllegalArgumentException("end of range (" + to + ") above maximum (" + most + "): " + text);
		}
		if (from > to) {
			throw new IllegalArgumentException(
					"beginning of range (" + from + ") beyond end of range (" + to + "): " + text);
		}
		if (step == 0) {
			throw new IllegalArgumentException("step of range should be a positive number: " + text);
		}
	}

	private static int value(String text, Map<String, Integer> names) {
		Integer named = names.get(text.toLowerCase(Locale.ROOT));
		if (named != null) {
			return named;
		}
		if (!text.matches("[0-9]{1,6}")) {
			throw new IllegalArgumentException("failed to parse int from " + text);
		}
		return Integer.parseInt(text);
	}

}
