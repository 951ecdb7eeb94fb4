package dev.slipway.cluster.api.kinds;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Checks of metadata: names, labels, annotations, finalizers, owners. */
final class Names {

	private static final String SUBDOMAIN_REGEX = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

	private static final Pattern SUBDOMAIN = Pattern.compile(SUBDOMAIN_REGEX);

	private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

	private static final Pattern LABEL_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");

	private static final Pattern QUALIFIED = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");

	private static final Set<String> STANDARD_FINALIZERS = Set.of("orphan", "foregroundDeletion", "kubernetes");

	static final String SUBDOMAIN_WHY = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
			+ "characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', "
			+ "regex used for validation is '" + SUBDOMAIN_REGEX + "')";

	static final String LABEL_WHY = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or "
			+ "'-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used "
			+ "for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

	static final String LABEL_1035_WHY = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', "
			+ "start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or "
			+ "'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

	private static final String QUALIFIED_WHY = "name part must consist of alphanumeric characters, '-', '_' or '.', "
			+ "and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', "
			+ "regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

	private static final String VALUE_WHY = "a valid label must be an empty string or consist of alphanumeric "
			+ "characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  "
			+ "or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

	private Names() {
	}

	static List<Cause> metadata(Kind kind, ObjectNode object) {
		List<Cause> causes = new ArrayList<>();
		JsonNode metadata = object.path("metadata");
		String prefix = metadata.path("generateName").asText("");
		if (!prefix.isEmpty()) {
			causes.addAll(name(kind, "metadata.generateName", prefix, prefix.replaceAll("-+$", "")));
		}
		String name = metadata.path("name").asText("");
		if (name.isEmpty()) {
			causes.add(Cause.required("metadata.name", "name or generateName is required"));
		}
		else {
			causes.addAll(name(kind, "metadata.name", name, name));
		}
		labels(metadata.path("labels"), "metadata.labels", causes);
		for (Map.Entry<String, JsonNode> entry : metadata.path("annotations").properties()) {
			qualified(entry.getKey().toLowerCase(java.util.Locale.ROOT), entry.getKey(), "metadata.annotations",
					causes);
		}
		finalizers(metadata.path("finalizers"), causes);
		owners(metadata.path("ownerReferences"), causes);
		return causes;
	}

	private static List<Cause> name(Kind kind, String field, String shown, String name) {
		boolean namespace = kind.resource().equals("namespaces");
		boolean service = kind.resource().equals("services");
		if (kind.group().startsWith("rbac.")) {
			return List.of();
		}
		int most = (namespace || service) ? 63 : 253;
		List<Cause> causes = new ArrayList<>();
		if (namespace && name.contains(".")) {
			return List.of(Cause.invalidText(field, shown, "must not contain dots"));
		}
		if (name.length() > most) {
			causes.add(Cause.invalidText(field, shown, "must be no more than " + most + " characters"));
		}
		Pattern pattern = namespace ? LABEL : service ? LABEL_1035 : SUBDOMAIN;
		if (!pattern.matcher(name).matches()) {
			causes
				.add(Cause.invalidText(field, shown, namespace ? LABEL_WHY : service ? LABEL_1035_WHY : SUBDOMAIN_WHY));
		}
		return causes;
	}

	static boolean label(String name) {
		return name.length() <= 63 && LABEL.matcher(name).matches();
	}

	static void labels(JsonNode labels, String field, List<Cause> causes) {
		for (Map.Entry<String, JsonNode> entry : labels.properties()) {
			qualified(entry.getKey(), entry.getKey(), field, causes);
			String value = entry.getValue().asText();
			if (value.length() > 63) {
				causes.add(Cause.invalidText(field, value, "must be no more than 63 characters"));
			}
			if (!value.isEmpty() && !QUALIFIED.matcher(value).matches()) {
				causes.add(Cause.invalidText(field, value, VALUE_WHY));
			}
		}
	}

	private static void qualified(String key, String shown, String field, List<Cause> causes) {
		int slash = key.indexOf('/');
		String name = key.substring(slash + 1);
		if (slash >= 0 && !SUBDOMAIN.matcher(key.substring(0, slash)).matches()) {
			causes.add(Cause.invalidText(field, shown, "prefix part " + SUBDOMAIN_WHY));
		}
		if (name.length() > 63) {
			causes.add(Cause.invalidText(field, shown, "name part must be no more than 63 characters"));
		}
		if (!QUALIFIED.matcher(name).matches()) {
			causes.add(Cause.invalidText(field, shown, QUALIFIED_WHY));
		}
	}

	private static void finalizers(JsonNode finalizers, List<Cause> causes) {
		for (int i = 0; i < finalizers.size(); i++) {
			String finalizer = finalizers.get(i).asText();
			if (!finalizer.contains("/") && !STANDARD_FINALIZERS.contains(finalizer)) {
				causes.add(Cause.invalidText("metadata.finalizers[" + i + "]", finalizer,
						"name is neither a standard finalizer name nor is it fully qualified"));
			}
		}
	}

	private static void owners(JsonNode owners, List<Cause> causes) {
		String controller = "";
		for (int i = 0; i < owners.size(); i++) {
			JsonNode owner = owners.get(i);
			for (String field : List.of("apiVersion", "kind", "name", "uid")) {
				if (owner.path(field).asText("").isEmpty()) {
					causes.add(Cause.invalidText("metadata.ownerReferences." + field, "",
							(field.equals("apiVersion") ? "version" : field) + " must not be empty"));
				}
			}
			if (owner.path("controller").asBoolean()) {
				if (!controller.isEmpty()) {
					causes.add(Cause.invalid("metadata.ownerReferences", owners.toString(),
							"Only one reference can have Controller set to true. Found \"true\" in references for "
									+ controller + " and " + owner.path("kind").asText() + "/"
									+ owner.path("name").asText()));
				}
				controller = owner.path("kind").asText() + "/" + owner.path("name").asText();
			}
		}
	}

}
