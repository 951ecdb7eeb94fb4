package dev.slipway.scaffold;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Globs over paths with {@code /}: {@code *} within a segment, {@code **} across them. A
 * glob without a slash matches the last segment, so {@code *.sh} finds scripts anywhere.
 */
final class Globs {

	static final Globs USUALLY_EXECUTABLE = new Globs(List.of("*.sh", "mvnw", "gradlew"));

	private final List<Pattern> patterns = new ArrayList<>();

	Globs(Collection<String> globs) {
		globs.forEach((glob) -> this.patterns.add(pattern(glob)));
	}

	static Globs of(@Nullable Object listOrNull) {
		return (listOrNull instanceof List<?> list) ? new Globs(list.stream().map(String::valueOf).toList())
				: new Globs(List.of());
	}

	Globs or(Globs others) {
		Globs both = new Globs(List.of());
		both.patterns.addAll(this.patterns);
		both.patterns.addAll(others.patterns);
		return both;
	}

	boolean match(String path) {
		return this.patterns.stream().anyMatch((pattern) -> pattern.matcher(path).matches());
	}

	/**
	 * {@code deploy/**} becomes {@code deploy/.*}, {@code *.sh}
	 * {@code (.*}{@code /)?[^/]*\.sh}.
	 */
	private static Pattern pattern(String glob) {
		StringBuilder regex = new StringBuilder(glob.contains("/") ? "" : "(.*/)?");
		for (int i = 0; i < glob.length(); i++) {
			char c = glob.charAt(i);
			if (glob.startsWith("**/", i)) {
				regex.append("(.*/)?");
				i += 2;
			}
			else if (glob.startsWith("**", i)) {
				regex.append(".*");
				i++;
			}
			else if (c == '*') {
				regex.append("[^/]*");
			}
			else if (c == '?') {
				regex.append("[^/]");
			}
			else {
				regex.append(Pattern.quote(String.valueOf(c)));
			}
		}
		return Pattern.compile(regex.toString());
	}

}
