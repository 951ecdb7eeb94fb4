package dev.slipway.console.services;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.console.api.Json;
import dev.slipway.console.services.Samples.Compared;
import org.jspecify.annotations.Nullable;

/**
 * What a gate or a guard rail based its finding on, in the parts that a page shows. What
 * it does not know by name is shown as it is.
 *
 * @param facts single values by name
 * @param queries what was asked
 * @param samples the values of both sides, by metric
 * @param judged what the judge said of each metric
 * @param patterns new kinds of log messages
 * @param lines example lines
 * @param traces exemplary traces
 * @param commits what the release brought, newest first
 * @param range from which commit to which; null when that is not told
 */
record Evidence(List<Fact> facts, List<String> queries, List<Compared> samples, List<Judged> judged,
		List<Pattern> patterns, List<String> lines, List<Trace> traces, List<Commit> commits, @Nullable String range) {

	private static final Set<String> SHOWN = Set.of("queries", "samples", "findings", "newErrors", "examples",
			"exemplars", "commits");

	static Evidence of(@Nullable Map<String, Object> evidence) {
		Map<String, Object> map = (evidence != null) ? evidence : Map.of();
		List<Fact> facts = new ArrayList<>();
		map.forEach((name, value) -> {
			if (!SHOWN.contains(name)) {
				facts.add(new Fact(words(name), text(value)));
			}
		});
		Map<String, Object> commits = map(map.get("commits"));
		return new Evidence(facts, texts(map.get("queries")), Samples.of(map(map.get("samples"))),
				maps(map.get("findings")).stream().map(Judged::of).toList(),
				maps(map.get("newErrors")).stream().map(Pattern::of).toList(), texts(map.get("examples")),
				maps(map.get("exemplars")).stream().map(Trace::of).toList(),
				maps(commits.get("commits")).stream().map(Commit::of).toList(), range(commits));
	}

	public boolean isEmpty() {
		return this.facts.isEmpty() && this.queries.isEmpty() && this.samples.isEmpty() && this.judged.isEmpty()
				&& this.patterns.isEmpty() && this.lines.isEmpty() && this.traces.isEmpty() && this.commits.isEmpty();
	}

	private static @Nullable String range(Map<String, Object> commits) {
		Object to = commits.get("to");
		Object from = commits.get("from");
		return (to == null) ? null : (from == null) ? "up to " + brief(to) : brief(from) + "…" + brief(to);
	}

	private static String brief(Object commit) {
		String text = commit.toString();
		return text.substring(0, Math.min(8, text.length()));
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> map(@Nullable Object value) {
		return (value instanceof Map<?, ?>) ? (Map<String, Object>) value : Map.of();
	}

	private static List<Map<String, Object>> maps(@Nullable Object value) {
		return (value instanceof List<?> list) ? list.stream().map(Evidence::map).toList() : List.of();
	}

	private static List<String> texts(@Nullable Object value) {
		return (value instanceof List<?> list) ? list.stream().map(Evidence::text).toList() : List.of();
	}

	/** {@code minRequests} becomes {@code Min requests}. */
	static String words(String name) {
		String words = name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(java.util.Locale.ROOT);
		return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
	}

	/**
	 * Counts as {@code 3 of 120 (2.5 %)}, windows as {@code from … to …}, the rest as it
	 * is.
	 */
	static String text(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			if (map.get("bad") instanceof Number bad && map.get("total") instanceof Number total) {
				double share = (total.doubleValue() == 0) ? 0 : 100 * bad.doubleValue() / total.doubleValue();
				return number(bad) + " of " + number(total) + " (" + number(share) + " %)";
			}
			if (map.size() == 2 && map.containsKey("from") && map.containsKey("to")) {
				return map.get("from") + " to " + map.get("to");
			}
			return Json.text(map);
		}
		return (value instanceof Number number) ? number(number)
				: (value instanceof List<?> list) ? Json.text(list) : String.valueOf(value);
	}

	/** Four digits that count: {@code 0.01234}, {@code 12.35}, {@code 4711}. */
	static String number(Number number) {
		double value = number.doubleValue();
		if (value == Math.rint(value) && Math.abs(value) < 1e15) {
			return Long.toString((long) value);
		}
		return new java.math.BigDecimal(value).round(new java.math.MathContext(4)).stripTrailingZeros().toPlainString();
	}

	private static String string(Map<String, Object> map, String name) {
		Object value = map.get(name);
		return (value == null) ? "" : text(value);
	}

	/** A value by its name. */
	record Fact(String name, String value) {
	}

	/** What the judge said of a metric. */
	record Judged(String metric, String conclusion, String sentence, String test, String chance, String effect) {

		static Judged of(Map<String, Object> map) {
			String between = map.containsKey("lower") || map.containsKey("upper")
					? " (" + or(string(map, "lower"), "−∞") + " to " + or(string(map, "upper"), "∞") + ")" : "";
			return new Judged(string(map, "metric"), string(map, "conclusion"), string(map, "sentence"),
					string(map, "test"), string(map, "pValue"), string(map, "effect") + between);
		}

		private static String or(String text, String other) {
			return text.isEmpty() ? other : text;
		}

	}

	/** A new kind of log message. */
	record Pattern(String template, String count, boolean matters, List<String> examples) {

		static Pattern of(Map<String, Object> map) {
			return new Pattern(string(map, "template"), string(map, "count"), !Boolean.FALSE.equals(map.get("matters")),
					texts(map.get("examples")));
		}

	}

	/** An exemplary trace. */
	record Trace(String id, String why, String span, String millis, String start) {

		static Trace of(Map<String, Object> map) {
			return new Trace(string(map, "trace"), string(map, "why"), string(map, "span"), string(map, "millis"),
					string(map, "start"));
		}

	}

	/** A commit. */
	record Commit(String id, String author, String message) {

		static Commit of(Map<String, Object> map) {
			return new Commit(string(map, "id"), string(map, "author"), string(map, "message"));
		}

	}

}
