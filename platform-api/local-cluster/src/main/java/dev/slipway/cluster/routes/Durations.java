package dev.slipway.cluster.routes;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as the Gateway API writes them (GEP-2257): {@code 1h30m}, {@code 10s},
 * {@code 500ms}.
 */
final class Durations {

	private static final Pattern WHOLE = Pattern.compile("([0-9]{1,5}(h|m|s|ms)){1,4}");

	private static final Pattern PART = Pattern.compile("([0-9]{1,5})(ms|h|m|s)");

	private Durations() {
	}

	/**
	 * Reads a duration.
	 * @throws IllegalArgumentException if it is none
	 */
	static Duration parse(String text) {
		if (!WHOLE.matcher(text).matches()) {
			throw new IllegalArgumentException("not a duration: " + text);
		}
		Duration sum = Duration.ZERO;
		for (Matcher part = PART.matcher(text); part.find();) {
			long count = Long.parseLong(part.group(1));
			sum = sum.plus(switch (part.group(2)) {
				case "h" -> Duration.ofHours(count);
				case "m" -> Duration.ofMinutes(count);
				case "s" -> Duration.ofSeconds(count);
				default -> Duration.ofMillis(count);
			});
		}
		return sum;
	}

}
