package dev.slipway.console.create;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A template's parameters as the pages of a form.
 *
 * @param id the template's id
 * @param title its title
 * @param description what it makes
 * @param pages the pages, in order
 */
record TemplateForm(String id, String title, String description, List<FormPage> pages) {

	static TemplateForm of(JsonNode template) {
		List<FormPage> pages = new ArrayList<>();
		for (JsonNode page : template.path("parameters")) {
			List<String> required = page.path("required").valueStream().map(JsonNode::asString).toList();
			List<Field> fields = new ArrayList<>();
			page.path("properties")
				.properties()
				.forEach((entry) -> fields.add(Field.of(entry.getKey(), entry.getValue(), required)));
			pages.add(new FormPage(page.path("title").asString("Parameters"), page.path("description").asString(""),
					fields));
		}
		return new TemplateForm(template.path("id").asString(), template.path("title").asString(),
				template.path("description").asString(""), pages);
	}

	/**
	 * The parameters as JSON, of what the form sent as text. What does not fit its type
	 * goes as it is: the template's schema refuses it in its own words.
	 */
	Map<String, Object> parameters(Map<String, String> sent) {
		Map<String, Object> parameters = new LinkedHashMap<>();
		for (FormPage page : this.pages) {
			for (Field field : page.fields()) {
				Object value = field.value(sent);
				if (value != null) {
					parameters.put(field.name(), value);
				}
			}
		}
		return parameters;
	}

	/** The faults as a person reads them, to whom a pattern says nothing. */
	Map<String, String> readable(Map<String, String> faults, Map<String, String> values) {
		Map<String, String> readable = new LinkedHashMap<>();
		faults.forEach((field, fault) -> {
			boolean pattern = fault.startsWith("must match");
			String told = pattern ? "This does not have the form described below." : fault;
			readable.put(field, (pattern && values.getOrDefault(field, "").isBlank()) ? "Fill this in." : told);
		});
		return readable;
	}

	/** The first page with one of the fields; -1 when none has. */
	int pageOf(Iterable<String> fields) {
		for (int number = 0; number < this.pages.size(); number++) {
			for (String field : fields) {
				String root = field.split("[.\\[]")[0];
				if (this.pages.get(number).fields().stream().anyMatch((one) -> one.name().equals(root))) {
					return number;
				}
			}
		}
		return -1;
	}

	/** A page of the form. */
	record FormPage(String title, String description, List<Field> fields) {
	}

	/**
	 * A field of the form.
	 *
	 * @param type {@code string}, {@code boolean}, {@code integer} or {@code number}
	 * @param options what may be chosen; empty for free text
	 */
	record Field(String name, String title, String description, String type, boolean required, String initial,
			List<String> options, @Nullable Integer maxLength, boolean autofocus, boolean multiline) {

		static Field of(String name, JsonNode schema, List<String> required) {
			JsonNode initial = schema.path("default");
			return new Field(name, schema.path("title").asString(name), schema.path("description").asString(""),
					schema.path("type").asString("string"), required.contains(name),
					initial.isMissingNode() ? "" : initial.isString() ? initial.asString() : initial.toString(),
					schema.path("enum").valueStream().map(JsonNode::asString).toList(),
					schema.path("maxLength").isInt() ? schema.path("maxLength").intValue() : null,
					schema.path("ui:autofocus").asBoolean(false),
					"textarea".equals(schema.path("ui:widget").asString("")));
		}

		public boolean flag() {
			return "boolean".equals(this.type);
		}

		public boolean numeric() {
			return "integer".equals(this.type) || "number".equals(this.type);
		}

		private @Nullable Object value(Map<String, String> sent) {
			String text = sent.getOrDefault(this.name, "").strip();
			if (flag()) {
				return text.equals("true");
			}
			if (text.isEmpty() && (!this.required || numeric())) {
				return null;
			}
			return (numeric() && text.matches("-?\\d{1,18}")) ? (Object) Long.valueOf(text) : text;
		}

	}

}
