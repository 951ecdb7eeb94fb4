package dev.slipway.cluster.kubelet;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.images.ImageException;
import dev.slipway.cluster.images.ImageReference;
import dev.slipway.cluster.images.ImageRegistry;
import dev.slipway.cluster.images.ImageRetention;
import dev.slipway.cluster.images.ImageStore;
import dev.slipway.cluster.images.RootFilesystems;
import dev.slipway.cluster.store.DurableStore;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which images an object of the cluster keeps. */
class ImageCollectorTests {

	private final Clock later = Clock.fixed(Instant.now().plus(ImageCollector.YOUNG).plusSeconds(60), ZoneOffset.UTC);

	@Test
	void imagesOfPodsReplicaSetsAndDeploymentsStay(@TempDir Path directory) throws Exception {
		ImageStore images = new ImageStore(Files.createDirectories(directory.resolve("images")));
		Vertx vertx = Vertx.vertx();
		try (ObjectStore store = DurableStore.open(directory.resolve("objects"), Clock.systemUTC());
				ImageRegistry registry = ImageRegistry.start(vertx, images)) {
			for (String name : new String[] { "pod", "init", "set", "deployment", "nobody" }) {
				push(registry.address(), name);
			}
			create(store, "pods", "{\"spec\":{\"containers\":[{\"image\":\"test/pod:1\"}],"
					+ "\"initContainers\":[{\"image\":\"test/init:1\"}]}}");
			create(store, "replicasets.apps", template("test/set:1"));
			create(store, "deployments.apps", template("test/deployment:1"));
			ImageRetention retention = new ImageRetention(images,
					new RootFilesystems(images, directory.resolve("unpacked")), 0);
			new ImageCollector(store, retention, Clock.systemUTC()).collect();
			assertThat(images.resolve(ImageReference.parse("test/nobody:1"))).as("it is young").isNotNull();
			new ImageCollector(store, retention, this.later).collect();
			for (String name : new String[] { "pod", "init", "set", "deployment" }) {
				assertThat(images.resolve(ImageReference.parse("test/" + name + ":1"))).isNotNull();
			}
			assertThatThrownBy(() -> images.resolve(ImageReference.parse("test/nobody:1")))
				.isInstanceOf(ImageException.class);
		}
		finally {
			vertx.close().toCompletionStage().toCompletableFuture().join();
		}
	}

	private static String template(String image) {
		return "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"image\":\"" + image + "\"}]}}}}";
	}

	private static void create(ObjectStore store, String resource, String json) throws Exception {
		store.create(Key.of(resource, "shop", "one"), (ObjectNode) new ObjectMapper().readTree(json));
	}

	private static void push(String registry, String name) throws Exception {
		java.net.http.HttpClient http = java.net.http.HttpClient.newHttpClient();
		byte[] config = ("{\"config\":{\"Labels\":{\"name\":\"" + name + "\"}}}").getBytes(StandardCharsets.UTF_8);
		String digest = "sha256:"
				+ java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(config));
		String url = "http://" + registry + "/v2/test/" + name;
		send(http, "POST", url + "/blobs/uploads/?digest=" + digest, "application/octet-stream", config);
		send(http, "PUT", url + "/manifests/1", "application/vnd.oci.image.manifest.v1+json",
				("{\"schemaVersion\":2,\"config\":{\"digest\":\"" + digest + "\"},\"layers\":[]}")
					.getBytes(StandardCharsets.UTF_8));
	}

	private static void send(java.net.http.HttpClient http, String method, String url, String type, byte[] body)
			throws Exception {
		var request = java.net.http.HttpRequest.newBuilder(java.net.URI.create(url))
			.header("Content-Type", type)
			.method(method, java.net.http.HttpRequest.BodyPublishers.ofByteArray(body))
			.build();
		assertThat(http.send(request, java.net.http.HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(201);
	}

}
