package dev.slipway.rollout.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Finds what looks like a credential in manifests: they go into a repository, which many
 * read and which forgets nothing. It names places and never a value.
 */
final class LiteralSecrets {

	private static final String WORDS = "pass(word|wd|phrase)?|pwd|token|secret|credentials?|api-?_?key|"
			+ "(private|access|signing|encryption)-?_?key|authorization";

	/** Names, of which {@code key} alone is one only as a whole word. */
	private static final Pattern NAME = Pattern.compile("(?i)(" + WORDS + "|(^|[^a-z])keys?([^a-z]|$))");

	/** Names of where a credential is, not of the credential. */
	private static final Pattern PLACE = Pattern.compile("(?i).*[-_.](file|path|dir|name|ref)$");

	/** Such as {@code --db.password=x} or {@code "token": "x"}. */
	private static final Pattern ASSIGNMENT = Pattern
		.compile("(?i)(" + WORDS + ")[\\w.-]*[\"']?\\s*[=:]\\s*[\"']?[^\\s\"'$,&}]");

	private static final Pattern USER_INFO = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/\\s:@]*:[^/\\s@$]+@");

	private final Set<String> found = new TreeSet<>();

	private LiteralSecrets() {
	}

	/** The places, such as {@code variable DB_PASSWORD of container app}. */
	static List<String> in(JsonNode manifests) {
		LiteralSecrets secrets = new LiteralSecrets();
		for (JsonNode object : manifests) {
			String owner = object.path("kind").asText() + " " + object.at("/metadata/name").asText();
			secrets.annotations(owner, object.at("/metadata/annotations"));
			JsonNode template = object.at("/spec/template");
			secrets.annotations("the pods", template.at("/metadata/annotations"));
			for (String kind : List.of("containers", "initContainers")) {
				for (JsonNode container : template.at("/spec/" + kind)) {
					secrets.walk("container " + container.path("name").asText(), container);
				}
			}
		}
		return List.copyOf(secrets.found);
	}

	private void annotations(String owner, JsonNode annotations) {
		annotations.fields().forEachRemaining((entry) -> {
			// Charts digest their Secrets there, so that a change of one restarts the
			// pods.
			if (!entry.getKey().startsWith("checksum/") && suspicious(entry.getKey(), entry.getValue().asText())) {
				this.found.add("annotation " + entry.getKey() + " of " + owner);
			}
		});
	}

	/** Variables, the headers of probes, commands and their arguments. */
	private void walk(String owner, JsonNode node) {
		if (node.path("name").isTextual() && node.path("value").isTextual()
				&& suspicious(node.path("name").asText(), node.path("value").asText())) {
			this.found.add("variable " + node.path("name").asText() + " of " + owner);
		}
		for (String field : List.of("command", "args")) {
			arguments(owner, field, node.path(field));
		}
		node.forEach((child) -> {
			if (child.isContainerNode()) {
				walk(owner, child);
			}
		});
	}

	private void arguments(String owner, String field, JsonNode list) {
		List<String> all = new ArrayList<>();
		list.forEach((one) -> all.add(one.asText()));
		for (int i = 0; i < all.size(); i++) {
			String before = (i > 0) ? all.get(i - 1) : "";
			boolean named = before.startsWith("-") && !before.contains("=") && !all.get(i).startsWith("-")
					&& suspicious(before, all.get(i));
			if (named || suspicious("", all.get(i))) {
				this.found
					.add((field.equals("args") ? "argument " : "word of the command ") + (i + 1) + " of " + owner);
			}
		}
	}

	private static boolean suspicious(String name, String value) {
		if (value.isBlank() || value.matches("\\$\\([^)]*\\)|true|false")) {
			return false;
		}
		return (NAME.matcher(name).find() && !PLACE.matcher(name).matches()) || ASSIGNMENT.matcher(value).find()
				|| USER_INFO.matcher(value).find();
	}

}
