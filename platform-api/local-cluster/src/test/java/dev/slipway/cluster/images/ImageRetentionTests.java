package dev.slipway.cluster.images;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ImageRetentionTests {

	private final Instant now = Instant.now();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@SuppressWarnings("NullAway.Init")
	private ImageStore store;

	@SuppressWarnings("NullAway.Init")
	private RootFilesystems roots;

	private String common = "";

	@BeforeEach
	void open() throws IOException {
		this.store = new ImageStore(Files.createDirectories(this.directory.resolve("images")));
		this.roots = new RootFilesystems(this.store, this.directory.resolve("unpacked"));
		this.common = layer("common");
	}

	@Test
	void keepsWhatIsUsedAndTheNewestAndForgetsTheRest() throws Exception {
		String oldest = push("shop/orders", "1", 9);
		push("shop/orders", "2", 8);
		push("shop/orders", "3", 7);
		push("shop/orders", "4", 6);
		push("shop/stock", "1", 9);
		assertThat(clean(Set.of("elsewhere:1/shop/orders@" + oldest), 2)).isPositive();
		assertThat(this.store.tags("shop/orders")).containsExactly("1", "3", "4");
		assertThat(this.store.tags("shop/stock")).containsExactly("1");
		assertThat(clean(Set.of(), 2)).isPositive();
		assertThat(this.store.tags("shop/orders")).containsExactly("3", "4");
		assertThat(this.store.manifest("shop/orders", oldest)).isEmpty();
		assertThat(this.store.blobs().has(oldest)).isFalse();
		assertThat(this.store.blobs().has(this.common)).as("a layer that others share").isTrue();
		assertThat(clean(Set.of(), 2)).isZero();
		assertThat(new ImageStore(this.directory.resolve("images")).tags("shop/orders")).containsExactly("3", "4");
	}

	@Test
	void keepsWhatIsUsedByItsTagOrItsBareDigest() throws Exception {
		String first = push("shop/orders", "1", 9);
		push("shop/orders", "2", 8);
		push("shop/orders", "3", 7);
		clean(Set.of(first, "shop/orders:2", "not an image name!"), 0);
		assertThat(this.store.tags("shop/orders")).containsExactly("1", "2");
	}

	@Test
	void keepsWhatWasPushedLatelyAndLayersWhoseManifestIsStillToCome() throws Exception {
		push("shop/orders", "1", 0);
		String early = this.store.blobs().put("a layer of a push under way".getBytes(StandardCharsets.UTF_8));
		String reused = push("shop/stock", "1", 9);
		this.store.blobs().touch(reused);
		clean(Set.of(), 0);
		assertThat(this.store.tags("shop/orders")).containsExactly("1");
		assertThat(this.store.tags("shop/stock")).containsExactly("1");
		assertThat(this.store.blobs().has(early)).isTrue();
	}

	@Test
	void keepsThePlatformsOfAnImageListThatIsKept() throws Exception {
		String child = push("shop/multi", "child", 9);
		byte[] list = ("{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"" + child + "\"}]}")
			.getBytes(StandardCharsets.UTF_8);
		String digest = this.store.putManifest("shop/multi", "all", ImageStore.OCI_INDEX, list);
		age(digest, 8);
		clean(Set.of("shop/multi:all"), 0);
		assertThat(this.store.blobs().has(child)).isTrue();
		assertThat(this.store.resolve(ImageReference.parse("shop/multi:all")).digest()).isEqualTo(child);
	}

	@Test
	void forgetsUnpackedImagesWithoutHarmToTheRootsMadeFromThem() throws Exception {
		String old = push("shop/orders", "1", 9);
		push("shop/orders", "2", 8);
		this.roots.create(this.store.resolve(ImageReference.parse("shop/orders:1")), this.directory.resolve("one"));
		this.roots.create(this.store.resolve(ImageReference.parse("shop/orders:2")), this.directory.resolve("two"));
		Files.createDirectories(this.directory.resolve("unpacked/new-half"));
		clean(Set.of("shop/orders:2"), 0);
		try (var left = Files.list(this.directory.resolve("unpacked"))) {
			assertThat(left.map((path) -> path.getFileName().toString()).toList()).hasSize(1)
				.doesNotContain(old.substring("sha256:".length()), "new-half");
		}
		assertThat(this.directory.resolve("one/app/1.jar")).hasContent("jar 1");
		this.roots.create(this.store.resolve(ImageReference.parse("shop/orders:2")), this.directory.resolve("three"));
		assertThat(this.directory.resolve("three/app/2.jar")).hasContent("jar 2");
	}

	private int clean(Set<String> used, int newest) throws IOException {
		return new ImageRetention(this.store, this.roots, newest).clean(used, this.now.minus(Duration.ofHours(1)));
	}

	private String push(String repository, String tag, int hoursAgo) throws IOException {
		String config = this.store.blobs()
			.put(("{\"config\":{\"Labels\":{\"v\":\"" + repository + tag + "\"}}}").getBytes(StandardCharsets.UTF_8));
		String own = layer(tag);
		StringBuilder layers = new StringBuilder();
		for (String digest : List.of(this.common, own)) {
			layers.append(layers.isEmpty() ? "" : ",")
				.append("{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\"" + digest + "\"}");
		}
		String digest = this.store.putManifest(repository, tag, ImageStore.OCI_MANIFEST,
				("{\"schemaVersion\":2,\"config\":{\"digest\":\"" + config + "\"},\"layers\":[" + layers + "]}")
					.getBytes(StandardCharsets.UTF_8));
		for (String blob : List.of(config, own, this.common, digest)) {
			age(blob, hoursAgo);
		}
		return digest;
	}

	private void age(String digest, int hoursAgo) throws IOException {
		Files.setLastModifiedTime(this.store.blobs().path(digest),
				FileTime.from(this.now.minus(Duration.ofHours(hoursAgo))));
	}

	/** A tar archive of one file. */
	private String layer(String name) throws IOException {
		byte[] content = ("jar " + name).getBytes(StandardCharsets.UTF_8);
		byte[] header = new byte[512];
		put(header, 0, "app/" + name + ".jar");
		put(header, 100, "0000644");
		put(header, 124, String.format("%011o", content.length));
		put(header, 136, "00000000000");
		put(header, 156, "0");
		put(header, 257, "ustar");
		put(header, 263, "00");
		put(header, 148, "        ");
		int sum = 0;
		for (byte b : header) {
			sum += b;
		}
		put(header, 148, String.format("%06o", sum) + "\0 ");
		ByteArrayOutputStream tar = new ByteArrayOutputStream();
		tar.write(header);
		tar.write(content);
		tar.write(new byte[512 - content.length + 1024]);
		return this.store.blobs().put(tar.toByteArray());
	}

	private static void put(byte[] header, int at, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		System.arraycopy(bytes, 0, header, at, bytes.length);
	}

}
