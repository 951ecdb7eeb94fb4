package dev.slipway.cluster.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * Uploads of blobs: {@code POST} opens one, {@code PATCH} appends, {@code PUT} closes it
 * with its digest. {@code POST} with a digest does all at once.
 */
final class UploadRoutes {

	private final Vertx vertx;

	private final Blobs blobs;

	UploadRoutes(Vertx vertx, ImageStore store) {
		this.vertx = vertx;
		this.blobs = store.blobs();
	}

	Future<Void> handle(HttpServerRequest request, String name, String id) throws IOException {
		return switch (request.method().name()) {
			case "POST" -> open(request, name);
			case "PATCH" -> append(request, known(id)).compose((file) -> progress(request, name, file, 202));
			case "PUT" -> {
				String digest = digest(request, "digest");
				yield append(request, known(id)).compose((file) -> commit(request, name, file, digest));
			}
			case "GET" -> progress(request, name, known(id), 204);
			case "DELETE" -> {
				Files.delete(known(id));
				yield request.response().setStatusCode(204).end();
			}
			default -> throw new RegistryError(405, "UNSUPPORTED", "method " + request.method() + " is not supported");
		};
	}

	private Future<Void> open(HttpServerRequest request, String name) throws IOException {
		String mount = request.getParam("mount");
		if (mount != null && this.blobs.touch(mount)) {
			return created(request.response(), name, mount);
		}
		Path file = Files.createFile(this.blobs.newUpload());
		if (request.getParam("digest") == null) {
			return progress(request, name, file, 202);
		}
		String digest = digest(request, "digest");
		return append(request, file).compose((done) -> commit(request, name, done, digest));
	}

	private Path known(String id) {
		Path file = this.blobs.upload(id);
		if (!Files.exists(file)) {
			throw new RegistryError(404, "BLOB_UPLOAD_UNKNOWN", "no upload " + id + " is under way: start a new one");
		}
		return file;
	}

	private Future<Path> append(HttpServerRequest request, Path file) throws IOException {
		String range = request.getHeader("Content-Range");
		if (range != null && start(range) != Files.size(file)) {
			throw new RegistryError(416, "BLOB_UPLOAD_INVALID",
					"the next chunk must start at " + Files.size(file) + ", not as in '" + range + "'");
		}
		request.pause();
		OpenOptions options = new OpenOptions().setAppend(true).setCreate(false);
		return this.vertx.fileSystem().open(file.toString(), options).compose((out) -> request.pipeTo(out)).map(file);
	}

	private static long start(String range) {
		try {
			String text = range.startsWith("bytes ") ? range.substring(6) : range;
			return Long.parseLong(text.substring(0, Math.max(0, text.indexOf('-'))));
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	private Future<Void> commit(HttpServerRequest request, String name, Path file, String digest) {
		return this.vertx.executeBlocking(() -> {
			this.blobs.commit(file, digest);
			return digest;
		}, false).compose((done) -> created(request.response(), name, digest));
	}

	private static Future<Void> created(HttpServerResponse response, String name, String digest) {
		response.putHeader("Docker-Content-Digest", digest);
		return ImageRegistry.done(response, 201, "/v2/" + name + "/blobs/" + digest);
	}

	private static Future<Void> progress(HttpServerRequest request, String name, Path file, int status) {
		try {
			String id = file.getFileName().toString();
			HttpServerResponse response = request.response()
				.putHeader("Docker-Upload-UUID", id)
				.putHeader("Range", "0-" + Math.max(0, Files.size(file) - 1));
			return ImageRegistry.done(response, status, "/v2/" + name + "/blobs/uploads/" + id);
		}
		catch (IOException ex) {
			return Future.failedFuture(ex);
		}
	}

	private static String digest(HttpServerRequest request, String parameter) {
		@Nullable String digest = request.getParam(parameter);
		if (digest == null || !ImageReference.DIGEST.matcher(digest).matches()) {
			throw new RegistryError(400, "DIGEST_INVALID", "'" + digest + "' is not a sha256 digest");
		}
		return digest;
	}

}
