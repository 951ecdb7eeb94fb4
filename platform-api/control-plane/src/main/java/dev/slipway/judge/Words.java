package dev.slipway.judge;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Numbers as people read them. */
final class Words {

	private Words() {
	}

	/** {@code 12,345}. */
	static String count(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

	/** Three digits that matter: {@code 1230}, {@code 12.3}, {@code 0.0123}. */
	static String number(double number) {
		if (number == 0 || !Double.isFinite(number)) {
			return (number == 0) ? "0" : String.valueOf(number);
		}
		int digits = Math.max(0, Math.min(9, 2 - (int) Math.floor(Math.log10(Math.abs(number)))));
		String text = String.format(Locale.ROOT, "%." + digits + "f", number);
		return (text.indexOf('.') < 0) ? text : text.replaceFirst("\\.?0+$", "");
	}

	/** {@code 1.5 %}. */
	static String percent(double part) {
		return number(part * 100) + " %";
	}

	static String p(double pValue) {
		return (pValue < 0.0001) ? "p < 0.0001" : "p = " + number(pValue);
	}

	/** With its sign: {@code +1.2 ms}. */
	static String signed(double number, String unit) {
		String text = number(number);
		return ((number > 0) ? "+" : "") + text + (unit.isEmpty() ? "" : " " + unit);
	}

	/** {@code 95 % interval -0.2 to +1.4 ms}, values multiplied first. */
	static String interval(Interval interval, double level, double times, String unit) {
		return percent(level) + " interval " + bound(interval.lower(), times) + " to " + bound(interval.upper(), times)
				+ " " + unit;
	}

	private static String bound(@Nullable Double bound, double times) {
		return (bound == null) ? "no bound" : signed(bound * times, "");
	}

	static String counts(Counts counts) {
		return count(counts.failures()) + " of " + count(counts.total()) + " (" + percent(counts.ratio()) + ")";
	}

	/** {@code 90 s} or {@code 12 min}, rounded up. */
	static String time(Duration duration) {
		long seconds = duration.plusMillis(999).toSeconds();
		return (seconds < 120) ? seconds + " s" : count((seconds + 59) / 60) + " min";
	}

}
