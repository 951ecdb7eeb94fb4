package dev.slipway.cluster.images;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class LayerUnpackerTests {

	private Path temp;

	private Path root;

	private Path outside;

	@BeforeEach
	void makeRoot(@TempDir Path directory) throws IOException {
		this.temp = directory;
		this.root = Files.createDirectory(this.temp.resolve("root")).toRealPath();
		this.outside = Files.createDirectory(this.temp.resolve("outside")).toRealPath();
	}

	@Test
	void laysLayersOverEachOtherAndHonoursWhiteouts() throws IOException {
		unpack(new Tar().file("app/a", "1").file("app/b", "1").file("gone/deep/c", "1").file("opaque/old", "1"));
		unpack(new Tar().file("app/a", "2")
			.file("app/.wh.b", "")
			.file(".wh.gone", "")
			.file("opaque/new", "2")
			.file("opaque/.wh..wh..opq", ""));
		assertThat(this.root.resolve("app/a")).hasContent("2");
		assertThat(this.root.resolve("app/b")).doesNotExist();
		assertThat(this.root.resolve("gone")).doesNotExist();
		assertThat(this.root.resolve("opaque/old")).doesNotExist();
		assertThat(this.root.resolve("opaque/new")).hasContent("2");
	}

	@Test
	void refusesToClimbOut() {
		assertThatIOException().isThrownBy(() -> unpack(new Tar().file("app/../../outside/x", "evil")))
			.withMessageContaining("leaves its root");
		assertThat(this.outside).isEmptyDirectory();
	}

	@Test
	void readsAnAbsoluteNameAsBelowTheRoot() throws IOException {
		unpack(new Tar().file(this.outside + "/x", "1"));
		assertThat(this.outside).isEmptyDirectory();
	}

	@Test
	void neverWritesThroughALinkToTheOutside() throws IOException {
		unpack(new Tar().link("out", this.outside.toString()).file("out/x", "evil"));
		unpack(new Tar().link("up", "../outside").file("up/y", "evil"));
		assertThat(this.outside).isEmptyDirectory();
		assertThat(this.root.resolve("out").toRealPath()).startsWith(this.root);
		assertThat(this.root.resolve("up").toRealPath()).startsWith(this.root);
	}

	@Test
	void replacesALinkInsteadOfWritingToItsTarget() throws IOException {
		Files.writeString(this.outside.resolve("x"), "precious");
		Files.createSymbolicLink(this.root.resolve("planted"), this.outside.resolve("x"));
		unpack(new Tar().file("planted", "evil"));
		assertThat(this.outside.resolve("x")).hasContent("precious");
		assertThat(this.root.resolve("planted")).hasContent("evil");
	}

	@Test
	void followsLinksInsideTheRoot() throws IOException {
		unpack(new Tar().directory("usr/bin").link("bin", "/usr/bin").file("bin/tool", "1"));
		assertThat(this.root.resolve("usr/bin/tool")).hasContent("1");
	}

	@Test
	void doesNotHardLinkAFileOfTheHost() throws IOException {
		Files.writeString(this.outside.resolve("x"), "secret");
		assertThatIOException().isThrownBy(() -> unpack(new Tar().hardLink("stolen", "../outside/x")));
		assertThatIOException()
			.isThrownBy(() -> unpack(new Tar().hardLink("stolen", this.outside.resolve("x").toString())));
	}

	@Test
	void aWhiteoutOfTheParentRemovesNothing() throws IOException {
		unpack(new Tar().file("app/.wh...", ""));
		assertThat(this.root).exists();
		assertThat(this.outside).exists();
	}

	@Test
	void refusesALayerThatIsNotWhatTheConfigurationSays() throws IOException {
		Path blob = Files.write(this.temp.resolve("layer"), new Tar().file("a", "1").bytes());
		Image.Layer layer = new Image.Layer("sha256:x", "application/vnd.oci.image.layer.v1.tar",
				"sha256:" + "0".repeat(64));
		assertThatIOException().isThrownBy(() -> new LayerUnpacker(this.root).unpack(blob, layer))
			.withMessageContaining("build and push it again");
	}

	private void unpack(Tar tar) throws IOException {
		Path blob = Files.write(this.temp.resolve("layer"), tar.bytes());
		new LayerUnpacker(this.root).unpack(blob,
				new Image.Layer("sha256:x", "application/vnd.oci.image.layer.v1.tar", ""));
	}

	/** Writes archives, also evil ones. */
	static final class Tar {

		private final ByteArrayOutputStream out = new ByteArrayOutputStream();

		Tar file(String name, String content) {
			return entry(name, '0', "", content.getBytes(StandardCharsets.UTF_8));
		}

		Tar link(String name, String target) {
			return entry(name, '2', target, new byte[0]);
		}

		Tar hardLink(String name, String target) {
			return entry(name, '1', target, new byte[0]);
		}

		Tar directory(String name) {
			return entry(name + "/", '5', "", new byte[0]);
		}

		private Tar entry(String name, char type, String link, byte[] content) {
			byte[] header = new byte[512];
			put(header, 0, name);
			put(header, 100, "0000755");
			put(header, 124, String.format("%011o", content.length));
			put(header, 136, "00000000000");
			header[156] = (byte) type;
			put(header, 157, link);
			put(header, 257, "ustar");
			put(header, 263, "00");
			this.out.writeBytes(header);
			this.out.writeBytes(content);
			this.out.writeBytes(new byte[(512 - content.length % 512) % 512]);
			return this;
		}

		private static void put(byte[] header, int at, String text) {
			byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
			System.arraycopy(bytes, 0, header, at, bytes.length);
		}

		byte[] bytes() {
			ByteArrayOutputStream whole = new ByteArrayOutputStream();
			whole.writeBytes(this.out.toByteArray());
			whole.writeBytes(new byte[1024]);
			return whole.toByteArray();
		}

	}

}
