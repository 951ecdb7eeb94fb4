package dev.slipway.scaffold.adapter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.slipway.scaffold.ParameterCheck;
import dev.slipway.scaffold.Template;

/**
 * Checks parameters by JSON Schema, draft 7 unless a page says otherwise, as Backstage
 * does.
 */
class SchemaParameterCheck implements ParameterCheck {

	private static final ObjectMapper JSON = new ObjectMapper();

	private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

	@Override
	public Map<String, String> violations(Template template, Map<String, Object> parameters) {
		Map<String, String> violations = new LinkedHashMap<>();
		JsonNode instance = JSON.valueToTree(parameters);
		Set<String> known = new TreeSet<>();
		boolean open = false;
		for (Template.ParameterPage page : template.pages()) {
			Map<String, Object> schema = withoutHints(page.schema());
			collectNames(schema, known);
			open = open || Boolean.TRUE.equals(schema.get("additionalProperties"));
			for (Error error : validate(JSON.valueToTree(schema), instance)) {
				violations.putIfAbsent(field(error), message(error));
			}
		}
		if (!open) {
			parameters.keySet()
				.stream()
				.filter((name) -> !known.contains(name))
				.forEach((name) -> violations.putIfAbsent(name,
						"is no parameter of template " + template.id() + "; it has " + String.join(", ", known)));
		}
		return violations;
	}

	private List<Error> validate(JsonNode schema, JsonNode instance) {
		return this.registry.getSchema(schema)
			.validate(instance, (ExecutionContext context) -> context
				.executionConfig((config) -> config.formatAssertionsEnabled(true).locale(Locale.ENGLISH)));
	}

	/** {@code /address/0/city} becomes {@code address.0.city}. */
	private static String field(Error error) {
		String pointer = String.valueOf(error.getInstanceLocation());
		String path = pointer.replaceAll("^[$#]?[/.]?", "").replace('/', '.');
		if (error.getProperty() == null) {
			return path;
		}
		return path.isEmpty() ? error.getProperty() : path + "." + error.getProperty();
	}

	private static String message(Error error) {
		return switch (String.valueOf(error.getKeyword())) {
			case "required" -> "is required";
			case "pattern" -> "must match " + String.join("", arguments(error));
			default -> String.valueOf(error.getMessage());
		};
	}

	private static List<String> arguments(Error error) {
		List<String> arguments = new ArrayList<>();
		for (Object argument : error.getArguments()) {
			arguments.add(String.valueOf(argument));
		}
		return arguments.subList(0, Math.min(1, arguments.size()));
	}

	/** Names may stand deeper too, in {@code dependencies} and {@code oneOf}. */
	private static void collectNames(Object schema, Set<String> names) {
		if (schema instanceof Map<?, ?> map) {
			if (map.get("properties") instanceof Map<?, ?> properties) {
				properties.keySet().forEach((name) -> names.add(String.valueOf(name)));
			}
			map.forEach((key, value) -> {
				if (Set.of("dependencies", "allOf", "anyOf", "oneOf", "then", "else").contains(key)) {
					collectNames((value instanceof Map<?, ?> deps) ? List.copyOf(deps.values()) : value, names);
				}
			});
			if (map.containsKey("then") || map.containsKey("else")) {
				collectNames(map.get("then") != null ? map.get("then") : Map.of(), names);
				collectNames(map.get("else") != null ? map.get("else") : Map.of(), names);
			}
		}
		if (schema instanceof List<?> list) {
			list.forEach((element) -> collectNames(element, names));
		}
	}

	private static Map<String, Object> withoutHints(Map<?, ?> schema) {
		Map<String, Object> plain = new LinkedHashMap<>();
		schema.forEach((key, value) -> {
			if (!String.valueOf(key).startsWith("ui:")) {
				plain.put(String.valueOf(key), (value instanceof Map<?, ?> map) ? withoutHints(map) : value);
			}
		});
		return plain;
	}

}
