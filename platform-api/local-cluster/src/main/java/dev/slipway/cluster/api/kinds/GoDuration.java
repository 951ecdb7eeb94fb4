package dev.slipway.cluster.api.kinds;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration as Go writes it, in whole seconds at least: {@code 1h30m}, {@code 90s}. */
final class GoDuration {

	private static final Pattern TEXT = Pattern.compile("(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,9})s)?");

	private GoDuration() {
	}

	/** One below a second is a second. */
	static Duration parse(String text) {
		Matcher matcher = TEXT.matcher(text);
		if (text.isEmpty() || !matcher.matches()) {
			throw new IllegalArgumentException("failed to parse duration @every " + text);
		}
		Duration duration = Duration.ofHours(number(matcher, 1))
			.plusMinutes(number(matcher, 2))
			.plusSeconds(number(matcher, 3));
		return duration.isZero() ? Duration.ofSeconds(1) : duration;
	}

	private static long number(Matcher matcher, int group) {
		String digits = matcher.group(group);
		return (digits != null) ? Long.parseLong(digits) : 0;
	}

}
