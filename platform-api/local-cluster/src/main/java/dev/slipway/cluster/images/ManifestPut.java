package dev.slipway.cluster.images;

import java.io.IOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Takes a manifest in, if everything it names is here.
 */
final class ManifestPut {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final int MAX = 4 * 1024 * 1024;

	private ManifestPut() {
	}

	static Future<Void> accept(ImageStore store, HttpServerRequest request, String name, String reference) {
		String sent = request.getHeader("Content-Type");
		return request.body().compose((body) -> {
			try {
				String digest = put(store, name, reference, (sent != null) ? sent : ImageStore.OCI_MANIFEST, body);
				request.response().putHeader("Docker-Content-Digest", digest);
				return ImageRegistry.done(request.response(), 201, "/v2/" + name + "/manifests/" + digest);
			}
			catch (IOException | RuntimeException ex) {
				return Future.failedFuture(ex);
			}
		});
	}

	private static String put(ImageStore store, String name, String reference, String mediaType, Buffer body)
			throws IOException {
		if (body.length() > MAX) {
			throw new RegistryError(413, "MANIFEST_INVALID", "the manifest is larger than " + MAX + " bytes");
		}
		byte[] bytes = body.getBytes();
		boolean byDigest = reference.startsWith("sha256:");
		ImageReference checked = new ImageReference(name, byDigest ? null : reference, byDigest ? reference : null);
		verify(store, parse(bytes));
		if (byDigest) {
			store.blobs().requireDigest(bytes, reference);
		}
		return store.putManifest(name, checked.selector(), mediaType, bytes);
	}

	private static JsonNode parse(byte[] bytes) {
		try {
			return JSON.readTree(bytes);
		}
		catch (IOException ex) {
			throw new RegistryError(400, "MANIFEST_INVALID", "the manifest is not JSON: " + ex.getMessage());
		}
	}

	private static void verify(ImageStore store, JsonNode manifest) {
		if (manifest.path("schemaVersion").asInt() != 2) {
			throw new RegistryError(400, "MANIFEST_INVALID", "only manifests of schemaVersion 2 are taken");
		}
		if (manifest.has("config")) {
			require(store, manifest.path("config"));
		}
		manifest.path("layers").forEach((layer) -> require(store, layer));
		manifest.path("manifests").forEach((child) -> require(store, child));
	}

	private static void require(ImageStore store, JsonNode descriptor) {
		String digest = descriptor.path("digest").asText();
		if (!store.blobs().touch(digest)) {
			throw new RegistryError(404, "MANIFEST_BLOB_UNKNOWN", "push " + digest + " before the manifest naming it");
		}
	}

}
