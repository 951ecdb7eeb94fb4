package dev.slipway.cluster.images;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ImageRegistryTests {

	private Path temp;

	private final HttpClient http = HttpClient.newHttpClient();

	private final Vertx vertx = Vertx.vertx();

	private ImageStore store;

	private ImageRegistry registry;

	@BeforeEach
	void start(@TempDir Path directory) throws IOException {
		this.temp = directory;
		this.store = new ImageStore(this.temp.resolve("images"));
		this.registry = ImageRegistry.start(this.vertx, this.store);
	}

	@AfterEach
	void stop() {
		this.registry.close();
		this.vertx.close().toCompletionStage().toCompletableFuture().join();
	}

	@Test
	void jibPushesAnImageThatThenRuns() throws Exception {
		Path file = Files.writeString(this.temp.resolve("app.jar"), "jar");
		JibContainer pushed = push(file, "shop/orders:7");
		Image image = this.store.resolve(ImageReference.parse("elsewhere:1/shop/orders@" + pushed.getDigest()));
		assertThat(image.config().entrypoint()).containsExactly("java", "-cp", "app/*", "Main");
		assertThat(image.config().env()).containsEntry("A", "b=c");
		RootFilesystems roots = new RootFilesystems(this.store, this.temp.resolve("unpacked"));
		roots.create(image, this.temp.resolve("one"));
		roots.create(image, this.temp.resolve("two"));
		assertThat(this.temp.resolve("two/app/app.jar")).hasContent("jar");
		assertThat(inode(this.temp.resolve("one/app/app.jar"))).isEqualTo(inode(this.temp.resolve("two/app/app.jar")));
		assertThat(get("/v2/shop/orders/tags/list").body()).contains("\"7\"");
	}

	@Test
	void keepsImagesAndPortOverARestart() throws Exception {
		JibContainer pushed = push(Files.writeString(this.temp.resolve("a.jar"), "x"), "shop/orders:7");
		int port = this.registry.port();
		this.registry.close();
		this.store = new ImageStore(this.temp.resolve("images"));
		this.registry = ImageRegistry.start(this.vertx, this.store);
		assertThat(this.registry.port()).isEqualTo(port);
		assertThat(this.store.resolve(ImageReference.parse("shop/orders:7")).digest())
			.isEqualTo(pushed.getDigest().toString());
	}

	@Test
	void takesChunksAndRefusesOneOutOfOrder() throws Exception {
		URI upload = start("shop/x");
		assertThat(send("PATCH", upload, "hel", "0-2").statusCode()).isEqualTo(202);
		assertThat(send("PATCH", upload, "lo", "9-10").statusCode()).isEqualTo(416);
		assertThat(send("PATCH", upload, "lo", "3-4").headers().firstValue("Range")).contains("0-4");
		String digest = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
		assertThat(send("PUT", URI.create(upload + "?digest=" + digest), "", null).statusCode()).isEqualTo(201);
		assertThat(get("/v2/shop/x/blobs/" + digest).body()).isEqualTo("hello");
	}

	@Test
	void refusesABlobThatIsNotWhatItsDigestSays() throws Exception {
		URI upload = start("shop/x");
		URI put = URI.create(upload + "?digest=sha256:" + "0".repeat(64));
		HttpResponse<String> answer = send("PUT", put, "hello", null);
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.body()).contains("DIGEST_INVALID");
	}

	@Test
	void refusesAManifestWhoseLayersAreMissing() throws Exception {
		String manifest = "{\"schemaVersion\":2,\"layers\":[{\"digest\":\"sha256:" + "1".repeat(64) + "\"}]}";
		HttpResponse<String> answer = send("PUT", uri("/v2/shop/x/manifests/1"), manifest, null);
		assertThat(answer.statusCode()).isEqualTo(404);
		assertThat(answer.body()).contains("MANIFEST_BLOB_UNKNOWN");
	}

	@Test
	void namesTheRemedyForAMissingImage() {
		assertThatThrownBy(() -> this.store.resolve(ImageReference.parse("shop/none:1")))
			.isInstanceOf(ImageException.class)
			.hasMessageContaining("push it to the local registry");
		assertThat(get("/v2/shop/none/manifests/1").statusCode()).isEqualTo(404);
	}

	private JibContainer push(Path jar, String name) throws Exception {
		return Jib.fromScratch()
			.addLayer(List.of(jar), AbsoluteUnixPath.get("/app"))
			.setEntrypoint("java", "-cp", "app/*", "Main")
			.addEnvironmentVariable("A", "b=c")
			.containerize(Containerizer.to(RegistryImage.named(this.registry.address() + "/" + name))
				.setAllowInsecureRegistries(true)
				.setBaseImageLayersCache(this.temp.resolve("jib-base"))
				.setApplicationLayersCache(this.temp.resolve("jib-app")));
	}

	private static Object inode(Path file) throws IOException {
		return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
	}

	private URI start(String name) throws Exception {
		HttpResponse<String> answer = send("POST", uri("/v2/" + name + "/blobs/uploads/"), "", null);
		assertThat(answer.statusCode()).isEqualTo(202);
		return uri(answer.headers().firstValue("Location").orElseThrow());
	}

	private HttpResponse<String> send(String method, URI uri, String body, @Nullable String range) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri)
			.method(method, HttpRequest.BodyPublishers.ofString(body));
		if (range != null) {
			request.header("Content-Range", range);
		}
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private HttpResponse<String> get(String path) {
		try {
			return this.http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private URI uri(String path) {
		return URI.create("http://" + this.registry.address()).resolve(path);
	}

}
