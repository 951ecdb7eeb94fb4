package dev.slipway.cluster.api;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.Kind;
import dev.slipway.cluster.api.kinds.Kinds;
import dev.slipway.cluster.api.schema.Field;
import dev.slipway.cluster.api.schema.Schema;
import dev.slipway.cluster.api.schema.Type;

/**
 * The OpenAPI v3 documents, made from the type table: an index and one document a group
 * and version. kubectl reads the schemas (explain) and looks for PATCH operations that
 * take {@code fieldValidation} (apply, create).
 */
final class OpenApi {

	private final Map<String, byte[]> documents = new ConcurrentHashMap<>();

	Reply answer(Call call, String path) {
		if (path.equals("/openapi/v3")) {
			return index();
		}
		if (path.startsWith("/openapi/v3/")) {
			String name = path.substring("/openapi/v3/".length());
			if (names().containsKey(name)) {
				return new Reply(200, Reply.JSON, document(name), List.of(), 0);
			}
		}
		return Reply.text(404, path.equals("/openapi/v2") ? "404 page not found\n" : "");
	}

	private Reply index() {
		ObjectNode index = Json.object();
		ObjectNode paths = index.putObject("paths");
		names().keySet().forEach((name) -> {
			CRC32 crc = new CRC32();
			crc.update(document(name));
			String hash = String.format("%08X", crc.getValue());
			paths.putObject(name).put("serverRelativeURL", "/openapi/v3/" + name + "?hash=" + hash);
		});
		return Reply.json(200, index).as("text/plain; charset=utf-8");
	}

	/** The documents' names and the versions they are about, empty for none. */
	private static Map<String, String> names() {
		Map<String, String> names = new LinkedHashMap<>();
		names.put("api", "");
		names.put("apis", "");
		names.put("version", "");
		for (Kind kind : Kinds.get().all()) {
			names.put((kind.group().isEmpty() ? "api/" : "apis/") + kind.apiVersion(), kind.apiVersion());
		}
		return names;
	}

	private byte[] document(String name) {
		return this.documents.computeIfAbsent(name, (key) -> Json.bytes(build(names().getOrDefault(key, ""))));
	}

	private static ObjectNode build(String apiVersion) {
		ObjectNode document = Json.object().put("openapi", "3.0.0");
		document.putObject("info").put("title", "Slipway local cluster").put("version", "v1.32.0");
		ObjectNode paths = document.putObject("paths");
		Deque<String> needed = new ArrayDeque<>();
		Map<String, Kind> roots = new LinkedHashMap<>();
		for (Kind kind : Kinds.get().of(apiVersion)) {
			if (!kind.is("createOnly")) {
				OpenApiPaths.add(paths, kind);
			}
			needed.add(kind.typeName());
			roots.put(kind.typeName(), kind);
		}
		ObjectNode schemas = document.putObject("components").putObject("schemas");
		Set<String> done = new TreeSet<>();
		while (!needed.isEmpty()) {
			String type = needed.remove();
			if (done.add(type)) {
				schemas.set(fullName(type), OpenApiTypes.schema(Schema.get().type(type), roots.get(type)));
				references(Schema.get().type(type), needed);
			}
		}
		return document;
	}

	private static void references(Type type, Deque<String> needed) {
		for (Field field : type.fields().values()) {
			if (!field.scalar()) {
				needed.add(field.type());
			}
		}
	}

	/** The name of a type in documents. */
	static String fullName(String type) {
		if (type.startsWith("meta.")) {
			return "io.k8s.apimachinery.pkg.apis." + type;
		}
		if (type.startsWith("istio.")) {
			return "io.istio.networking." + type.substring("istio.".length());
		}
		return type.startsWith("gateway.") ? "io.k8s.networking." + type : "io.k8s.api." + type;
	}

}
