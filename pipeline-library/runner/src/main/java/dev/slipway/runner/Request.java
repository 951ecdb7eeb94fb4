package dev.slipway.runner;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the parent asks for, as the first line of standard input.
 *
 * @param folder the build's own folder; {@code workspace} and {@code artifacts} are made
 * in it
 * @param jenkinsfile the file to run
 * @param library the library's folder with {@code vars}, {@code src}, {@code resources};
 * null when there is none
 * @param env the environment of the build
 * @param params the build's parameters
 * @param credentials secrets by their id, given only to {@code withCredentials}
 * @param scm where {@code checkout scm} fetches from: {@code url}, {@code branch},
 * {@code commit}, and {@code token} for a server that asks who comes
 * @param previous the build before of the same branch that has ended: {@code number},
 * {@code result}, {@code commit}; empty when there is none
 * @param causes why it builds, each with {@code _class}, {@code shortDescription} and
 * perhaps {@code userId}
 */
record Request(Path folder, Path jenkinsfile, @Nullable Path library, Map<String, String> env,
		Map<String, Object> params, Map<String, String> credentials, Map<String, String> scm,
		Map<String, String> previous, List<Map<String, String>> causes) {

	static Request of(Map<?, ?> json) {
		Object library = json.get("library");
		return new Request(Path.of(text(json, "folder")), Path.of(text(json, "jenkinsfile")),
				(library != null) ? Path.of(library.toString()) : null, texts(json.get("env")),
				Map.copyOf(texts(json.get("params"))), texts(json.get("credentials")), texts(json.get("scm")),
				texts(json.get("previous")), causes(json.get("causes")));
	}

	private static String text(Map<?, ?> json, String name) {
		Object value = json.get(name);
		if (value == null) {
			throw new IllegalArgumentException("The request has no field '" + name + "'");
		}
		return value.toString();
	}

	private static List<Map<String, String>> causes(@Nullable Object json) {
		return (json instanceof List<?> list) ? list.stream().map(Request::texts).toList() : List.of();
	}

	private static Map<String, String> texts(@Nullable Object json) {
		Map<String, String> texts = new LinkedHashMap<>();
		if (json instanceof Map<?, ?> map) {
			map.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
		}
		return texts;
	}

}
