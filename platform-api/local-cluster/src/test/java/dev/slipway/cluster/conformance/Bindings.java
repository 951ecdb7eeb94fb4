package dev.slipway.cluster.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** What placeholders such as {@code <uid:1>} stand for in a case. */
final class Bindings {

	private static final Pattern PLACEHOLDER = Pattern
		.compile("<(uid|rv|listrv|suffix|hash|ip|port|node|continue|time|age|num)(?::(\\d+))?>");

	/**
	 * A real server hashes its own Go structures to name a ReplicaSet. No client may rely
	 * on the hash, so in messages any will do.
	 */
	private static final Pattern TEMPLATE_HASH = Pattern
		.compile("((?:ReplicaSet|replica set) \"?[a-z]+-)[0-9a-z]{8,10}\\b");

	private final Map<String, String> bound = new LinkedHashMap<>();

	private final boolean strict;

	Bindings(boolean strict) {
		this.strict = strict;
	}

	Bindings copy() {
		Bindings copy = new Bindings(this.strict);
		copy.bound.putAll(this.bound);
		return copy;
	}

	void take(Bindings other) {
		this.bound.clear();
		this.bound.putAll(other.bound);
	}

	/** Puts what is known into a request. */
	String fill(String text) {
		return PLACEHOLDER.matcher(text)
			.replaceAll((found) -> Matcher.quoteReplacement(this.bound.getOrDefault(found.group(), found.group())));
	}

	/**
	 * Compares a text, binding what it meets first.
	 * @return null, or what differs
	 */
	@Nullable String match(String recorded, String actual) {
		String expected = TEMPLATE_HASH.matcher(recorded).replaceAll("$1<hash>");
		StringBuilder regex = new StringBuilder();
		Map<Integer, String> fresh = new LinkedHashMap<>();
		Matcher matcher = PLACEHOLDER.matcher(expected);
		int last = 0;
		while (matcher.find()) {
			regex.append(Pattern.quote(expected.substring(last, matcher.start())));
			String known = this.bound.get(matcher.group());
			if (known != null) {
				regex.append(Pattern.quote(known));
			}
			else {
				regex.append('(').append(form(matcher.group(1))).append(')');
				fresh.put(fresh.size() + 1, matcher.group());
			}
			last = matcher.end();
		}
		regex.append(Pattern.quote(expected.substring(last)));
		Matcher found = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(actual);
		if (!found.matches()) {
			return "expected " + fill(expected) + " but was " + actual;
		}
		for (Map.Entry<Integer, String> entry : fresh.entrySet()) {
			String problem = bind(entry.getValue(), found.group(entry.getKey()));
			if (problem != null) {
				return problem;
			}
		}
		return null;
	}

	private @Nullable String bind(String placeholder, String value) {
		if (!placeholder.contains(":")) {
			return null;
		}
		String family = placeholder.substring(0, placeholder.indexOf(':') + 1);
		for (Map.Entry<String, String> other : this.bound.entrySet()) {
			if (!other.getKey().startsWith(family) || other.getKey().equals(placeholder)) {
				continue;
			}
			if ((family.equals("<uid:") || family.equals("<rv:")) && other.getValue().equals(value)) {
				return placeholder + " is " + value + ", the same as " + other.getKey();
			}
			if (family.equals("<rv:") && this.strict && (number(other.getKey()) < number(placeholder)) != (Long
				.parseLong(other.getValue()) < Long.parseLong(value))) {
				return placeholder + " is " + value + ", out of order with " + other.getKey() + " " + other.getValue();
			}
		}
		this.bound.put(placeholder, value);
		return null;
	}

	private static int number(String placeholder) {
		return Integer.parseInt(placeholder.replaceAll("\\D", ""));
	}

	private static String form(String kind) {
		return switch (kind) {
			case "uid" -> "[0-9a-f-]{36}";
			case "rv", "listrv", "num", "port" -> "\\d+";
			case "suffix" -> "[a-z0-9]+";
			case "hash" -> "[A-Za-z0-9]+";
			case "ip" -> "[0-9.]+";
			case "time" -> "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z";
			default -> "\\S+";
		};
	}

}
