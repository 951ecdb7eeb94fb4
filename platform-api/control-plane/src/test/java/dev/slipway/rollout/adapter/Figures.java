package dev.slipway.rollout.adapter;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** Figures of a bench, with how busy the machine was. */
final class Figures {

	private Figures() {
	}

	/** The half of the values is at most as long as the first, all are as the last. */
	static String quantiles(List<Double> values, String unit) {
		List<Double> sorted = values.stream().sorted().toList();
		return String.format(Locale.ROOT, "p50 %.0f %s, p99 %.0f %s, longest %.0f %s of %d", quantile(sorted, 50), unit,
				quantile(sorted, 99), unit, quantile(sorted, 100), unit, sorted.size());
	}

	static double median(List<Double> values) {
		return quantile(values.stream().sorted().toList(), 50);
	}

	/** The least value that so many percent of all do not exceed. */
	private static double quantile(List<Double> sorted, int percent) {
		return sorted.get(Math.max(0, (sorted.size() * percent + 99) / 100 - 1));
	}

	/** Prints a line that {@code ./slipway bench} shows. */
	static void say(String text, Object... values) {
		double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
		System.out.printf(Locale.ROOT, "BENCH " + text + " (load average %.1f on %d processors)%n",
				concat(values, load, Runtime.getRuntime().availableProcessors()));
	}

	private static Object[] concat(Object[] values, Object... more) {
		Object[] all = java.util.Arrays.copyOf(values, values.length + more.length);
		System.arraycopy(more, 0, all, values.length, more.length);
		return all;
	}

	static double millis(long fromNanos, long toNanos) {
		return (toNanos - fromNanos) / 1e6;
	}

}
