package dev.slipway.scaffold;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Keeps what a template writes inside its target. */
final class TargetPath {

	private TargetPath() {
	}

	/**
	 * Joins and checks a path.
	 * @param folder the folder of the target to write to; {@code .} or empty for its root
	 * @param name a rendered path below that folder
	 * @return the path, with {@code /} between its segments
	 * @throws IllegalArgumentException when the path escapes the target or would write to
	 * git's own files
	 */
	static String of(String folder, String name) {
		List<String> segments = new ArrayList<>();
		for (String path : List.of(folder.isEmpty() ? "." : folder, name)) {
			check(path);
			for (String segment : path.split("/", -1)) {
				if (!segment.equals(".")) {
					checkSegment(path, segment);
					segments.add(segment);
				}
			}
		}
		if (segments.isEmpty()) {
			throw new IllegalArgumentException("The path '" + name + "' names no file");
		}
		return String.join("/", segments);
	}

	private static void check(String path) {
		if (path.startsWith("/") || path.matches("^[A-Za-z]:.*")) {
			throw new IllegalArgumentException("The path '" + path + "' is absolute; it must be relative");
		}
		if (path.indexOf('\\') >= 0) {
			throw new IllegalArgumentException("The path '" + path + "' has a backslash; use /");
		}
		if (path.chars().anyMatch((c) -> c < 0x20 || c == 0x7f)) {
			throw new IllegalArgumentException(
					"A path has a control character: '" + path.replaceAll("\\p{Cntrl}", "?") + "'");
		}
	}

	private static void checkSegment(String path, String segment) {
		if (segment.isBlank()) {
			throw new IllegalArgumentException("The path '" + path + "' has an empty segment");
		}
		if (segment.equals("..")) {
			throw new IllegalArgumentException("The path '" + path + "' leaves the target");
		}
		String lower = segment.toLowerCase(Locale.ROOT);
		if (lower.equals(".git") || lower.equals("git~1") || lower.matches("\\.git[. ]+")) {
			throw new IllegalArgumentException("The path '" + path + "' would write to git's own files");
		}
	}

}
