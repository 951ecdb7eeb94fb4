package dev.slipway.strategy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import dev.slipway.strategy.Node.Invalid;

/** The single values of a strategy, read and written. */
final class Values {

	/** {@code 90}, {@code 90s}, {@code 2m}, {@code 1h}, or ISO 8601 as {@code PT2M}. */
	static final String DURATION = "[0-9]{1,6}s?|[0-9]{1,4}[mh]"
			+ "|PT(?=[0-9])([0-9]{1,4}H)?([0-9]{1,6}M)?([0-9]{1,6}([.][0-9]{1,9})?S)?";

	/** {@code 1} or {@code 25%}. */
	static final String AMOUNT = "[0-9]{1,4}|(100|[0-9]{1,2})%";

	/** The same, but not none. */
	static final String SOME = "(?!0+%?$)(" + AMOUNT + ")";

	/** {@code 10} or {@code 10%}. */
	static final String PERCENT = "(100|[0-9]{1,2})%?";

	/** RFC 9110, 5.6.2. */
	static final String HEADER = "[-!#$%&'*+.^_`|~0-9A-Za-z]{1,256}";

	/** What a header may say: RFC 9110, 5.5, in one line. */
	static final String HEADER_VALUE = "[\\x21-\\x7e]([\\x20-\\x7e]{0,4094}[\\x21-\\x7e])?";

	/** A gate's name becomes a part of keys and addresses. */
	static final String NAME = "[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?";

	/** {@code name} or {@code namespace/name}. */
	static final String GATEWAY = "([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?/)?[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?";

	/** A host name, or all below one as {@code *.example.com}. */
	static final String HOST = "([*][.])?[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?";

	private Values() {
	}

	/** What has a pattern and nothing more. */
	static Function<String, String> matching(String pattern, String example) {
		return (text) -> checked(text, pattern, "is \"" + text + "\"", "Write it as " + example + ".");
	}

	static Amount amount(String text) {
		return Amount.parse(checked(text, AMOUNT, "is \"" + text + "\", neither a count nor a percentage",
				"Write a count such as 1, or 0% to 100%."));
	}

	/** An amount that is not none. */
	static Amount some(String text) {
		return amount(checked(text, SOME, "is \"" + text + "\", no number of pods above 0",
				"Write a count such as 1, or 1% to 100%."));
	}

	static int percent(String text) {
		String checked = checked(text, PERCENT, "is \"" + text + "\", no whole percentage",
				"Write a whole number from 0 to 100.");
		return Integer.parseInt(checked.replace("%", ""));
	}

	static Duration duration(String text) {
		String checked = checked(text, DURATION, "is \"" + text + "\", no duration",
				"Write it as 90s, 2m, 1h or PT1M30S.");
		if (checked.startsWith("PT")) {
			return Duration.parse(checked);
		}
		long number = Long.parseLong(checked.replaceAll("[smh]", ""));
		return checked.endsWith("h") ? Duration.ofHours(number)
				: checked.endsWith("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
	}

	/**
	 * {@code 90s}, {@code 2m} or {@code 1h}, whichever is whole; {@code PT0.5S} if none.
	 */
	static String text(Duration duration) {
		if (duration.getNano() != 0 || duration.toHours() > 9999) {
			return duration.toString();
		}
		long seconds = duration.toSeconds();
		if (seconds > 0 && seconds % 3600 == 0) {
			return seconds / 3600 + "h";
		}
		boolean minutes = seconds > 0 && seconds % 60 == 0 && seconds / 60 <= 9999;
		return minutes ? seconds / 60 + "m" : (seconds <= 999_999) ? seconds + "s" : duration.toString();
	}

	/** For people: {@code 3m20s}. */
	static String spoken(Duration duration) {
		if (duration.isZero()) {
			return "0s";
		}
		return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
	}

	/** One of some words. */
	static <T> T word(String text, Map<String, T> words) {
		T found = words.get(text);
		if (found == null) {
			List<String> known = words.keySet().stream().sorted().toList();
			String near = Nearest.to(text, known).map((meant) -> "Did you mean " + meant + "? ").orElse("");
			throw new Invalid("is \"" + text + "\"", near + "Possible are " + String.join(", ", known) + ".");
		}
		return found;
	}

	private static String checked(String text, String pattern, String problem, String remedy) {
		if (!text.matches(pattern)) {
			throw new Invalid(problem, remedy);
		}
		return text;
	}

}
