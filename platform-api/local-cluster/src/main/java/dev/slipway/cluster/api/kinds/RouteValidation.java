package dev.slipway.cluster.api.kinds;

import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the CustomResourceDefinition of HTTPRoute (Gateway API v1, standard channel)
 * refuses, its rules in CEL included.
 */
final class RouteValidation {

	private static final Pattern HOSTNAME = Pattern
		.compile("(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

	private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+\\-.^_`|~]+");

	private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS",
			"TRACE", "PATCH");

	private static final List<String> FILTERS = List.of("RequestHeaderModifier", "ResponseHeaderModifier",
			"RequestMirror", "RequestRedirect", "URLRewrite", "ExtensionRef");

	private static final int HEAVIEST = 1_000_000;

	private static final int MOST = 16;

	private static final int MOST_MATCHES = 64;

	private static final int MOST_PARENTS = 32;

	private RouteValidation() {
	}

	static void check(JsonNode spec, List<Cause> causes) {
		Limits.atMost("spec.parentRefs", spec.path("parentRefs"), MOST_PARENTS, causes);
		for (int i = 0; i < spec.path("parentRefs").size(); i++) {
			String path = "spec.parentRefs[" + i + "]";
			Limits.required(spec.path("parentRefs").get(i), "name", path, causes);
			Limits.range(spec.path("parentRefs").get(i), "port", path, 1, 65535, causes);
		}
		Limits.atMost("spec.hostnames", spec.path("hostnames"), MOST, causes);
		for (int i = 0; i < spec.path("hostnames").size(); i++) {
			hostname(spec.path("hostnames").get(i), "spec.hostnames[" + i + "]", causes);
		}
		Limits.atMost("spec.rules", spec.path("rules"), MOST, causes);
		for (int i = 0; i < spec.path("rules").size(); i++) {
			rule(spec.path("rules").get(i), "spec.rules[" + i + "]", causes);
		}
	}

	static void hostname(JsonNode name, String path, List<Cause> causes) {
		if (name.isTextual() && name.asText().isEmpty()) {
			causes.add(Cause.invalidText(path, "", path + " in body should be at least 1 chars long"));
		}
		else if (name.isTextual() && !HOSTNAME.matcher(name.asText()).matches()) {
			causes.add(Cause.invalidText(path, name.asText(), path
					+ " in body should match '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$'"));
		}
	}

	private static void rule(JsonNode rule, String path, List<Cause> causes) {
		Limits.atMost(path + ".matches", rule.path("matches"), MOST_MATCHES, causes);
		for (int i = 0; i < rule.path("matches").size(); i++) {
			match(rule.path("matches").get(i), path + ".matches[" + i + "]", causes);
		}
		filters(rule.path("filters"), path + ".filters", causes);
		Limits.atMost(path + ".backendRefs", rule.path("backendRefs"), MOST, causes);
		for (int i = 0; i < rule.path("backendRefs").size(); i++) {
			JsonNode backend = rule.path("backendRefs").get(i);
			String at = path + ".backendRefs[" + i + "]";
			backend(backend, at, causes);
			Limits.range(backend, "weight", at, 0, HEAVIEST, causes);
			filters(backend.path("filters"), at + ".filters", causes);
		}
	}

	private static void backend(JsonNode backend, String path, List<Cause> causes) {
		Limits.required(backend, "name", path, causes);
		Limits.range(backend, "port", path, 1, 65535, causes);
		boolean service = backend.path("group").asText("").isEmpty()
				&& backend.path("kind").asText("Service").equals("Service");
		if (service && !backend.has("port")) {
			causes.add(Cause.invalid(path, "\"object\"", "Must have port for Service reference"));
		}
	}

	private static void match(JsonNode match, String path, List<Cause> causes) {
		JsonNode wanted = match.path("path");
		Limits.oneOf(wanted, "type", path + ".path", List.of("Exact", "PathPrefix", "RegularExpression"), causes);
		String type = wanted.path("type").asText("PathPrefix");
		String value = wanted.path("value").asText("/");
		if (!type.equals("RegularExpression")) {
			if (!value.startsWith("/")) {
				causes.add(Cause.invalid(path + ".path", "\"object\"",
						"value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']"));
			}
			for (String bad : List.of("//", "/./", "/../", "%2f", "%2F", "#")) {
				if (value.contains(bad)) {
					causes.add(Cause.invalid(path + ".path", "\"object\"",
							"must not contain '" + bad + "' when type one of ['Exact', 'PathPrefix']"));
				}
			}
		}
		Limits.oneOf(match, "method", path, METHODS, causes);
		for (String list : List.of("headers", "queryParams")) {
			Limits.atMost(path + "." + list, match.path(list), MOST, causes);
			for (int i = 0; i < match.path(list).size(); i++) {
				named(match.path(list).get(i), path + "." + list + "[" + i + "]", causes);
			}
		}
	}

	private static void named(JsonNode wanted, String path, List<Cause> causes) {
		Limits.required(wanted, "name", path, causes);
		Limits.required(wanted, "value", path, causes);
		Limits.oneOf(wanted, "type", path, List.of("Exact", "RegularExpression"), causes);
		String name = wanted.path("name").asText("");
		if (!name.isEmpty() && !HEADER.matcher(name).matches()) {
			causes.add(Cause.invalidText(path + ".name", name,
					path + ".name in body should match '^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$'"));
		}
	}

	private static void filters(JsonNode filters, String path, List<Cause> causes) {
		Limits.atMost(path, filters, MOST, causes);
		for (int i = 0; i < filters.size(); i++) {
			JsonNode filter = filters.get(i);
			String at = path + "[" + i + "]";
			Limits.required(filter, "type", at, causes);
			Limits.oneOf(filter, "type", at, FILTERS, causes);
			String type = filter.path("type").asText("");
			for (String known : FILTERS) {
				String field = known.equals("URLRewrite") ? "urlRewrite"
						: Character.toLowerCase(known.charAt(0)) + known.substring(1);
				if (known.equals(type) && !filter.has(field)) {
					causes.add(Cause.invalid(at, "\"object\"",
							"filter." + field + " must be specified for " + known + " filter.type"));
				}
				if (!known.equals(type) && filter.has(field)) {
					causes.add(Cause.invalid(at, "\"object\"",
							"filter." + field + " must be nil if the filter.type is not " + known));
				}
			}
			if (filter.path("requestMirror").isObject()) {
				backend(filter.path("requestMirror").path("backendRef"), at + ".requestMirror.backendRef", causes);
			}
		}
	}

}
