package dev.slipway.analysis;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a number is of: how teams write it, and how it is shown to them. */
enum Unit {

	/** A part of a whole, written {@code 1%} or {@code 0.01}. */
	RATIO("such as 1% or 0.01", Map.of("", 1.0, "%", 0.01)),
	/** A time, written {@code 250ms}, {@code 30s}, {@code 5m} or {@code 1h}. */
	SECONDS("such as 250ms, 30s, 5m or 1h",
			Map.of("ms", 0.001, "s", 1.0, "m", 60.0, "min", 60.0, "h", 3600.0, "d", 86_400.0)),
	/** So many a second, written {@code 100/s} or {@code 100}. */
	PER_SECOND("such as 100/s", Map.of("", 1.0, "/s", 1.0, "/m", 1 / 60.0, "/min", 1 / 60.0)),
	/** Memory, written {@code 512Mi}, {@code 1Gi} or in bytes. */
	BYTES("such as 512Mi or 1Gi",
			Map.of("", 1.0, "k", 1e3, "M", 1e6, "G", 1e9, "Ki", 1024.0, "Mi", 1048576.0, "Gi", 1073741824.0, "MB", 1e6,
					"GB", 1e9)),
	/** How many. */
	COUNT("a whole number such as 3", Map.of("", 1.0)),
	/** Whatever an expression yields. */
	PLAIN("a number", Map.of("", 1.0));

	private static final Pattern WRITTEN = Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z/%]*)");

	private final String written;

	private final Map<String, Double> factors;

	Unit(String written, Map<String, Double> factors) {
		this.written = written;
		this.factors = factors;
	}

	/** How it is written, for those who did not know. */
	String written() {
		return this.written;
	}

	/**
	 * Reads it, in the unit's base: ratios of 1, seconds, bytes.
	 * @throws IllegalArgumentException when it is not written like that
	 */
	double parse(String text) {
		Matcher matcher = WRITTEN.matcher(text.trim());
		Double factor = matcher.matches() ? this.factors.get(matcher.group(2)) : null;
		if (factor == null || (this == COUNT && matcher.group(1).contains("."))) {
			throw new IllegalArgumentException("\"" + text + "\" is not " + this.written);
		}
		return Double.parseDouble(matcher.group(1)) * factor;
	}

	/** As people read it: {@code 1.5 %}, {@code 250 ms}, {@code 3.1 requests/s}. */
	String show(double value) {
		return switch (this) {
			case RATIO -> number(value * 100) + " %";
			case SECONDS -> (Math.abs(value) < 1) ? number(value * 1000) + " ms" : number(value) + " s";
			case PER_SECOND -> number(value) + " requests/s";
			case BYTES -> number(value / 1048576) + " MiB";
			case COUNT -> String.format(Locale.ROOT, "%,d", Math.round(value));
			case PLAIN -> number(value);
		};
	}

	/** {@code 90 s} or {@code 12 min}, rounded up, for times that are waited. */
	static String show(Duration time) {
		long seconds = Math.max(0, time.plusMillis(999).toSeconds());
		return (seconds < 120) ? seconds + " s" : (seconds + 59) / 60 + " min";
	}

	/** Three digits that matter: {@code 1230}, {@code 12.3}, {@code 0.0123}. */
	static String number(double value) {
		if (value == 0 || !Double.isFinite(value)) {
			return (value == 0) ? "0" : String.valueOf(value);
		}
		int digits = Math.max(0, Math.min(9, 2 - (int) Math.floor(Math.log10(Math.abs(value)))));
		String text = String.format(Locale.ROOT, "%." + digits + "f", value);
		return (text.indexOf('.') < 0) ? text : text.replaceFirst("\\.?0+$", "");
	}

}
