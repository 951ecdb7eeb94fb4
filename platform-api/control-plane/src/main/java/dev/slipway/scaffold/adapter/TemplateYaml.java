package dev.slipway.scaffold.adapter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.slipway.scaffold.Template;
import dev.slipway.scaffold.TemplateAction;
import dev.slipway.scaffold.TemplateBroken;
import dev.slipway.scaffold.TemplateStep;
import org.jspecify.annotations.Nullable;

/** Reads a {@code template.yaml}; what is wrong is said with its path in the file. */
class TemplateYaml {

	static final String FILE = "template.yaml";

	static final String API_VERSION = "scaffolder.slipway.dev/v1";

	private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

	Template read(String id, byte[] yaml) {
		JsonNode root = tree(id, yaml);
		if (!root.path("apiVersion").asText().equals(API_VERSION) || !root.path("kind").asText().equals("Template")) {
			throw broken(id, "must begin with apiVersion: " + API_VERSION + " and kind: Template");
		}
		JsonNode metadata = root.path("metadata");
		String name = required(id, metadata, "metadata", "name");
		if (!name.equals(id)) {
			throw broken(id, "metadata.name is '" + name + "' but its folder is '" + id + "'");
		}
		JsonNode spec = root.path("spec");
		return new Template(id, text(metadata, "title", id), text(metadata, "description", ""), text(spec, "owner", ""),
				text(spec, "type", "service"), strings(metadata.path("tags")), pages(id, spec.path("parameters")),
				steps(id, spec.path("steps")), rules(id, spec.path("files")), strings(spec.path("executable")),
				output(id, spec.path("output")));
	}

	private static JsonNode tree(String id, byte[] yaml) {
		try {
			JsonNode root = YAML.readTree(yaml);
			return (root != null) ? root : YAML.createObjectNode();
		}
		catch (JsonProcessingException ex) {
			JsonLocation at = ex.getLocation();
			throw new TemplateBroken(id + "/" + FILE, (at != null) ? at.getLineNr() : 0, ex.getOriginalMessage(), ex);
		}
		catch (IOException ex) {
			throw new TemplateBroken(id + "/" + FILE, 0, String.valueOf(ex.getMessage()), ex);
		}
	}

	private static List<Template.ParameterPage> pages(String id, JsonNode node) {
		List<Template.ParameterPage> pages = new ArrayList<>();
		for (JsonNode page : node.isObject() ? List.of(node) : node) {
			Map<String, Object> schema = map(page);
			if (schema.isEmpty()) {
				throw broken(id, "spec.parameters[" + pages.size() + "] is no JSON Schema");
			}
			schema.putIfAbsent("type", "object");
			pages.add(new Template.ParameterPage(text(page, "title", "Parameters"), text(page, "description", ""),
					schema));
		}
		return pages;
	}

	private static List<TemplateStep> steps(String id, JsonNode node) {
		List<TemplateStep> steps = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		for (JsonNode step : node) {
			String path = "spec.steps[" + steps.size() + "]";
			String action = required(id, step, path, "action");
			String stepId = text(step, "id", "step-" + (steps.size() + 1));
			if (!ids.add(stepId)) {
				throw broken(id, path + ".id '" + stepId + "' is there twice");
			}
			steps.add(new TemplateStep(stepId, text(step, "name", stepId), action(id, path, action),
					optional(step, "if"), optional(step, "each"), map(step.path("input"))));
		}
		if (steps.isEmpty()) {
			throw broken(id, "spec.steps is missing or empty");
		}
		return steps;
	}

	private static TemplateAction action(String id, String path, String action) {
		try {
			return TemplateAction.named(action);
		}
		catch (IllegalArgumentException ex) {
			throw broken(id, path + ".action: " + ex.getMessage());
		}
	}

	private static List<Template.FileRule> rules(String id, JsonNode node) {
		List<Template.FileRule> rules = new ArrayList<>();
		for (JsonNode rule : node) {
			String path = "spec.files[" + rules.size() + "]";
			rules.add(new Template.FileRule(required(id, rule, path, "path"), required(id, rule, path, "if")));
		}
		return rules;
	}

	private static Template.Output output(String id, JsonNode node) {
		List<Template.Link> links = new ArrayList<>();
		for (JsonNode link : node.path("links")) {
			String path = "spec.output.links[" + links.size() + "]";
			links.add(new Template.Link(required(id, link, path, "title"), required(id, link, path, "url"),
					optional(link, "icon")));
		}
		List<Template.Note> notes = new ArrayList<>();
		for (JsonNode note : node.path("text")) {
			notes.add(new Template.Note(text(note, "title", ""),
					required(id, note, "spec.output.text[" + notes.size() + "]", "content")));
		}
		return new Template.Output(links, notes);
	}

	private static Map<String, Object> map(JsonNode node) {
		Map<String, Object> map = new LinkedHashMap<>();
		node.properties().forEach((field) -> {
			Object value = YAML.convertValue(field.getValue(), Object.class);
			if (value != null) {
				map.put(field.getKey(), value);
			}
		});
		return map;
	}

	private static List<String> strings(JsonNode node) {
		List<String> strings = new ArrayList<>();
		node.forEach((element) -> strings.add(element.asText()));
		return strings;
	}

	private static String required(String id, JsonNode node, String path, String name) {
		String value = text(node, name, "");
		if (value.isBlank()) {
			throw broken(id, path + "." + name + " is missing");
		}
		return value;
	}

	private static String text(JsonNode node, String name, String otherwise) {
		String value = optional(node, name);
		return (value != null) ? value : otherwise;
	}

	private static @Nullable String optional(JsonNode node, String name) {
		JsonNode value = node.get(name);
		return (value != null && value.isValueNode() && !value.isNull()) ? value.asText() : null;
	}

	private static TemplateBroken broken(String id, String message) {
		return new TemplateBroken(id + "/" + FILE, 0, message, null);
	}

}
