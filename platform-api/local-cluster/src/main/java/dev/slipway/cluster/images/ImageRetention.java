package dev.slipway.cluster.images;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Forgets images that nobody will miss: not used, not among the newest of their
 * repository, and not pushed lately (a push sends layers first and names them last, so
 * young blobs without a name are not waste).
 */
public final class ImageRetention {

	private final ImageStore store;

	private final RootFilesystems roots;

	private final int newest;

	/**
	 * Retention in a store.
	 * @param newest how many images of each repository are kept, used or not
	 */
	public ImageRetention(ImageStore store, RootFilesystems roots, int newest) {
		this.store = store;
		this.roots = roots;
		this.newest = newest;
	}

	/**
	 * Removes what is not needed.
	 * @param used images that something names, as it names them; also bare digests
	 * @param youngerThan what was pushed since then stays
	 * @return how many blobs and unpacked roots were removed
	 * @throws IOException if the store cannot be read or written
	 */
	public int clean(Set<String> used, Instant youngerThan) throws IOException {
		Set<String> kept = new HashSet<>();
		int removed;
		synchronized (this.store) {
			Map<String, ImageStore.Descriptor> names = this.store.names();
			wanted(names, used, youngerThan).forEach((digest) -> addWithParts(digest, kept));
			Set<String> gone = new HashSet<>();
			names.values().forEach((descriptor) -> gone.add(descriptor.digest()));
			gone.removeAll(kept);
			this.store.forget(gone);
			removed = this.store.blobs().removeUntouched(youngerThan, kept::contains);
		}
		return removed + this.roots.removeAllBut(kept);
	}

	private Set<String> wanted(Map<String, ImageStore.Descriptor> names, Set<String> used, Instant youngerThan) {
		Set<String> wanted = new HashSet<>();
		Map<String, Set<String>> repositories = new LinkedHashMap<>();
		names.forEach((name, descriptor) -> {
			String repository = name.split("[:@]", 2)[0];
			repositories.computeIfAbsent(repository, (key) -> new HashSet<>()).add(descriptor.digest());
			if (!this.store.blobs().touched(descriptor.digest()).isBefore(youngerThan)) {
				wanted.add(descriptor.digest());
			}
		});
		for (Set<String> digests : repositories.values()) {
			List<String> byAge = new ArrayList<>(digests);
			byAge.sort(Comparator.comparing(this.store.blobs()::touched).reversed());
			wanted.addAll(byAge.subList(0, Math.min(this.newest, byAge.size())));
		}
		used.forEach((reference) -> wanted.add(digest(reference)));
		return wanted;
	}

	/** The digest a name stands for; a text that is no name keeps nothing. */
	private String digest(String text) {
		if (ImageReference.DIGEST.matcher(text).matches()) {
			return text;
		}
		try {
			ImageReference reference = ImageReference.parse(text);
			return this.store.manifest(reference.repository(), reference.selector())
				.map(ImageStore.Descriptor::digest)
				.orElse(reference.selector());
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

	/** A manifest, what it names, and what that names. */
	private void addWithParts(String digest, Set<String> all) {
		if (!this.store.blobs().has(digest) || !all.add(digest)) {
			return;
		}
		try {
			JsonNode manifest = this.store.read(digest);
			manifest.path("manifests").forEach((child) -> addWithParts(child.path("digest").asText(), all));
			manifest.path("layers").forEach((layer) -> all.add(layer.path("digest").asText()));
			all.add(manifest.path("config").path("digest").asText());
		}
		catch (IOException ex) {
			throw new ImageException("The manifest " + digest + " cannot be read: push its image again", ex);
		}
	}

}
