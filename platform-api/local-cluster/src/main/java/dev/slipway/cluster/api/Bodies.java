package dev.slipway.cluster.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.api.kinds.Cause;
import dev.slipway.cluster.api.kinds.Kind;
import dev.slipway.cluster.api.schema.Type;
import dev.slipway.cluster.api.schema.TypeError;
import dev.slipway.cluster.api.schema.Typed;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object from a request: JSON, YAML or protobuf; drops and names what it does
 * not know.
 */
final class Bodies {

	private Bodies() {
	}

	/**
	 * An object and what was odd about it.
	 *
	 * @param warnings unknown and duplicate fields, when only warned of
	 */
	record Read(ObjectNode object, List<String> warnings) {
	}

	/** Reads the object of a create or update. */
	static Read object(Call call, Kind kind) {
		return object(call, kind.apiVersion(), kind.kind(), kind.type());
	}

	static Read object(Call call, String apiVersion, String kindName, Type type) {
		validation(call, call.method().equals("POST") ? "CreateOptions" : "UpdateOptions");
		ObjectNode object = parse(call, kindName);
		String version = object.path("apiVersion").asText("");
		String kind = object.path("kind").asText("");
		if (kind.isEmpty() && version.isEmpty()) {
			object.put("kind", kindName).put("apiVersion", apiVersion);
		}
		else {
			checkKind(apiVersion, kindName, version, kind);
		}
		String prefix = kindName + " in version \"" + apiVersion.substring(apiVersion.indexOf('/') + 1)
				+ "\" cannot be handled as a " + kindName + ": ";
		List<String> odd = new ArrayList<>();
		try {
			Typed.clean(type, object).forEach((path) -> odd.add("unknown field \"" + path + "\""));
		}
		catch (TypeError ex) {
			throw ApiError.badRequest(prefix + ex.getMessage());
		}
		if (call.contentType().endsWith("json") || call.contentType().isEmpty()) {
			duplicates(call.body()).forEach((path) -> odd.add("duplicate field \"" + path + "\""));
		}
		return new Read(object, judge(call, odd, prefix));
	}

	private static List<String> judge(Call call, List<String> odd, String prefix) {
		switch (call.param("fieldValidation", "")) {
			case "Strict" -> {
				if (!odd.isEmpty()) {
					throw ApiError.badRequest(prefix + "strict decoding error: " + String.join(", ", odd));
				}
				return List.of();
			}
			case "Ignore" -> {
				return List.of();
			}
			default -> {
				return odd;
			}
		}
	}

	static void validation(Call call, String options) {
		List<Cause> causes = new ArrayList<>();
		if (!Set.of("", "Ignore", "Strict", "Warn").contains(call.param("fieldValidation", ""))) {
			causes.add(Cause.unsupported("fieldValidation", Cause.quote(call.param("fieldValidation", "")),
					List.of("", "Ignore", "Strict", "Warn")));
		}
		List<String> dryRun = call.dryRun();
		if (!dryRun.isEmpty() && !dryRun.equals(List.of("All"))) {
			causes.add(Cause.unsupported("dryRun",
					"[]string{" + String.join(", ", dryRun.stream().map(Cause::quote).toList()) + "}", List.of("All")));
		}
		if (call.param("fieldManager", "").length() > 128) {
			causes.add(new Cause("FieldValueTooLong", "Too long: may not be more than 128 bytes", "fieldManager"));
		}
		if (!causes.isEmpty()) {
			throw ApiError.invalid(options + ".meta.k8s.io", "", causes);
		}
	}

	private static void checkKind(String apiVersion, String kindName, String version, String kind) {
		if (!kind.equals(kindName) || version.isEmpty()) {
			String from = version.substring(version.indexOf('/') + 1) + "." + kind;
			throw ApiError.badRequest(kind + " in version \"" + version + "\" cannot be handled as a " + kindName
					+ ": converting (" + from + ") to (core." + kindName + "): unknown conversion");
		}
		if (!version.equals(apiVersion)) {
			throw ApiError.badRequest(kind + " in version \"" + version + "\" cannot be handled as a " + kindName
					+ ": no kind \"" + kind + "\" is registered for version \"" + version
					+ "\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
		}
	}

	private static ObjectNode parse(Call call, String kindName) {
		String type = call.contentType();
		JsonNode node;
		switch (type) {
			case "", "application/json" -> node = json(call.body(), kindName);
			case "application/yaml", "application/x-yaml" -> node = yaml(call.body(), kindName);
			case "application/vnd.kubernetes.protobuf" -> node = protobuf(call.body());
			default -> throw ApiError.of(415, "UnsupportedMediaType",
					"the body of the request was in an unknown format - accepted media types include: "
							+ "application/json, application/yaml, application/vnd.kubernetes.protobuf");
		}
		if (node instanceof ObjectNode object) {
			return object;
		}
		throw unrecognized(kindName,
				"json: cannot unmarshal " + (node.isArray() ? "array" : node.isNumber() ? "number" : "string")
						+ " into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; "
						+ "Kind string \"json:\\\"kind,omitempty\\\"\" }",
				java.util.HexFormat.of().formatHex(call.body()));
	}

	private static JsonNode json(byte[] body, String kindName) {
		String text = new String(body, StandardCharsets.UTF_8);
		try {
			JsonNode node = Json.MAPPER.readTree(body);
			if (node == null || node.isMissingNode()) {
				throw unrecognized(kindName, "unexpected end of JSON input", "<empty>");
			}
			return node;
		}
		catch (IOException ex) {
			throw unrecognized(kindName, goSyntax(text, ex), text);
		}
	}

	/**
	 * A syntax error in Go's words, for the two that people make: cut off, and a bare
	 * word.
	 */
	static String goSyntax(String text, IOException failure) {
		if (failure instanceof com.fasterxml.jackson.core.io.JsonEOFException || text.isBlank()) {
			return "unexpected end of JSON input";
		}
		long offset = (failure instanceof JsonProcessingException json && json.getLocation() != null)
				? json.getLocation().getByteOffset() : 0;
		if (text.startsWith("n") && !text.startsWith("null")) {
			return "invalid character '" + text.charAt(1) + "' in literal null (expecting 'u')";
		}
		int at = (int) Math.max(0, Math.min(offset, text.length() - 1));
		while (at > 0 && Character.isLetterOrDigit(text.charAt(at)) && Character.isLetterOrDigit(text.charAt(at - 1))) {
			at--;
		}
		boolean key = text.substring(0, at).stripTrailing().endsWith("{");
		return "invalid character '" + text.charAt(at) + "' looking for beginning of "
				+ (key ? "object key string" : "value");
	}

	private static JsonNode yaml(byte[] body, String kindName) {
		try {
			return Json.YAML.readTree(body);
		}
		catch (IOException ex) {
			throw unrecognized(kindName, ex.getMessage() + "", new String(body, StandardCharsets.UTF_8));
		}
	}

	private static JsonNode protobuf(byte[] body) {
		try {
			return ProtobufReader.read(body);
		}
		catch (IllegalArgumentException ex) {
			throw ApiError.of(415, "UnsupportedMediaType",
					"cannot read the protobuf body (" + ex.getMessage() + "): send application/json");
		}
	}

	private static ApiError unrecognized(String kindName, String why, String text) {
		return ApiError.badRequest("the object provided is unrecognized (must be of type " + kindName
				+ "): couldn't get version/kind; json parse error: " + why + " (" + text + ")");
	}

	/** A tree without a type: patches, delete options. */
	static @Nullable JsonNode tree(Call call) {
		if (call.body().length == 0) {
			return null;
		}
		String text = new String(call.body(), StandardCharsets.UTF_8);
		try {
			return call.contentType().endsWith("yaml") ? Json.YAML.readTree(call.body())
					: call.contentType().equals("application/vnd.kubernetes.protobuf") ? protobuf(call.body())
							: Json.MAPPER.readTree(call.body());
		}
		catch (IOException ex) {
			throw ApiError.badRequest("error decoding patch: " + goSyntax(text, ex));
		}
	}

	private static List<String> duplicates(byte[] body) {
		List<String> found = new ArrayList<>();
		try (JsonParser parser = Json.parser(body)) {
			List<Set<String>> names = new ArrayList<>();
			while (parser.nextToken() != null) {
				JsonToken token = parser.currentToken();
				if (token == JsonToken.START_OBJECT) {
					names.add(new HashSet<>());
				}
				else if (token == JsonToken.END_OBJECT) {
					names.remove(names.size() - 1);
				}
				else if (token == JsonToken.FIELD_NAME && !names.get(names.size() - 1).add(parser.currentName())) {
					found.add(parser.getParsingContext().pathAsPointer().toString().substring(1).replace('/', '.'));
				}
			}
		}
		catch (IOException ex) {
			return found;
		}
		return found;
	}

}
