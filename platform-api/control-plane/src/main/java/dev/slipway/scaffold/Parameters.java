package dev.slipway.scaffold;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The parameters as expressions see them: given values, then the schema's defaults, and
 * for what is left the empty value of its type, so that a strict template may ask for any
 * parameter that its own schema names.
 */
final class Parameters {

	private Parameters() {
	}

	/** Those that were given, and the defaults of the others: what is validated. */
	static Map<String, Object> withDefaults(Template template, Map<String, Object> given) {
		Map<String, Object> all = new LinkedHashMap<>(given);
		declared(template).forEach((name, schema) -> {
			Object value = schema.get("default");
			if (value != null) {
				all.putIfAbsent(name, value);
			}
		});
		return all;
	}

	/** What expressions see. */
	static Map<String, @Nullable Object> complete(Template template, Map<String, Object> validated) {
		Map<String, @Nullable Object> all = new LinkedHashMap<>(validated);
		declared(template).forEach((name, schema) -> {
			if (!all.containsKey(name)) {
				all.put(name, empty(String.valueOf(schema.get("type"))));
			}
		});
		return all;
	}

	private static @Nullable Object empty(String type) {
		return switch (type) {
			case "string" -> "";
			case "boolean" -> Boolean.FALSE;
			case "array" -> List.of();
			case "object" -> Map.of();
			default -> null;
		};
	}

	private static Map<String, Map<?, ?>> declared(Template template) {
		Map<String, Map<?, ?>> declared = new LinkedHashMap<>();
		for (Template.ParameterPage page : template.pages()) {
			if (page.schema().get("properties") instanceof Map<?, ?> properties) {
				properties.forEach((name, schema) -> declared.put(String.valueOf(name),
						(schema instanceof Map<?, ?> map) ? map : Map.of()));
			}
		}
		return declared;
	}

}
