package dev.slipway.cluster.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry in front of the image store: the OCI distribution protocol over plain HTTP
 * on loopback, without sign-in. It keeps its port over restarts, as image names carry it.
 */
public final class ImageRegistry implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(ImageRegistry.class);

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final Pattern ROUTE = Pattern.compile("/v2/(?<name>[a-z0-9._/-]+?)/"
			+ "(?:(?<manifests>manifests)/(?<reference>[^/]+)|blobs/(?<blob>sha256:[0-9a-f]{64})"
			+ "|blobs/uploads/(?<upload>[0-9a-f-]*)|tags/(?<tags>list))");

	private final ImageStore store;

	private final HttpServer server;

	private final UploadRoutes uploads;

	private ImageRegistry(Vertx vertx, ImageStore store, HttpServer server) {
		this.store = store;
		this.server = server;
		this.uploads = new UploadRoutes(vertx, store);
		server.requestHandler(this::handle);
	}

	/**
	 * Starts a registry.
	 * @param vertx event loops to run on
	 * @param store store to fill
	 * @return the running registry
	 * @throws IOException if no port can be had
	 */
	public static ImageRegistry start(Vertx vertx, ImageStore store) throws IOException {
		Path file = store.directory().resolve("registry-port");
		int kept = Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
		ImageRegistry registry = new ImageRegistry(vertx, store, vertx.createHttpServer(options()));
		try {
			registry.listen(kept);
		}
		catch (IOException ex) {
			if (kept == 0) {
				throw ex;
			}
			log.warn("Port {} of the image registry is taken; choosing another", kept);
			registry = new ImageRegistry(vertx, store, vertx.createHttpServer(options()));
			registry.listen(0);
		}
		Files.writeString(file, Integer.toString(registry.port()));
		return registry;
	}

	private static HttpServerOptions options() {
		return new HttpServerOptions().setHost("127.0.0.1").setMaxHeaderSize(32 * 1024).setIdleTimeout(120);
	}

	private void listen(int port) throws IOException {
		try {
			this.server.listen(port, "127.0.0.1")
				.toCompletionStage()
				.toCompletableFuture()
				.orTimeout(Duration.ofSeconds(10).toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
				.join();
		}
		catch (java.util.concurrent.CompletionException ex) {
			throw new IOException("The image registry cannot listen on 127.0.0.1:" + port, ex);
		}
	}

	/**
	 * The port.
	 * @return port on 127.0.0.1
	 */
	public int port() {
		return this.server.actualPort();
	}

	/**
	 * What an image name starts with.
	 * @return {@code localhost:port}
	 */
	public String address() {
		return "localhost:" + port();
	}

	@Override
	public void close() {
		this.server.close().toCompletionStage().toCompletableFuture().join();
	}

	private void handle(HttpServerRequest request) {
		request.response().putHeader("Docker-Distribution-API-Version", "registry/2.0");
		try {
			route(request);
		}
		catch (IOException | RuntimeException ex) {
			fail(request, ex);
		}
	}

	private void route(HttpServerRequest request) throws IOException {
		String path = request.path();
		if (path.equals("/v2") || path.equals("/v2/")) {
			json(request.response(), JSON.createObjectNode());
			return;
		}
		if (path.equals("/v2/_catalog")) {
			ObjectNode body = JSON.createObjectNode();
			ArrayNode names = body.putArray("repositories");
			this.store.repositories().forEach(names::add);
			json(request.response(), body);
			return;
		}
		Matcher route = ROUTE.matcher(path.endsWith("/uploads") ? path + "/" : path);
		if (!route.matches()) {
			throw new RegistryError(404, "UNSUPPORTED", "no such path in the OCI distribution protocol: " + path);
		}
		String name = new ImageReference(route.group("name"), null, null).repository();
		if (route.group("manifests") != null) {
			manifests(request, name, route.group("reference"));
		}
		else if (route.group("blob") != null) {
			blob(request, route.group("blob"));
		}
		else if (route.group("tags") != null) {
			tags(request, name);
		}
		else {
			this.uploads.handle(request, name, route.group("upload")).onFailure((failure) -> fail(request, failure));
		}
	}

	private void tags(HttpServerRequest request, String name) throws IOException {
		ObjectNode body = JSON.createObjectNode().put("name", name);
		ArrayNode tags = body.putArray("tags");
		this.store.tags(name).forEach(tags::add);
		if (!this.store.repositories().contains(name)) {
			throw new RegistryError(404, "NAME_UNKNOWN", "repository " + name + " has no image");
		}
		json(request.response(), body);
	}

	private void blob(HttpServerRequest request, String digest) throws IOException {
		if (!this.store.blobs().touch(digest)) {
			throw new RegistryError(404, "BLOB_UNKNOWN", "no blob " + digest);
		}
		sendFile(request, digest, "application/octet-stream");
	}

	private void manifests(HttpServerRequest request, String name, String reference) throws IOException {
		HttpMethod method = request.method();
		if (method.equals(HttpMethod.PUT)) {
			ManifestPut.accept(this.store, request, name, reference).onFailure((failure) -> fail(request, failure));
			return;
		}
		if (method.equals(HttpMethod.DELETE)) {
			if (!this.store.removeManifest(name, reference)) {
				throw unknown(name, reference);
			}
			request.response().setStatusCode(202).end();
			return;
		}
		ImageStore.Descriptor found = this.store.manifest(name, reference).orElseThrow(() -> unknown(name, reference));
		sendFile(request, found.digest(), found.mediaType());
	}

	private static RegistryError unknown(String name, String reference) {
		return new RegistryError(404, "MANIFEST_UNKNOWN", "no manifest " + reference + " in " + name);
	}

	private void sendFile(HttpServerRequest request, String digest, String mediaType) throws IOException {
		Path file = this.store.blobs().path(digest);
		HttpServerResponse response = request.response()
			.putHeader("Content-Type", mediaType)
			.putHeader("Docker-Content-Digest", digest)
			.putHeader("ETag", "\"" + digest + "\"");
		if (request.method().equals(HttpMethod.HEAD)) {
			response.putHeader("Content-Length", Long.toString(Files.size(file))).end();
		}
		else if (request.method().equals(HttpMethod.GET)) {
			response.sendFile(file.toString());
		}
		else {
			throw new RegistryError(405, "UNSUPPORTED", "method " + request.method() + " is not supported here");
		}
	}

	private static void json(HttpServerResponse response, ObjectNode body) {
		response.putHeader("Content-Type", "application/json").end(body.toString());
	}

	private static void fail(HttpServerRequest request, Throwable failure) {
		RegistryError error = RegistryError.of(failure);
		if (error.status() >= 500) {
			log.warn("{} {} failed", request.method(), request.path(), failure);
		}
		HttpServerResponse response = request.response();
		if (response.ended()) {
			return;
		}
		ObjectNode body = JSON.createObjectNode();
		body.putArray("errors").addObject().put("code", error.code()).put("message", error.getMessage());
		json(response.setStatusCode(error.status()), body);
	}

	static Future<Void> done(HttpServerResponse response, int status, String location) {
		return response.setStatusCode(status).putHeader("Location", location).end();
	}

}
