package dev.slipway.drift;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.rollout.LiveObjects;
import dev.slipway.rollout.LiveObjects.LiveObject;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is wanted with what is there. Fields that the cluster fills in are no
 * difference; elements of lists and of maps that belong to Slipway as a whole are.
 */
final class Comparison {

	private static final Pattern AMOUNT = Pattern.compile("([0-9.]+)(m|k|M|G|Ki|Mi|Gi)?");

	private static final Map<String, BigDecimal> UNITS = Map.of("m", new BigDecimal("0.001"), "k", new BigDecimal(1000),
			"M", new BigDecimal(1_000_000), "G", new BigDecimal(1_000_000_000), "Ki", new BigDecimal(1 << 10), "Mi",
			new BigDecimal(1 << 20), "Gi", new BigDecimal(1 << 30));

	private final LiveObject object;

	private final List<Difference> differences = new ArrayList<>();

	private Comparison(LiveObject object) {
		this.object = object;
	}

	static List<Difference> of(LiveObject object) {
		Comparison comparison = new Comparison(object);
		if (object.wanted() == null) {
			comparison.add("", null, "there");
		}
		else if (object.found() == null) {
			comparison.add("", "there", null);
		}
		else {
			comparison.compare("", object.wanted(), object.found());
		}
		return comparison.differences;
	}

	private void compare(String path, @Nullable Object wanted, @Nullable Object found) {
		if (empty(wanted) && empty(found)) {
			return;
		}
		if (wanted instanceof Map<?, ?> fields && (found instanceof Map<?, ?> || found == null)) {
			compareFields(path, fields, (found instanceof Map<?, ?> others) ? others : Map.of());
		}
		else if (wanted instanceof List<?> list && (found instanceof List<?> || found == null)) {
			compareFields(path, keyed(list), keyed((found instanceof List<?> others) ? others : List.of()));
		}
		else if (!same(wanted, found)) {
			add(path, wanted, found);
		}
	}

	private void compareFields(String path, Map<?, ?> wanted, Map<?, ?> found) {
		wanted.forEach((key, value) -> {
			if (value != null) {
				compare(join(path, key), value, found.get(key));
			}
		});
		found.forEach((key, value) -> {
			boolean element = key.toString().startsWith("[");
			if (!wanted.containsKey(key) && (element || LiveObjects.WHOLE.contains(lastOf(path)))) {
				add(join(path, key), null, value);
			}
		});
	}

	/** Elements by their names, as Kubernetes merges them, or else by their places. */
	private static Map<String, Object> keyed(List<?> list) {
		Map<String, Object> keyed = new LinkedHashMap<>();
		for (int i = 0; i < list.size(); i++) {
			Object name = (list.get(i) instanceof Map<?, ?> fields) ? fields.get("name") : null;
			String key = "[" + ((name != null) ? name : i) + "]";
			keyed.put(keyed.containsKey(key) ? "[" + i + "]" : key, list.get(i));
		}
		return keyed;
	}

	private void add(String path, @Nullable Object wanted, @Nullable Object found) {
		boolean secret = this.object.kind().equals("Secret") && !path.isEmpty();
		Writers.Last last = Writers.of(this.object.writers(), path);
		this.differences.add(new Difference(this.object.kind(), this.object.name(), path, told(wanted, secret),
				told(found, secret), (last != null) ? last.manager() : null, (last != null) ? last.at() : null));
	}

	private static @Nullable String told(@Nullable Object value, boolean secret) {
		if (value == null || value.equals("")) {
			return null;
		}
		if (secret) {
			return "(hidden)";
		}
		if (value instanceof Map<?, ?> fields && fields.get("value") != null) {
			return String.valueOf(fields.get("value"));
		}
		return String.valueOf(value);
	}

	private static boolean same(@Nullable Object wanted, @Nullable Object found) {
		if (wanted == null || found == null) {
			return wanted == found;
		}
		String one = wanted.toString();
		String other = found.toString();
		return one.equals(other) || (amount(one) != null && Objects.equals(amount(one), amount(other)));
	}

	/** The cluster may write 1000m as 1. */
	private static @Nullable BigDecimal amount(String text) {
		Matcher matcher = AMOUNT.matcher(text);
		if (!matcher.matches() || text.chars().filter((one) -> one == '.').count() > 1 || text.startsWith(".")) {
			return null;
		}
		BigDecimal unit = (matcher.group(2) != null) ? UNITS.get(matcher.group(2)) : BigDecimal.ONE;
		return new BigDecimal(matcher.group(1)).multiply(unit).stripTrailingZeros();
	}

	private static boolean empty(@Nullable Object value) {
		return value == null || value.equals("") || (value instanceof Map<?, ?> fields && fields.isEmpty())
				|| (value instanceof Collection<?> some && some.isEmpty());
	}

	private static String join(String path, Object key) {
		String name = key.toString();
		if (name.startsWith("[")) {
			return path + name;
		}
		return name.contains(".") ? path + "[" + name + "]" : path.isEmpty() ? name : path + "." + name;
	}

	private static String lastOf(String path) {
		return path.substring(path.lastIndexOf('.') + 1);
	}

}
