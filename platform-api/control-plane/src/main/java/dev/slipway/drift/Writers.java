package dev.slipway.drift;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.slipway.rollout.LiveObjects.Writer;
import org.jspecify.annotations.Nullable;

/** Finds out who wrote a field, by the object's {@code managedFields}. */
final class Writers {

	private static final Pattern STEP = Pattern.compile("\\[[^\\]]*]|[^.\\[]+");

	private Writers() {
	}

	/** Who wrote it or, when it is gone, who wrote nearest to it; the latest of them. */
	static @Nullable Last of(List<Writer> writers, String path) {
		List<String> steps = steps(path);
		return writers.stream()
			.map((writer) -> new Last(writer.manager(), writer.at(), depth(writer.fields(), steps)))
			.max(Comparator.comparingInt(Last::depth).thenComparing(Last::at))
			.orElse(null);
	}

	/** Names by dots; names with dots, and elements of lists, in brackets. */
	static List<String> steps(String path) {
		return STEP.matcher(path).results().map(MatchResult::group).toList();
	}

	private static int depth(Map<?, ?> fields, List<String> steps) {
		int depth = 0;
		Object here = fields;
		for (String step : steps) {
			here = (here instanceof Map<?, ?> owned) ? child(owned, step) : null;
			if (here == null) {
				return depth;
			}
			depth++;
		}
		return depth;
	}

	private static @Nullable Object child(Map<?, ?> owned, String step) {
		if (!step.startsWith("[")) {
			return owned.get("f:" + step);
		}
		String plain = step.substring(1, step.length() - 1);
		if (owned.get("f:" + plain) != null) {
			return owned.get("f:" + plain);
		}
		String name = "\"name\":\"" + plain + "\"";
		return owned.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().toString().startsWith("k:") && entry.getKey().toString().contains(name))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

	/**
	 * A writer.
	 *
	 * @param manager its name
	 * @param at when it wrote last
	 * @param depth how much of the path it is known to own
	 */
	record Last(String manager, Instant at, int depth) {
	}

}
