package dev.slipway.cluster.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The local image store: one OCI image layout. {@code index.json} names each manifest as
 * {@code repository:tag} and as {@code repository@digest}; other OCI tools can read it.
 */
public final class ImageStore {

	static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";

	static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

	private static final String NAME = "org.opencontainers.image.ref.name";

	private static final ObjectMapper JSON = new ObjectMapper();

	private final Path layout;

	private final Blobs blobs;

	/** Name to descriptor, as in {@code index.json}. Guarded by this. */
	private final Map<String, Descriptor> index = new LinkedHashMap<>();

	/**
	 * Opens the store, and makes it if there is none.
	 * @param layout directory of the image layout
	 * @throws IOException if it cannot be read or made
	 */
	public ImageStore(Path layout) throws IOException {
		this.layout = layout;
		this.blobs = new Blobs(layout);
		Path marker = layout.resolve("oci-layout");
		if (!Files.exists(marker)) {
			Files.writeString(marker, "{\"imageLayoutVersion\":\"1.0.0\"}");
		}
		Path file = layout.resolve("index.json");
		if (Files.exists(file)) {
			for (JsonNode entry : JSON.readTree(file.toFile()).path("manifests")) {
				this.index.put(entry.path("annotations").path(NAME).asText(),
						new Descriptor(entry.path("digest").asText(), entry.path("mediaType").asText()));
			}
		}
	}

	Blobs blobs() {
		return this.blobs;
	}

	Path directory() {
		return this.layout;
	}

	/**
	 * Finds a manifest.
	 * @param repository repository
	 * @param selector tag or digest
	 * @return its digest and media type
	 */
	synchronized Optional<Descriptor> manifest(String repository, String selector) {
		return Optional.ofNullable(this.index.get(key(repository, selector)));
	}

	synchronized List<String> tags(String repository) {
		return this.index.keySet()
			.stream()
			.filter((name) -> name.startsWith(repository + ":"))
			.map((name) -> name.substring(repository.length() + 1))
			.sorted()
			.toList();
	}

	synchronized List<String> repositories() {
		TreeSet<String> names = new TreeSet<>();
		this.index.keySet().forEach((name) -> names.add(name.split("[:@]", 2)[0]));
		return List.copyOf(names);
	}

	/**
	 * Takes a manifest in and names it.
	 * @param repository repository
	 * @param selector tag, or the digest itself
	 * @param mediaType media type it was sent with
	 * @param content its bytes
	 * @return its digest
	 * @throws IOException if it cannot be written
	 */
	synchronized String putManifest(String repository, String selector, String mediaType, byte[] content)
			throws IOException {
		String digest = this.blobs.put(content);
		Descriptor descriptor = new Descriptor(digest, mediaType);
		this.index.put(key(repository, digest), descriptor);
		this.index.put(key(repository, selector), descriptor);
		save();
		return digest;
	}

	/** Name to descriptor, as in {@code index.json}. */
	synchronized Map<String, Descriptor> names() {
		return new LinkedHashMap<>(this.index);
	}

	synchronized void forget(Set<String> digests) throws IOException {
		if (this.index.values().removeIf((descriptor) -> digests.contains(descriptor.digest()))) {
			save();
		}
	}

	synchronized boolean removeManifest(String repository, String selector) throws IOException {
		Descriptor removed = this.index.remove(key(repository, selector));
		if (removed == null) {
			return false;
		}
		if (selector.startsWith("sha256:")) {
			this.index.entrySet()
				.removeIf((e) -> e.getKey().startsWith(repository + ":") && e.getValue().equals(removed));
		}
		save();
		return true;
	}

	/**
	 * Finds an image by the name a pod gives.
	 * @param reference name; its host does not matter
	 * @return the image
	 * @throws ImageException if it is not here or not usable
	 */
	public Image resolve(ImageReference reference) {
		Descriptor found = manifest(reference.repository(), reference.selector())
			.orElseThrow(() -> new ImageException("image " + reference
					+ " is not in the local image store: push it to the local registry, for instance with jib"));
		try {
			JsonNode manifest = read(found.digest());
			if (manifest.has("manifests")) {
				Descriptor chosen = forThisMachine(manifest);
				return image(chosen.digest(), read(chosen.digest()));
			}
			return image(found.digest(), manifest);
		}
		catch (IOException ex) {
			throw new ImageException("image " + reference + " cannot be read from the local store: push it again", ex);
		}
	}

	private static Descriptor forThisMachine(JsonNode list) {
		String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
		JsonNode chosen = list.path("manifests").path(0);
		for (JsonNode entry : list.path("manifests")) {
			if (entry.path("platform").path("architecture").asText().equals(arch)
					&& entry.path("platform").path("os").asText("linux").equals("linux")) {
				chosen = entry;
			}
		}
		return new Descriptor(chosen.path("digest").asText(), chosen.path("mediaType").asText());
	}

	private Image image(String digest, JsonNode manifest) throws IOException {
		JsonNode config = read(manifest.path("config").path("digest").asText());
		List<Image.Layer> layers = new ArrayList<>();
		JsonNode diffIds = config.path("rootfs").path("diff_ids");
		for (JsonNode layer : manifest.path("layers")) {
			layers.add(new Image.Layer(layer.path("digest").asText(), layer.path("mediaType").asText(),
					diffIds.path(layers.size()).asText("")));
		}
		return new Image(digest, runtime(config.path("config")), List.copyOf(layers));
	}

	private static Image.Config runtime(JsonNode config) {
		Map<String, String> env = new LinkedHashMap<>();
		for (String pair : strings(config.path("Env"))) {
			int equals = pair.indexOf('=');
			env.put((equals < 0) ? pair : pair.substring(0, equals), (equals < 0) ? "" : pair.substring(equals + 1));
		}
		Map<String, String> labels = new LinkedHashMap<>();
		config.path("Labels").fields().forEachRemaining((e) -> labels.put(e.getKey(), e.getValue().asText()));
		return new Image.Config(strings(config.path("Entrypoint")), strings(config.path("Cmd")), env,
				config.path("WorkingDir").asText(""), labels);
	}

	private static List<String> strings(JsonNode array) {
		List<String> values = new ArrayList<>();
		array.forEach((value) -> values.add(value.asText()));
		return List.copyOf(values);
	}

	JsonNode read(String digest) throws IOException {
		return JSON.readTree(this.blobs.path(digest).toFile());
	}

	private void save() throws IOException {
		ObjectNode root = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", OCI_INDEX);
		ArrayNode manifests = root.putArray("manifests");
		for (Map.Entry<String, Descriptor> entry : this.index.entrySet()) {
			Descriptor descriptor = entry.getValue();
			ObjectNode node = manifests.addObject()
				.put("mediaType", descriptor.mediaType())
				.put("digest", descriptor.digest())
				.put("size", Files.size(this.blobs.path(descriptor.digest())));
			node.putObject("annotations").put(NAME, entry.getKey());
		}
		Path fresh = this.layout.resolve("index.json.new");
		Files.write(fresh, JSON.writeValueAsBytes(root));
		Files.move(fresh, this.layout.resolve("index.json"), StandardCopyOption.ATOMIC_MOVE,
				StandardCopyOption.REPLACE_EXISTING);
	}

	private static String key(String repository, String selector) {
		return repository + (selector.startsWith("sha256:") ? "@" : ":") + selector;
	}

	record Descriptor(String digest, String mediaType) {
	}

}
