package dev.slipway.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Patterns of files as Ant and Jenkins write them, separated by commas. */
final class AntPattern {

	private AntPattern() {
	}

	/** The files below a folder that match, sorted. */
	static List<Path> find(Path folder, String includes, String excludes) throws IOException {
		List<Pattern> wanted = patterns(includes);
		List<Pattern> unwanted = patterns(excludes);
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile)
				.filter((file) -> matches(wanted, name(folder, file)) && !matches(unwanted, name(folder, file)))
				.sorted()
				.collect(Collectors.toList());
		}
	}

	/** The path below the folder with slashes. */
	static String name(Path folder, Path file) {
		return folder.relativize(file).toString().replace('\\', '/');
	}

	private static boolean matches(List<Pattern> patterns, String name) {
		return patterns.stream().anyMatch((pattern) -> pattern.matcher(name).matches());
	}

	private static List<Pattern> patterns(String text) {
		List<Pattern> patterns = new ArrayList<>();
		for (String part : text.split(",")) {
			if (!part.isBlank()) {
				patterns.add(pattern(part.trim()));
			}
		}
		return patterns;
	}

	/** Such as {@code **&#47;target/*.xml}: two stars are any folders, also none. */
	static Pattern pattern(String ant) {
		String whole = ant.endsWith("/") ? ant + "**" : ant;
		StringBuilder regex = new StringBuilder();
		for (int i = 0; i < whole.length(); i++) {
			char c = whole.charAt(i);
			if (whole.startsWith("**/", i)) {
				regex.append("(?:.*/)?");
				i += 2;
			}
			else if (whole.startsWith("**", i)) {
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
