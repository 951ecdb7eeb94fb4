package dev.slipway.observability.metrics.embedded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The labels of a series, sorted by name. Values, compact. */
final class Labels {

	static final Labels NONE = of(Map.of());

	private final String[] pairs;

	private final int hash;

	private Labels(String[] pairs) {
		this.pairs = pairs;
		this.hash = Arrays.hashCode(pairs);
	}

	/** Empty values are as if not there. Strings are shared over all series. */
	static Labels of(Map<String, String> labels) {
		List<String> pairs = new ArrayList<>();
		new TreeMap<>(labels).forEach((name, value) -> {
			if (!value.isEmpty()) {
				pairs.add(name.intern());
				pairs.add(value.intern());
			}
		});
		return new Labels(pairs.toArray(String[]::new));
	}

	/** The value; empty when the label is not there. */
	String get(String name) {
		for (int i = 0; i < this.pairs.length; i += 2) {
			if (this.pairs[i].equals(name)) {
				return this.pairs[i + 1];
			}
		}
		return "";
	}

	/** Only the labels of these names. */
	Labels keep(List<String> names) {
		if (names.isEmpty()) {
			return NONE;
		}
		List<String> kept = new ArrayList<>(names.size() * 2);
		for (int i = 0; i < this.pairs.length; i += 2) {
			if (names.contains(this.pairs[i])) {
				kept.add(this.pairs[i]);
				kept.add(this.pairs[i + 1]);
			}
		}
		return new Labels(kept.toArray(String[]::new));
	}

	void addNames(Set<String> names) {
		for (int i = 0; i < this.pairs.length; i += 2) {
			names.add(this.pairs[i]);
		}
	}

	Map<String, String> asMap() {
		Map<String, String> map = new LinkedHashMap<>();
		for (int i = 0; i < this.pairs.length; i += 2) {
			map.put(this.pairs[i], this.pairs[i + 1]);
		}
		return map;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Labels labels && Arrays.equals(this.pairs, labels.pairs);
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

	@Override
	public String toString() {
		return asMap().toString();
	}

}
