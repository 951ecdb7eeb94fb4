package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.images.RootFilesystems;

/**
 * The volumes of a pod: directories filled from ConfigMaps, Secrets and the pod's own
 * fields, or empty ones, linked into the roots of its containers. Without a root of its
 * own for each process a mount path must be relative to it.
 */
final class Volumes {

	/** Mounted by a real cluster into every pod; nothing here needs it. */
	private static final String SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

	private final EnvResolver values;

	Volumes(EnvResolver values) {
		this.values = values;
	}

	/**
	 * Checks that every mount can be made.
	 * @throws ConfigError naming the remedy
	 */
	static void check(JsonNode container) {
		for (JsonNode mount : container.path("volumeMounts")) {
			String path = mount.path("mountPath").asText();
			if (path.equals(SERVICE_ACCOUNT)) {
				continue;
			}
			if (path.startsWith("/")) {
				throw new ConfigError("FailedMount", "volume \"" + mount.path("name").asText()
						+ "\" cannot be mounted at " + path
						+ ": pods of the local cluster share the machine's file system. Use a relative mountPath, such as "
						+ path.substring(1) + ", which is below $POD_ROOT here and below / on a real cluster");
			}
			if (Path.of(path).normalize().startsWith("..")) {
				throw new ConfigError("FailedMount", "mountPath " + path + " leaves the pod's root");
			}
		}
	}

	/**
	 * Fills the pod's volumes; done again when a ConfigMap, a Secret, or the pod's labels
	 * or annotations change.
	 * @throws ConfigError if something a volume refers to is not there
	 * @throws IOException if the files cannot be written
	 */
	void fill(JsonNode pod, Path directory) throws IOException {
		for (JsonNode volume : pod.path("spec").path("volumes")) {
			Path target = Files.createDirectories(directory.resolve(volume.path("name").asText()));
			Map<String, byte[]> files = content(pod, volume);
			for (Map.Entry<String, byte[]> file : files.entrySet()) {
				write(target, file.getKey(), file.getValue());
			}
		}
	}

	private Map<String, byte[]> content(JsonNode pod, JsonNode volume) {
		Map<String, byte[]> files = new LinkedHashMap<>();
		for (Iterator<Map.Entry<String, JsonNode>> fields = volume.fields(); fields.hasNext();) {
			Map.Entry<String, JsonNode> field = fields.next();
			switch (field.getKey()) {
				case "name", "emptyDir" -> {
				}
				case "configMap", "secret", "downwardAPI" ->
					files.putAll(source(pod, field.getKey(), field.getValue()));
				case "projected" -> field.getValue()
					.path("sources")
					.forEach((part) -> part.fields()
						.forEachRemaining((e) -> files.putAll(source(pod, e.getKey(), e.getValue()))));
				default -> throw new ConfigError("FailedMount",
						"volume \"" + volume.path("name").asText() + "\" is of type " + field.getKey()
								+ ", which the local cluster does not have: use configMap, secret, emptyDir, "
								+ "downwardAPI or projected");
			}
		}
		return files;
	}

	private Map<String, byte[]> source(JsonNode pod, String type, JsonNode source) {
		Map<String, byte[]> all = new LinkedHashMap<>();
		switch (type) {
			case "configMap" -> {
				JsonNode map = find("configmaps", "configmap", pod, source);
				map.path("data").fields().forEachRemaining((e) -> all.put(e.getKey(), bytes(e.getValue().asText())));
				map.path("binaryData").fields().forEachRemaining((e) -> all.put(e.getKey(), decoded(e.getValue())));
			}
			case "secret" -> find("secrets", "secret", pod, source).path("data")
				.fields()
				.forEachRemaining((e) -> all.put(e.getKey(), decoded(e.getValue())));
			case "downwardAPI" ->
				source.path("items").forEach((item) -> all.put(item.path("path").asText(), bytes(downward(pod, item))));
			default -> {
				// A service account token: there is no sign-in for pods.
			}
		}
		return type.equals("downwardAPI") ? all : selected(all, source);
	}

	private String downward(JsonNode pod, JsonNode item) {
		JsonNode resource = item.path("resourceFieldRef");
		if (resource.isObject()) {
			for (JsonNode container : pod.path("spec").path("containers")) {
				if (container.path("name").asText().equals(resource.path("containerName").asText())) {
					return this.values.resource(container, resource);
				}
			}
			throw new ConfigError("FailedMount",
					"container \"" + resource.path("containerName").asText() + "\" of a resourceFieldRef not found");
		}
		String path = item.path("fieldRef").path("fieldPath").asText();
		return List.of("metadata.labels", "metadata.annotations").contains(path)
				? lines(pod.path("metadata").path(path.substring("metadata.".length()))) : this.values.field(pod, path);
	}

	/** {@code key="value"}, in the order of the keys, as Kubernetes writes them. */
	private static String lines(JsonNode map) {
		return map.properties()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((entry) -> entry.getKey() + "=" + entry.getValue())
			.collect(Collectors.joining("\n"));
	}

	private JsonNode find(String resource, String kind, JsonNode pod, JsonNode ref) {
		try {
			return this.values.find(resource, kind, pod, ref);
		}
		catch (ConfigError ex) {
			throw new ConfigError("FailedMount", String.valueOf(ex.getMessage()), ex);
		}
	}

	private static Map<String, byte[]> selected(Map<String, byte[]> all, JsonNode source) {
		if (source.path("items").isEmpty()) {
			return all;
		}
		Map<String, byte[]> chosen = new LinkedHashMap<>();
		for (JsonNode item : source.path("items")) {
			byte[] content = all.get(item.path("key").asText());
			if (content == null && !source.path("optional").asBoolean()) {
				throw new ConfigError("FailedMount", "references non-existent key: " + item.path("key").asText());
			}
			if (content != null) {
				chosen.put(item.path("path").asText(), content);
			}
		}
		return chosen;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] decoded(JsonNode base64) {
		return Base64.getDecoder().decode(base64.asText());
	}

	private static void write(Path volume, String name, byte[] content) throws IOException {
		Path file = volume.resolve(name).normalize();
		if (!file.startsWith(volume)) {
			throw new ConfigError("FailedMount", "path " + name + " leaves its volume");
		}
		Files.createDirectories(file.resolveSibling("."));
		Path fresh = file.resolveSibling(file.getFileName() + ".new");
		Files.write(fresh, content);
		Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	/**
	 * Links the pod's volumes into a container's fresh root.
	 * @throws IOException if a link cannot be made
	 */
	static void mount(JsonNode container, Path volumes, Path root) throws IOException {
		for (JsonNode mount : container.path("volumeMounts")) {
			String path = mount.path("mountPath").asText();
			if (path.startsWith("/")) {
				continue;
			}
			Path place = root.resolve(path).normalize();
			Path source = volumes.resolve(mount.path("name").asText()).resolve(mount.path("subPath").asText(""));
			RootFilesystems.remove(place);
			Files.createDirectories(place.resolveSibling("."));
			Files.createSymbolicLink(place, source);
		}
	}

}
