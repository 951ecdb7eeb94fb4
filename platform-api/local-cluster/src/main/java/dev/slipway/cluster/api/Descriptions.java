package dev.slipway.cluster.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.slipway.cluster.api.schema.Schema;

/**
 * Words for types and fields, from the table {@code descriptions}: a name, a bar, the
 * text; {@code name! field,field} says what is required.
 */
final class Descriptions {

	private static final Map<String, String> TEXTS = new HashMap<>();

	private static final Map<String, List<String>> REQUIRED = new HashMap<>();

	static {
		for (String line : Schema.table("descriptions")) {
			int bar = line.indexOf(" | ");
			if (bar > 0) {
				TEXTS.put(line.substring(0, bar), line.substring(bar + 3));
			}
			else {
				String[] words = line.split("! ");
				REQUIRED.put(words[0], List.of(words[1].split(",")));
			}
		}
	}

	private Descriptions() {
	}

	static Optional<String> of(String name) {
		return Optional.ofNullable(TEXTS.get(name));
	}

	static List<String> required(String type) {
		return REQUIRED.getOrDefault(type, List.of());
	}

}
