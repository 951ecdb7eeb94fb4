package dev.slipway.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Rules of configuration that is edited in the console. */
public final class Overrides {

	private static final int MOST = 200;

	private static final int LONGEST = 65_536;

	/** What Kubernetes takes as a key. */
	private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

	private static final Pattern SECRET = Pattern
		.compile(".*(PASSWORD|PASSWD|SECRET|CREDENTIAL|TOKEN|API_?KEY|PRIVATE_?KEY).*");

	private Overrides() {
	}

	/**
	 * What is wrong with them, by key.
	 * @return empty when they can be released
	 */
	public static Map<String, String> mistakes(Map<String, String> overrides) {
		Map<String, String> mistakes = new TreeMap<>();
		if (overrides.size() > MOST) {
			mistakes.put("", "has more than " + MOST + " keys");
		}
		overrides.forEach((key, value) -> {
			if (!KEY.matcher(key).matches() || key.equals(".") || key.startsWith("..")) {
				mistakes.put(key, "must consist of letters, digits, '-', '_' and '.', at most 253 of them");
			}
			else if (SECRET.matcher(key.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_')).matches()) {
				mistakes.put(key, "sounds like a secret: everybody who sees the service could read it; "
						+ "keep it in a Secret of the namespace");
			}
			else if (value.length() > LONGEST) {
				mistakes.put(key, "is longer than " + LONGEST + " characters");
			}
		});
		return mistakes;
	}

	/** What becomes different, in the order of the keys. */
	public static List<Change> changes(Map<String, String> before, Map<String, String> after) {
		TreeSet<String> keys = new TreeSet<>(before.keySet());
		keys.addAll(after.keySet());
		List<Change> changes = new ArrayList<>();
		for (String key : keys) {
			if (!Objects.equals(before.get(key), after.get(key))) {
				changes.add(new Change(key, before.get(key), after.get(key)));
			}
		}
		return changes;
	}

	/** {@code GREETING changed, LIMIT added}. */
	public static String told(List<Change> changes) {
		return changes.stream().map(Change::told).collect(Collectors.joining(", "));
	}

	/**
	 * A value that becomes different.
	 *
	 * @param key its key
	 * @param before null when there was none
	 * @param after null when there is none any more
	 */
	public record Change(String key, @Nullable String before, @Nullable String after) {

		String told() {
			return this.key + ((this.before == null) ? " added" : (this.after == null) ? " removed" : " changed");
		}

	}

}
