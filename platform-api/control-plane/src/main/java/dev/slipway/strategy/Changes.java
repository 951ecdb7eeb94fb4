package dev.slipway.strategy;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Lays a part of a strategy over a whole one, as RFC 7396 merges JSON. */
final class Changes {

	private Changes() {
	}

	static Map<String, Object> over(Map<String, Object> spec, @Nullable Object changes) {
		if (changes == null) {
			return spec;
		}
		Map<String, Object> merged = new LinkedHashMap<>(spec);
		merged.put("strategy", strategy(spec.get("strategy"), typed(changes)));
		return merged;
	}

	/** What belongs to the old type only does not outlive it. */
	private static Object strategy(@Nullable Object given, Object changed) {
		if (!(changed instanceof Map<?, ?> changes)) {
			return changed;
		}
		Map<String, Object> wanted = copy(changes);
		Map<String, Object> base = (given != null && typed(given) instanceof Map<?, ?> map) ? copy(map)
				: new LinkedHashMap<>();
		Object before = base.getOrDefault("type", "rolling");
		if (wanted.containsKey("type") && !before.equals(wanted.get("type"))) {
			base.keySet().removeIf((key) -> !StrategyReader.COMMON.contains(key));
		}
		return merge(base, wanted);
	}

	private static Map<String, Object> merge(Map<String, Object> base, Map<?, ?> changes) {
		Map<String, Object> merged = new LinkedHashMap<>(base);
		copy(changes).forEach((key, value) -> {
			Object before = merged.get(key);
			if (value == null) {
				merged.remove(key);
			}
			else {
				merged.put(key, key.equals("router") ? router(before, typed(value)) : merged(before, value));
			}
		});
		return merged;
	}

	private static Object merged(@Nullable Object before, Object after) {
		if (!(after instanceof Map<?, ?> changes)) {
			return after;
		}
		return merge((before instanceof Map<?, ?> map) ? copy(map) : new LinkedHashMap<>(), changes);
	}

	/** Another router has another gateway. */
	private static Object router(@Nullable Object given, Object after) {
		Object before = (given != null) ? typed(given) : null;
		boolean other = before instanceof Map<?, ?> map && after instanceof Map<?, ?> changes
				&& changes.containsKey("type") && !String.valueOf(map.get("type")).equals(changes.get("type"));
		return merged(other ? null : before, after);
	}

	/** The short form of a strategy or a router is its type. */
	private static Object typed(Object value) {
		return (value instanceof String type) ? Map.of("type", type) : value;
	}

	private static Map<String, Object> copy(Map<?, ?> map) {
		Map<String, Object> copy = new LinkedHashMap<>();
		map.forEach((key, value) -> copy.put(String.valueOf(key), value));
		return copy;
	}

}
