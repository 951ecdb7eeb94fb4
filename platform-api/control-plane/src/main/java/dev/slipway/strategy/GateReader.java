package dev.slipway.strategy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads the gates of one strategy. A gate without a name is called after its kind, with a
 * number when another one has that name already; where the very same gate stands at
 * several stages, it has the same name at all of them. What its settings may be is for
 * the gate itself to check.
 */
final class GateReader {

	private static final String GATES = "[{metric: {metric: errorRatio, max: 1%, window: 60s}}]";

	private static final String RAILS = "[{name: errors, metric: errorRatio, max: 5%}]";

	private final Collection<String> kinds;

	private final Map<String, Map<String, String>> named = new LinkedHashMap<>();

	GateReader(Collection<String> kinds) {
		this.kinds = kinds;
	}

	List<GateSpec> gates(Node list) {
		return read(list, GATES, null);
	}

	/** Guard rails are limits of metrics unless they say otherwise. */
	List<GateSpec> guardRails(Node list) {
		return read(list, RAILS, GateKinds.METRIC);
	}

	private List<GateSpec> read(Node list, String example, @Nullable String usual) {
		List<GateSpec> gates = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (Node item : list.items(example)) {
			GateSpec gate = gate(item, example, usual, names);
			if (gate != null) {
				gates.add(gate);
			}
		}
		return gates;
	}

	private @Nullable GateSpec gate(Node item, String example, @Nullable String usual, Set<String> names) {
		if (!item.isMap()) {
			item.wrong("is no gate", "Write it as one of " + example + ".");
			return null;
		}
		Map<String, Object> map = item.map();
		boolean oneKey = map.size() == 1 && isKind(map.entrySet().iterator().next());
		String kind = oneKey ? map.keySet().iterator().next() : kind(item, usual);
		if (kind == null) {
			return null;
		}
		Node body = oneKey ? item.at(kind) : item;
		if (!this.kinds.contains(kind)) {
			(oneKey ? body : item.at("kind")).wrong("is no kind of gate: \"" + kind + "\"", known(kind));
			return null;
		}
		if (oneKey && !body.at("kind").missing()) {
			body.at("kind").wrong("is said by the key above", "Remove it.");
		}
		Map<String, String> settings = settings(body);
		return new GateSpec(name(body, kind, settings, names), kind, settings);
	}

	/** {@code approval:} has no settings. */
	private boolean isKind(Map.Entry<String, Object> entry) {
		return entry.getValue() instanceof Map || (entry.getValue() == null && this.kinds.contains(entry.getKey()));
	}

	private @Nullable String kind(Node item, @Nullable String usual) {
		Node kind = item.at("kind");
		if (kind.missing() && usual != null) {
			return usual;
		}
		String text = kind.text();
		if (text == null) {
			item.wrong("says no kind of gate", "Write it as {kind: {settings}} or {kind: …, settings}; kinds are "
					+ String.join(", ", this.kinds) + ".");
		}
		return text;
	}

	private String known(String kind) {
		return Nearest.to(kind, this.kinds).map((near) -> "Did you mean " + near + "? ").orElse("") + "Kinds are "
				+ String.join(", ", this.kinds) + ".";
	}

	private static Map<String, String> settings(Node body) {
		Map<String, String> settings = new LinkedHashMap<>();
		body.map().forEach((key, value) -> {
			Node setting = body.at(key);
			if (!key.equals("name") && !key.equals("kind") && !setting.missing()) {
				settings.put(key, setting.read((text) -> text, ""));
			}
		});
		return settings;
	}

	private String name(Node body, String kind, Map<String, String> settings, Set<String> names) {
		Node given = body.at("name");
		if (given.missing()) {
			return unused(kind, settings, names);
		}
		String name = given.read(Values.matching(Values.NAME, "letters, digits, dots and dashes"), kind);
		if (!names.add(name)) {
			given.wrong("is the name of two gates: \"" + name + "\"", "Give each its own name.");
		}
		this.named.putIfAbsent(name, identity(kind, settings));
		return name;
	}

	private String unused(String kind, Map<String, String> settings, Set<String> names) {
		Map<String, String> identity = identity(kind, settings);
		for (int number = 1;; number++) {
			String name = (number == 1) ? kind : kind + "-" + number;
			boolean same = this.named.getOrDefault(name, identity).equals(identity);
			if (same && names.add(name)) {
				this.named.put(name, identity);
				return name;
			}
		}
	}

	private static Map<String, String> identity(String kind, Map<String, String> settings) {
		Map<String, String> identity = new LinkedHashMap<>(settings);
		identity.put("kind", kind);
		return identity;
	}

}
